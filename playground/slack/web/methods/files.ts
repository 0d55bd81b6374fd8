/** files.*: asking for a place to send bytes to, completing, looking, deleting. The bytes themselves go to `uploads.ts`. */
import { z } from 'zod';
import { refuse, refuseWith } from '../../errors.ts';
import { FILE_LIMITS as LIMITS } from '../../limits.ts';
import { characters } from '../../validate/form.ts';
import { parseJsonArgument, readMessageBlocks } from '../../validate/message.ts';
import { renderFile } from '../../world/render-file.ts';
import { escapeLoose, textOfBlocks } from '../../world/text.ts';
import type { Channel, StoredFile } from '../../world/types.ts';
import { announceFile, completeFiles, deleteFile, type Sharing } from '../../world/uploads.ts';
import { botUserId, isBotIn, openDm, type World } from '../../world/world.ts';
import { count, timestamp } from '../args.ts';
import { threadIn, visibleChannel } from '../guards.ts';
import { type Methods, method } from '../method.ts';
import { uploadPath } from '../uploads.ts';

const fileList = z
  .array(
    z.object({
      id: z.string(),
      title: z.string().optional(),
      /** Only lets clients draw it sooner; what is in the file decides in the end. */
      highlight_type: z.string().optional(),
    }),
  )
  .min(1);

function ownFile(world: World, id: string): StoredFile {
  const file = world.files.get(id);
  if (!file) throw refuse('file_not_found');
  if (file.deleted) throw refuse('file_deleted');
  return file;
}

export const files: Methods = {
  'files.getUploadURLExternal': method({
    tier: 4,
    scopes: ['files:write'],
    args: z.object({
      filename: z.string().optional(),
      length: count.optional(),
      alt_txt: z.string().optional(),
      snippet_type: z.string().optional(),
    }),
    run({ world }, args) {
      const { filename: name, length: size, alt_txt: altText } = args;
      if (name === undefined || size === undefined || size === 0) throw refuse('missing_argument');
      if (size > LIMITS.bytes) throw refuse('file_upload_size_restricted');
      if (altText !== undefined && characters(altText) > LIMITS.altText) throw refuse('alt_txt_too_large');
      const file = announceFile(world, {
        name,
        size,
        userId: botUserId(world),
        ...(altText === undefined ? {} : { altText }),
      });
      return { upload_url: world.origin() + uploadPath(file), file_id: file.id };
    },
  }),

  'files.completeUploadExternal': method({
    tier: 4,
    scopes: ['files:write'],
    args: z.object({
      files: z.unknown().optional(),
      channel_id: z.string().optional(),
      channels: z.string().optional(),
      initial_comment: z.string().optional(),
      blocks: z.unknown().optional(),
      thread_ts: timestamp.optional(),
    }),
    async run({ world }, args) {
      const list = fileList.safeParse(parseJsonArgument(args.files, () => refuse('invalid_arguments')));
      if (!list.success) {
        throw refuseWith('invalid_arguments', [{ pointer: '/files', message: 'must provide an array' }]);
      }
      const found = list.data.map(({ id }) => ownFile(world, id));
      for (const file of found) {
        const isSent = (await world.bytes.get(file.id)) !== undefined;
        if (!isSent || file.state !== 'uploading') throw refuse('file_not_found');
      }
      const sharings = readSharings(world, args);
      for (const [index, file] of found.entries()) {
        const { title, highlight_type: highlight } = list.data[index] ?? {};
        if (title !== undefined) file.title = title;
        if (highlight !== undefined) file.filetype = highlight;
      }
      completeFiles(world, found, sharings);
      return { files: found.map((file) => renderFile(world, file)) };
    },
  }),

  'files.info': method({
    tier: 4,
    scopes: ['files:read'],
    args: z.object({ file: z.string() }),
    run({ world }, args) {
      const file = ownFile(world, args.file);
      if (file.state === 'uploading' || !mayBotSee(world, file)) throw refuse('file_not_found');
      return {
        file: renderFile(world, file),
        comments: [],
        response_metadata: { next_cursor: '' },
      };
    },
  }),

  'files.delete': method({
    tier: 3,
    scopes: ['files:write'],
    args: z.object({ file: z.string() }),
    run({ world }, args) {
      const file = ownFile(world, args.file);
      if (!mayBotSee(world, file)) throw refuse('file_not_found');
      if (file.userId !== botUserId(world)) throw refuse('cant_delete_file');
      deleteFile(world, file);
      return {};
    },
  }),
};

/** Its own, what was put into its forms, and what was shared where it is. */
export function mayBotSee(world: World, file: StoredFile): boolean {
  return (
    file.userId === botUserId(world) ||
    file.handedToApp === true ||
    file.shares.some(({ channelId }) => {
      const channel = world.channels.get(channelId);
      return channel !== undefined && isBotIn(world, channel);
    })
  );
}

function readSharings(
  world: World,
  args: {
    channel_id?: string | undefined;
    channels?: string | undefined;
    initial_comment?: string | undefined;
    blocks?: unknown;
    thread_ts?: string | undefined;
  },
): Sharing[] {
  const ids = [args.channel_id, ...(args.channels?.split(',') ?? [])].filter((id) => id !== undefined);
  if (ids.length > 100) throw refuse('channels_limit_exceeded');
  if (args.thread_ts !== undefined && ids.length !== 1) throw refuse('invalid_arguments');
  const blocks = args.initial_comment === undefined ? readMessageBlocks(args.blocks) : undefined;
  const text = args.initial_comment ?? (blocks ? textOfBlocks(blocks) : '');
  return ids.map((id) => {
    const channel = shareTarget(world, id);
    return {
      channelId: channel.id,
      text: escapeLoose(text),
      ...(blocks ? { blocks } : {}),
      ...(args.thread_ts === undefined ? {} : { threadTs: threadIn(world, channel, args.thread_ts) }),
    };
  });
}

/** Files go by id only, and only where the bot is. */
function shareTarget(world: World, id: string): Channel {
  const channel = world.users.has(id) ? openDm(world, id) : visibleChannel(world, id);
  if (!isBotIn(world, channel)) throw refuse('not_in_channel');
  if (channel.archived) throw refuse('posting_to_channel_denied');
  return channel;
}
