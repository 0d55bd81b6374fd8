/** reactions.* */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { isStamp } from '../../ids.ts';
import { addReaction, removeReaction } from '../../world/reactions.ts';
import { permalink, renderMessage } from '../../world/render-message.ts';
import { botUserId, isBotIn, type World } from '../../world/world.ts';
import { flag } from '../args.ts';
import { messageIn, visibleChannel } from '../guards.ts';
import { type Methods, method } from '../method.ts';

const item = { channel: z.string().optional(), timestamp: z.string().optional() };

export function itemOf(world: World, args: { channel?: string | undefined; timestamp?: string | undefined }) {
  if (args.channel === undefined || args.timestamp === undefined) throw refuse('no_item_specified');
  const channel = visibleChannel(world, args.channel);
  if (!isStamp(args.timestamp)) throw refuse('bad_timestamp');
  return { channel, message: messageIn(world, channel, args.timestamp) };
}

export const reactions: Methods = {
  'reactions.add': method({
    tier: 3,
    scopes: ['reactions:write'],
    args: z.object({ name: z.string(), ...item }),
    run({ world }, args) {
      const { channel, message } = itemOf(world, args);
      if (channel.archived) throw refuse('is_archived');
      if (!isBotIn(world, channel)) throw refuse('not_in_channel');
      addReaction(world, message, args.name, botUserId(world));
      return {};
    },
  }),

  'reactions.remove': method({
    tier: 2,
    scopes: ['reactions:write'],
    args: z.object({ name: z.string(), ...item }),
    run({ world }, args) {
      const { message } = itemOf(world, args);
      removeReaction(world, message, args.name, botUserId(world));
      return {};
    },
  }),

  'reactions.get': method({
    tier: 3,
    scopes: ['reactions:read'],
    args: z.object({ full: flag.optional(), ...item }),
    run({ world }, args) {
      const { channel, message } = itemOf(world, args);
      return {
        type: 'message',
        channel: channel.id,
        message: { ...renderMessage(world, message), permalink: permalink(world, message) },
      };
    },
  }),
};
