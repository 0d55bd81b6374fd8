/** chat.postMessage, chat.postEphemeral, chat.getPermalink. Changing and deleting are in `chat-edits.ts`. */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { newShortId } from '../../ids.ts';
import { MESSAGE_LIMITS as LIMITS } from '../../limits.ts';
import { characters } from '../../validate/form.ts';
import {
  readAttachments,
  readMessageBlocks,
  readMetadata,
  refuseLongBlocks,
} from '../../validate/message.ts';
import { postMessage } from '../../world/messages.ts';
import { refusePictures } from '../../world/pictures.ts';
import { permalink, renderMessage } from '../../world/render-message.ts';
import { escapeLoose, textOfBlocks } from '../../world/text.ts';
import type { Attachment, Block } from '../../world/types.ts';
import { botUserId, isMember, type World } from '../../world/world.ts';
import { flag, text, timestamp } from '../args.ts';
import { messageIn, postableChannel, threadIn, visibleChannel } from '../guards.ts';
import { type Methods, method } from '../method.ts';

export const contentArgs = {
  text: text.optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  markdown_text: z.string().optional(),
};

interface ContentArgs {
  text?: string | undefined;
  blocks?: unknown;
  attachments?: unknown;
  markdown_text?: string | undefined;
}

export interface Content {
  text: string | undefined;
  blocks: Block[] | undefined;
  attachments: Attachment[] | undefined;
}

/** Text, blocks and attachments as they were sent; `markdown_text` is a markdown block by another name. */
export function readContent(world: World, args: ContentArgs): Content {
  const { text: sent, markdown_text: markdown } = args;
  const blocks = readMessageBlocks(args.blocks);
  const attachments = readAttachments(args.attachments);
  if (markdown !== undefined) {
    if (sent !== undefined || blocks !== undefined) throw refuse('markdown_text_conflict');
    if (characters(markdown) > LIMITS.markdownText) throw refuse('msg_too_long');
    return {
      text: markdown,
      blocks: [{ type: 'markdown', block_id: newShortId(), text: markdown }],
      attachments,
    };
  }
  if (blocks) refuseLongBlocks(blocks);
  refusePictures(world, { blocks, attachments });
  return { text: sent === undefined ? undefined : escapeLoose(sent), blocks, attachments };
}

/** What a new message shows; one with nothing in it is refused. */
export function wholeContent({ text: sent, blocks = [], attachments = [] }: Content) {
  if (sent === undefined && blocks.length === 0 && attachments.length === 0) throw refuse('no_text');
  return { text: sent ?? (blocks.length > 0 ? textOfBlocks(blocks) : ''), blocks, attachments };
}

export const chat: Methods = {
  'chat.postMessage': method({
    tier: 'post',
    scopes: ['chat:write'],
    countedBy: 'channel',
    args: z.object({
      channel: z.string(),
      ...contentArgs,
      metadata: z.unknown().optional(),
      thread_ts: timestamp.optional(),
      reply_broadcast: flag.optional(),
    }),
    run({ world }, args) {
      const channel = postableChannel(world, args.channel);
      const content = wholeContent(readContent(world, args));
      const metadata = readMetadata(args.metadata);
      const message = postMessage(world, {
        channelId: channel.id,
        userId: botUserId(world),
        ...content,
        text: [...content.text].slice(0, LIMITS.text).join(''),
        ...(args.thread_ts === undefined ? {} : { threadTs: threadIn(world, channel, args.thread_ts) }),
        ...(args.reply_broadcast && args.thread_ts !== undefined ? { broadcast: true } : {}),
        ...(metadata ? { metadata } : {}),
      });
      return {
        channel: channel.id,
        ts: message.ts,
        message: renderMessage(world, message, { metadata: true }),
      };
    },
  }),

  'chat.postEphemeral': method({
    tier: 4,
    scopes: ['chat:write'],
    args: z.object({
      channel: z.string(),
      user: z.string(),
      ...contentArgs,
      thread_ts: timestamp.optional(),
    }),
    run({ world }, args) {
      const channel = postableChannel(world, args.channel);
      if (!isMember(channel, args.user)) throw refuse('user_not_in_channel');
      const content = wholeContent(readContent(world, args));
      if (characters(content.text) > LIMITS.text) throw refuse('msg_too_long');
      const message = postMessage(world, {
        channelId: channel.id,
        userId: botUserId(world),
        ...content,
        ephemeralFor: args.user,
        ...(args.thread_ts === undefined ? {} : { threadTs: threadIn(world, channel, args.thread_ts) }),
      });
      return { message_ts: message.ts };
    },
  }),

  'chat.getPermalink': method({
    tier: 'special',
    args: z.object({ channel: z.string(), message_ts: timestamp }),
    run({ world }, args) {
      const channel = visibleChannel(world, args.channel);
      const message = messageIn(world, channel, args.message_ts);
      return { channel: channel.id, permalink: permalink(world, message) };
    },
  }),
};
