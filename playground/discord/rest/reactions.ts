/** /channels/{c}/messages/{m}/reactions */
import { PermissionFlagsBits as Bit } from 'discord-api-types/v10';
import { z } from 'zod';
import { refuse } from '../errors.ts';
import { isBefore } from '../snowflakes.ts';
import { readForm, snowflake } from '../validate/form.ts';
import { type Emoji, parseEmoji } from '../world/emoji.ts';
import { addReaction, clearReactions, findReaction, removeReaction } from '../world/reactions.ts';
import { renderUserOf } from '../world/render.ts';
import { botId } from '../world/world.ts';
import { idParam, messageIn, requirePermission, visibleChannel } from './guards.ts';
import type { Rest, RestApp, RestContext } from './types.ts';

const BASE = '/channels/:channel/messages/:message/reactions';

export function reactionRoutes(app: RestApp, { world }: Rest): void {
  function target(c: RestContext) {
    const channel = visibleChannel(world, c.req.param('channel'));
    return { channel, message: messageIn(world, channel, c.req.param('message')) };
  }

  app.put(`${BASE}/:emoji/@me`, (c) => {
    const { channel, message } = target(c);
    const emoji = emojiParam(c);
    requirePermission(world, channel, Bit.ReadMessageHistory);
    if (!findReaction(message, emoji)) requirePermission(world, channel, Bit.AddReactions);
    addReaction(world, message, emoji, botId(world));
    return c.body(null, 204);
  });

  app.get(`${BASE}/:emoji`, (c) => {
    const { message } = target(c);
    const { limit, after } = readForm(
      z.object({ limit: z.coerce.number().int().min(1).max(100).default(25), after: snowflake.optional() }),
      c.req.query(),
    );
    const userIds = (findReaction(message, emojiParam(c))?.userIds ?? [])
      .toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
      .filter((id) => !after || isBefore(after, id));
    return c.json(userIds.slice(0, limit).map((id) => renderUserOf(world, id)));
  });

  app.delete(`${BASE}/:emoji/:user`, (c) => {
    const { channel, message } = target(c);
    const userId = c.req.param('user') === '@me' ? botId(world) : idParam('user_id', c.req.param('user'));
    if (userId !== botId(world)) requirePermission(world, channel, Bit.ManageMessages);
    removeReaction(world, message, emojiParam(c), userId);
    return c.body(null, 204);
  });

  app.delete(`${BASE}/:emoji`, (c) => {
    const { channel, message } = target(c);
    requirePermission(world, channel, Bit.ManageMessages);
    clearReactions(world, message, emojiParam(c));
    return c.body(null, 204);
  });

  app.delete(BASE, (c) => {
    const { channel, message } = target(c);
    requirePermission(world, channel, Bit.ManageMessages);
    clearReactions(world, message);
    return c.body(null, 204);
  });
}

function emojiParam(c: RestContext): Emoji {
  const emoji = parseEmoji(c.req.param('emoji') ?? '');
  if (!emoji) throw refuse('unknownEmoji');
  return emoji;
}
