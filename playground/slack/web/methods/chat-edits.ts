/** chat.update and chat.delete: only the bot's own, and never what is private. */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { MESSAGE_LIMITS as LIMITS } from '../../limits.ts';
import { characters } from '../../validate/form.ts';
import { readMetadata } from '../../validate/message.ts';
import { changeMessage, deleteMessage } from '../../world/messages.ts';
import { renderMessage } from '../../world/render-message.ts';
import { textOfBlocks } from '../../world/text.ts';
import { botUserId } from '../../world/world.ts';
import { flag, timestamp } from '../args.ts';
import { messageIn, visibleChannel } from '../guards.ts';
import { type Methods, method } from '../method.ts';
import { contentArgs, readContent } from './chat.ts';

export const chatEdits: Methods = {
  'chat.update': method({
    tier: 3,
    scopes: ['chat:write'],
    args: z.object({
      channel: z.string(),
      ts: timestamp,
      ...contentArgs,
      metadata: z.unknown().optional(),
      reply_broadcast: flag.optional(),
    }),
    run({ world }, args) {
      const channel = visibleChannel(world, args.channel);
      const message = messageIn(world, channel, args.ts);
      if (message.userId !== botUserId(world) || message.subtype) throw refuse('cant_update_message');
      if (channel.archived) throw refuse('is_inactive');
      const content = readContent(world, args);
      const { text, blocks, attachments } = content;
      if (text === undefined && !blocks && !attachments) throw refuse('no_text');
      if (text !== undefined && characters(text) > LIMITS.updateText) throw refuse('msg_too_long');
      const metadata = readMetadata(args.metadata);
      changeMessage(world, message, {
        ...(text === undefined ? {} : { text }),
        ...(blocks
          ? { blocks, ...(text === undefined ? { text: textOfBlocks(blocks) } : {}) }
          : // Text without blocks takes the place of the blocks that were there.
            text === undefined
            ? {}
            : { blocks: [] }),
        ...(attachments ? { attachments } : {}),
        ...(metadata === undefined ? {} : { metadata }),
        ...(args.reply_broadcast ? { broadcast: true } : {}),
        marksEdited: !blocks,
      });
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.text,
        message: renderMessage(world, message, { metadata: true }),
      };
    },
  }),

  'chat.delete': method({
    tier: 3,
    scopes: ['chat:write'],
    args: z.object({ channel: z.string(), ts: timestamp }),
    run({ world }, args) {
      const channel = visibleChannel(world, args.channel);
      const message = messageIn(world, channel, args.ts);
      if (message.userId !== botUserId(world)) throw refuse('cant_delete_message');
      deleteMessage(world, message, botUserId(world));
      return { channel: channel.id, ts: message.ts };
    },
  }),
};
