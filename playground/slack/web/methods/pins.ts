/** pins.* */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { pinMessage, unpinMessage } from '../../world/pins.ts';
import { permalink, renderMessage } from '../../world/render-message.ts';
import { botUserId, isBotIn } from '../../world/world.ts';
import { visibleChannel } from '../guards.ts';
import { type Methods, method } from '../method.ts';
import { itemOf } from './reactions.ts';

const item = z.object({ channel: z.string(), timestamp: z.string().optional() });

export const pins: Methods = {
  'pins.add': method({
    tier: 2,
    scopes: ['pins:write'],
    args: item,
    run({ world }, args) {
      const { channel, message } = itemOf(world, args);
      if (!isBotIn(world, channel)) throw refuse('not_in_channel');
      pinMessage(world, channel, message, botUserId(world));
      return {};
    },
  }),

  'pins.remove': method({
    tier: 2,
    scopes: ['pins:write'],
    args: item,
    run({ world }, args) {
      const { channel, message } = itemOf(world, args);
      unpinMessage(world, channel, message, botUserId(world));
      return {};
    },
  }),

  'pins.list': method({
    tier: 2,
    scopes: ['pins:read'],
    args: z.object({ channel: z.string() }),
    run({ world }, args) {
      const channel = visibleChannel(world, args.channel);
      const items = channel.pins.toReversed().flatMap(({ ts, userId, at }) => {
        const message = world.messages.get(ts);
        if (!message) return [];
        return [
          {
            type: 'message',
            created: at,
            created_by: userId,
            channel: channel.id,
            message: { ...renderMessage(world, message), permalink: permalink(world, message) },
          },
        ];
      });
      return { items };
    },
  }),
};
