/**
 * The app's answer to a gesture: through the acknowledgement of a command, or through a response URL. Private unless it
 * says `in_channel`; a bot needs no membership for it, and `chat.update` cannot touch what is private.
 */
import { z } from 'zod';
import { refuse } from '../errors.ts';
import { RESPONSE_URL_USES } from '../limits.ts';
import { readAttachments, readMessageBlocks, readMetadata } from '../validate/message.ts';
import { changeMessage, deleteMessage, postMessage } from '../world/messages.ts';
import { refusePictures } from '../world/pictures.ts';
import type { ResponseUrl } from '../world/response-urls.ts';
import { escapeLoose, textOfBlocks } from '../world/text.ts';
import { botUserId, type World } from '../world/world.ts';

/** Slack takes `true` and `"true"`. */
const flag = z.union([z.boolean(), z.stringbool()]);

const answerSchema = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral').catch('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
});

export function useResponseUrl(world: World, url: ResponseUrl, body: unknown): void {
  if (world.now() - url.at > world.limits.timing.responseUrlMs) throw refuse('expired_url');
  if (url.uses >= RESPONSE_URL_USES) throw refuse('used_url');
  answer(world, url, body);
  url.uses += 1;
}

/** Texts alone are allowed where a whole message is. */
export function answer(world: World, to: ResponseUrl, body: unknown): void {
  const read = answerSchema.safeParse(typeof body === 'string' ? { text: body } : body);
  if (!read.success) throw refuse('invalid_payload');
  const given = read.data;
  const original = to.originalTs === undefined ? undefined : world.messages.get(to.originalTs);
  if (given.delete_original) {
    if (!original) throw refuse('message_not_found');
    deleteMessage(world, original, botUserId(world));
    return;
  }
  const content = contentOf(world, given);
  if (given.replace_original && original) {
    changeMessage(world, original, { ...content, marksEdited: false });
    return;
  }
  const channel = world.channels.get(to.channelId);
  if (!channel) throw refuse('channel_not_found');
  if (channel.archived) throw refuse('is_archived');
  const threadTs = given.thread_ts ?? to.threadTs;
  const metadata = readMetadata(given.metadata);
  const message = postMessage(world, {
    channelId: channel.id,
    userId: botUserId(world),
    ...content,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(metadata ? { metadata } : {}),
    ...(given.response_type === 'ephemeral' ? { ephemeralFor: to.userId } : {}),
  });
  to.originalTs ??= message.ts;
}

function contentOf(world: World, given: z.output<typeof answerSchema>) {
  const blocks = readMessageBlocks(given.blocks) ?? [];
  const attachments = readAttachments(given.attachments) ?? [];
  refusePictures(world, { blocks, attachments });
  if (!given.text && blocks.length === 0 && attachments.length === 0) throw refuse('no_text');
  return { text: given.text ? escapeLoose(given.text) : textOfBlocks(blocks), blocks, attachments };
}
