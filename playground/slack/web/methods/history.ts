/** conversations.history and conversations.replies: only from inside, never what is private. */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { isBefore, isStamp } from '../../ids.ts';
import { renderMessage } from '../../world/render-message.ts';
import type { Channel, Message } from '../../world/types.ts';
import { botScopes, isBotIn, messagesIn, type World } from '../../world/world.ts';
import { count, flag, timestamp } from '../args.ts';
import { visibleChannel } from '../guards.ts';
import { type Methods, method } from '../method.ts';
import { page } from '../paging.ts';

const SCOPES = {
  public: 'channels:history',
  private: 'groups:history',
  im: 'im:history',
  mpim: 'mpim:history',
} as const;
const ANY = Object.values(SCOPES);

const range = {
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
  limit: count.optional(),
  cursor: z.string().optional(),
};
const rangeSchema = z.object(range);

function readable(world: World, id: string): Channel {
  const channel = visibleChannel(world, id);
  const needed = SCOPES[channel.kind];
  const provided = botScopes(world);
  if (!provided.includes(needed)) throw refuse('missing_scope', { needed, provided: provided.join(',') });
  if (!isBotIn(world, channel)) throw refuse('not_in_channel');
  return channel;
}

function within(messages: Message[], args: z.output<typeof rangeSchema>): Message[] {
  const { inclusive = false } = args;
  const oldest = bound(args.oldest, 'invalid_ts_oldest');
  const latest = bound(args.latest, 'invalid_ts_latest');
  return messages.filter(({ ts }) => {
    const isAfter = oldest === undefined || isBefore(oldest, ts) || (inclusive && ts === oldest);
    const isOld = latest === undefined || isBefore(ts, latest) || (inclusive && ts === latest);
    return isAfter && isOld;
  });
}

/** Seconds, with or without their microseconds. */
function bound(given: string | undefined, error: string): string | undefined {
  if (given === undefined || given === '0') return undefined;
  const ts = /^\d+$/.test(given) ? `${given}.000000` : given;
  if (!isStamp(ts)) throw refuse(error);
  return ts;
}

export const history: Methods = {
  'conversations.history': method({
    tier: 3,
    scopes: ANY,
    args: z.object({ channel: z.string(), ...range }),
    run({ world }, args) {
      const channel = readable(world, args.channel);
      const visible = messagesIn(world, channel.id).filter(
        ({ ts, threadTs, broadcast, ephemeralFor }) =>
          ephemeralFor === undefined && (threadTs === undefined || threadTs === ts || broadcast === true),
      );
      const { items, metadata, hasMore } = page(within(visible, args).toReversed(), args, 999);
      return {
        messages: items.map((message) =>
          renderMessage(world, message, { metadata: args.include_all_metadata ?? false }),
        ),
        has_more: hasMore,
        pin_count: channel.pins.length,
        channel_actions_ts: null,
        channel_actions_count: 0,
        ...(hasMore ? metadata : {}),
      };
    },
  }),

  'conversations.replies': method({
    tier: 3,
    scopes: ANY,
    args: z.object({ channel: z.string(), ts: timestamp, ...range }),
    run({ world }, args) {
      const channel = readable(world, args.channel);
      const asked = world.messages.get(args.ts);
      if (!asked || asked.channelId !== channel.id || asked.ephemeralFor !== undefined) {
        throw refuse('thread_not_found');
      }
      const parentTs = asked.threadTs ?? asked.ts;
      const thread = messagesIn(world, channel.id).filter(
        ({ ts, threadTs, ephemeralFor }) =>
          ephemeralFor === undefined && (ts === parentTs || threadTs === parentTs),
      );
      const { items, metadata, hasMore } = page(within(thread, args), { limit: 1000, ...args });
      return {
        messages: items.map((message) =>
          renderMessage(world, message, { metadata: args.include_all_metadata ?? false }),
        ),
        has_more: hasMore,
        ...(hasMore ? metadata : {}),
      };
    },
  }),
};
