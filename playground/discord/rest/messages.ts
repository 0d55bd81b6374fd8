/** /channels/{c}/messages: reading, writing, changing and deleting them, and typing. */
import { type APIMessage, PermissionFlagsBits as Bit, ChannelType } from 'discord-api-types/v10';
import { z } from 'zod';
import { ApiError, formError, refuse } from '../errors.ts';
import { MESSAGE_LIMITS as LIMITS } from '../limits.ts';
import { isBefore, snowflakeTime } from '../snowflakes.ts';
import { readForm, snowflake } from '../validate/form.ts';
import { readMessageBody } from '../validate/message.ts';
import { type Draft, refuseLargeFiles } from '../world/compose.ts';
import { CHANNEL_DEFAULT } from '../world/mentions.ts';
import { createMessage, deleteMessage, editMessage } from '../world/messages.ts';
import { renderChannel } from '../world/render.ts';
import { wakeThread } from '../world/threads.ts';
import type { Channel, Message } from '../world/types.ts';
import { measure } from '../world/uploads.ts';
import { hasContentAccess, renderForBot } from '../world/visibility.ts';
import { botId, messagesIn, type World } from '../world/world.ts';
import { messageIn, requirePermission, requireSending, visibleChannel } from './guards.ts';
import type { Input } from './input.ts';
import type { Rest, RestApp } from './types.ts';

export function messageRoutes(app: RestApp, { world, rates }: Rest): void {
  const seen = (message: Message): APIMessage => renderForBot(world, message, hasContentAccess(world));

  app.get('/channels/:channel', (c) =>
    c.json(renderChannel(world, visibleChannel(world, c.req.param('channel')))),
  );

  app.get('/channels/:channel/messages', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    return c.json(page(world, channel, c.req.query()).map(seen));
  });

  app.get('/channels/:channel/messages/:message', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    requirePermission(world, channel, Bit.ReadMessageHistory);
    return c.json(seen(messageIn(world, channel, c.req.param('message'))));
  });

  app.post('/channels/:channel/messages', async (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    requireSending(world, channel);
    const draft = await readDraft(world, c.get('input'));
    requireForDraft(world, channel, draft);
    wakeThread(world, channel);
    const message = createMessage(world, channel, draft, {
      authorId: botId(world),
      mentionDefaults: CHANNEL_DEFAULT,
    });
    return c.json(seen(message));
  });

  app.patch('/channels/:channel/messages/:message', async (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    const message = messageIn(world, channel, c.req.param('message'));
    if (message.authorId !== botId(world)) throw refuse('notYourMessage');
    if (channel.archived) throw refuse('archivedThread');
    const draft = await readDraft(world, c.get('input'));
    if (world.now() - snowflakeTime(message.id) > LIMITS.oldMessageMs) {
      const { headers, exceeded } = rates.takeOldEdit(channel.id);
      for (const [name, value] of Object.entries(headers)) c.header(name, value);
      if (exceeded) throw tooManyOldEdits(exceeded.retryAfterMs);
    }
    return c.json(seen(editMessage(world, message, draft, { mentionDefaults: CHANNEL_DEFAULT })));
  });

  app.delete('/channels/:channel/messages/:message', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    const message = messageIn(world, channel, c.req.param('message'));
    if (message.authorId !== botId(world)) {
      if (channel.type === ChannelType.DM) throw refuse('wrongChannelForDm');
      requirePermission(world, channel, Bit.ManageMessages);
    }
    deleteMessage(world, message);
    return c.body(null, 204);
  });

  app.post('/channels/:channel/messages/bulk-delete', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    if (channel.type === ChannelType.DM) throw refuse('wrongChannelForDm');
    requirePermission(world, channel, Bit.ManageMessages);
    const { messages: ids } = readForm(z.object({ messages: z.array(snowflake) }), c.get('input').json);
    bulkDelete(world, channel, ids);
    return c.body(null, 204);
  });

  app.post('/channels/:channel/typing', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    requireSending(world, channel);
    world.bus.publish({ type: 'typing', channelId: channel.id, userId: botId(world) });
    return c.body(null, 204);
  });
}

/** Reads the body and measures the files; `at` is where the message hangs in the request. */
export async function readDraft(
  world: World,
  input: Input,
  body = input.json,
  at: PropertyKey[] = [],
): Promise<Draft> {
  refuseLargeFiles(input.uploads, world.limits.attachmentBytes);
  const read = readMessageBody(body ?? {}, at);
  return { body: read, uploads: await Promise.all(input.uploads.map(measure)), at };
}

export function requireForDraft(world: World, channel: Channel, { body, uploads }: Draft): void {
  if (channel.archived && channel.locked) throw refuse('archivedThread');
  if (body.embeds?.length) requirePermission(world, channel, Bit.EmbedLinks);
  if (uploads.length > 0) requirePermission(world, channel, Bit.AttachFiles);
  if (!body.message_reference || channel.type === ChannelType.DM) return;
  try {
    requirePermission(world, channel, Bit.ReadMessageHistory);
  } catch {
    throw refuse('replyNeedsHistory');
  }
}

function tooManyOldEdits(retryAfterMs: number): ApiError {
  return new ApiError(429, {
    message: 'Maximum number of edits to messages older than 1 hour reached. Try again later.',
    code: 30046,
    retry_after: retryAfterMs / 1000,
    global: false,
  });
}

const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: snowflake.optional(),
  after: snowflake.optional(),
  around: snowflake.optional(),
});

/** Newest first, as the API has them. */
function page(world: World, channel: Channel, query: Record<string, string>): Message[] {
  const { limit, before, after, around } = readForm(pageQuery, query);
  if ([before, after, around].filter(Boolean).length > 1) {
    throw formError(['before'], 'BASE_TYPE_INVALID', 'before, after and around are mutually exclusive.');
  }
  try {
    requirePermission(world, channel, Bit.ReadMessageHistory);
  } catch {
    return [];
  }
  const all = messagesIn(world, channel.id).filter(({ ephemeralFor }) => ephemeralFor === undefined);
  if (after) {
    return all
      .filter(({ id }) => isBefore(after, id))
      .slice(0, limit)
      .reverse();
  }
  if (around) {
    const older = all.filter(({ id }) => !isBefore(around, id)).slice(-Math.ceil(limit / 2));
    const newer = all.filter(({ id }) => isBefore(around, id)).slice(0, limit - older.length);
    return [...older, ...newer].reverse();
  }
  return all
    .filter(({ id }) => !before || isBefore(id, before))
    .slice(-limit)
    .reverse();
}

function bulkDelete(world: World, channel: Channel, ids: string[]): void {
  const unique = new Set(ids);
  if (ids.length < LIMITS.bulkDeleteMin || ids.length > LIMITS.bulkDeleteMax || unique.size !== ids.length) {
    throw refuse('bulkDeleteCount');
  }
  if (ids.some((id) => world.now() - snowflakeTime(id) > LIMITS.bulkDeleteMaxAgeMs))
    throw refuse('bulkDeleteAge');
  const found = ids
    .flatMap((id) => world.messages.get(id) ?? [])
    .filter(({ channelId }) => channelId === channel.id);
  for (const message of found) deleteMessage(world, message, { bulk: true });
  world.bus.publish({ type: 'messages-bulk-deleted', channelId: channel.id, ids: found.map(({ id }) => id) });
}
