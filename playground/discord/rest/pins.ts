/** Pins, by the routes of 2025 and by the older ones that still work. */
import { PermissionFlagsBits as Bit } from 'discord-api-types/v10';
import { z } from 'zod';
import { readForm } from '../validate/form.ts';
import { pinMessage, pinsOf, unpinMessage } from '../world/pins.ts';
import { isoTime } from '../world/render.ts';
import type { Channel } from '../world/types.ts';
import { hasContentAccess, renderForBot } from '../world/visibility.ts';
import { botId, permissionsIn, type World } from '../world/world.ts';
import { messageIn, requirePermission, visibleChannel } from './guards.ts';
import type { Rest, RestApp } from './types.ts';

const query = z.object({
  limit: z.coerce.number().int().min(1).max(50).default(50),
  before: z.iso.datetime({ offset: true }).optional(),
});

export function pinRoutes(app: RestApp, { world }: Rest): void {
  app.get('/channels/:channel/messages/pins', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    const { limit, before } = readForm(query, c.req.query());
    const older = readablePins(world, channel).filter(
      ({ pinnedAt }) => !before || pinnedAt < Date.parse(before),
    );
    return c.json({
      items: older.slice(0, limit).map((message) => ({
        pinned_at: isoTime(message.pinnedAt),
        message: renderForBot(world, message, hasContentAccess(world)),
      })),
      has_more: older.length > limit,
    });
  });

  app.get('/channels/:channel/pins', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    const pins = readablePins(world, channel).slice(0, 50);
    return c.json(pins.map((message) => renderForBot(world, message, hasContentAccess(world))));
  });

  for (const path of ['/channels/:channel/messages/pins/:message', '/channels/:channel/pins/:message']) {
    app.put(path, (c) => {
      const channel = visibleChannel(world, c.req.param('channel'));
      requirePermission(world, channel, Bit.PinMessages);
      pinMessage(world, channel, messageIn(world, channel, c.req.param('message')), botId(world));
      return c.body(null, 204);
    });

    app.delete(path, (c) => {
      const channel = visibleChannel(world, c.req.param('channel'));
      requirePermission(world, channel, Bit.PinMessages);
      unpinMessage(world, channel, messageIn(world, channel, c.req.param('message')));
      return c.body(null, 204);
    });
  }
}

function readablePins(world: World, channel: Channel) {
  const bits = permissionsIn(world, botId(world), channel);
  return bits & Bit.ReadMessageHistory ? pinsOf(world, channel.id) : [];
}
