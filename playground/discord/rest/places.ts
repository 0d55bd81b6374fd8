/** The app itself, people, the server, direct messages and threads. */
import { PermissionFlagsBits as Bit, ChannelType } from 'discord-api-types/v10';
import { z } from 'zod';
import { refuse } from '../errors.ts';
import { MESSAGE_LIMITS } from '../limits.ts';
import { isBefore } from '../snowflakes.ts';
import { readForm, snowflake, text } from '../validate/form.ts';
import { deleteChannel } from '../world/channels.ts';
import { CHANNEL_DEFAULT } from '../world/mentions.ts';
import {
  guildChannels,
  renderApplication,
  renderChannel,
  renderGuild,
  renderMember,
  renderRoles,
  renderUser,
  threads,
} from '../world/render.ts';
import { renderMessage } from '../world/render-message.ts';
import { archiveThread, startPost, startThread } from '../world/threads.ts';
import { botId, isIn, membersOf, openDm } from '../world/world.ts';
import { idParam, messageIn, requireGuild, requirePermission, visibleChannel } from './guards.ts';
import { readDraft, requireForDraft } from './messages.ts';
import type { Rest, RestApp, RestContext } from './types.ts';

const newPost = z.object({ name: text(MESSAGE_LIMITS.threadName, 1), message: z.looseObject({}) });

export function placeRoutes(app: RestApp, { world, gatewayUrl, identifiesLeft }: Rest): void {
  app.get('/gateway', (c) => c.json({ url: gatewayUrl() }));

  app.get('/gateway/bot', (c) => {
    const { identifies } = world.limits.rates;
    return c.json({
      url: gatewayUrl(),
      shards: 1,
      session_start_limit: {
        total: identifies.limit,
        remaining: identifiesLeft(),
        reset_after: identifies.perMs,
        max_concurrency: 1,
      },
    });
  });

  for (const path of ['/applications/@me', '/oauth2/applications/@me']) {
    app.get(path, (c) => c.json(renderApplication(world)));
  }

  app.get('/users/@me', (c) => c.json(renderUser(person(botId(world)))));
  app.get('/users/@me/guilds', (c) =>
    c.json(
      (isIn(world, botId(world)) ? [renderGuild(world)] : []).map(({ id, name, icon, features }) => ({
        id,
        name,
        icon,
        owner: false,
        features,
      })),
    ),
  );
  app.get('/users/:user', (c) => c.json(renderUser(person(idParam('user_id', c.req.param('user'))))));

  app.post('/users/@me/channels', (c) => {
    const { recipient_id: id } = readForm(z.object({ recipient_id: snowflake }), c.get('input').json);
    const recipient = person(id);
    if (recipient.bot) throw refuse('dmClosed');
    return c.json(renderChannel(world, openDm(world, id)));
  });

  function inGuild(c: RestContext): void {
    requireGuild(world, c.req.param('guild'));
  }

  app.get('/guilds/:guild', (c) => {
    inGuild(c);
    const counts = {
      approximate_member_count: membersOf(world).length,
      approximate_presence_count: membersOf(world).length,
    };
    return c.json({ ...renderGuild(world), ...(c.req.query('with_counts') === 'true' ? counts : {}) });
  });

  app.get('/guilds/:guild/channels', (c) => {
    inGuild(c);
    return c.json(guildChannels(world).map((channel) => renderChannel(world, channel)));
  });

  app.get('/guilds/:guild/roles', (c) => {
    inGuild(c);
    return c.json(renderRoles(world));
  });

  app.get('/guilds/:guild/roles/:role', (c) => {
    inGuild(c);
    const role = renderRoles(world).find(({ id }) => id === idParam('role_id', c.req.param('role')));
    if (!role) throw refuse('unknownRole');
    return c.json(role);
  });

  app.get('/guilds/:guild/threads/active', (c) => {
    inGuild(c);
    return c.json({ threads: threads(world).map((thread) => renderChannel(world, thread)), members: [] });
  });

  app.get('/guilds/:guild/members', (c) => {
    inGuild(c);
    // Listing people is what the privileged intent is for; one at a time needs none.
    if (!world.seed.application.privilegedIntents.includes('members')) throw refuse('missingAccess');
    const { limit, after } = readForm(
      z.object({ limit: z.coerce.number().int().min(1).max(1000).default(1), after: snowflake.default('0') }),
      c.req.query(),
    );
    const sorted = membersOf(world).toSorted((a, b) => (isBefore(a.id, b.id) ? -1 : 1));
    return c.json(
      sorted
        .filter(({ id }) => isBefore(after, id))
        .slice(0, limit)
        .map(renderMember),
    );
  });

  app.get('/guilds/:guild/members/search', (c) => {
    inGuild(c);
    const query = (c.req.query('query') ?? '').toLowerCase();
    const limit = Number(c.req.query('limit') ?? 1);
    const found = membersOf(world).filter(({ username, name }) =>
      [username, name].some((one) => one.toLowerCase().startsWith(query)),
    );
    return c.json(found.slice(0, limit).map(renderMember));
  });

  app.get('/guilds/:guild/members/:user', (c) => {
    inGuild(c);
    const id = idParam('user_id', c.req.param('user'));
    const member = isIn(world, id) ? world.members.get(id) : undefined;
    if (!member) throw refuse('unknownMember');
    return c.json(renderMember(member));
  });

  app.post('/channels/:channel/messages/:message/threads', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    requirePermission(world, channel, Bit.CreatePublicThreads);
    if (channel.type !== ChannelType.GuildText) throw refuse('wrongChannelForDm');
    const message = messageIn(world, channel, c.req.param('message'));
    const { name } = readForm(z.object({ name: text(MESSAGE_LIMITS.threadName, 1) }), c.get('input').json);
    return c.json(renderChannel(world, startThread(world, channel, message, name, botId(world))), 201);
  });

  app.post('/channels/:channel/threads', async (c) => {
    const forum = visibleChannel(world, c.req.param('channel'));
    if (forum.type !== ChannelType.GuildForum) throw refuse('wrongChannelType');
    requirePermission(world, forum, Bit.SendMessages);
    const given = readForm(newPost, c.get('input').json);
    const draft = await readDraft(world, c.get('input'), given.message, ['message']);
    requireForDraft(world, forum, draft);
    const { post, message } = startPost(world, forum, given.name, draft, {
      authorId: botId(world),
      mentionDefaults: CHANNEL_DEFAULT,
    });
    return c.json(
      { ...renderChannel(world, post), message: renderMessage(world, message, botId(world)) },
      201,
    );
  });

  app.patch('/channels/:channel', (c) => {
    const thread = visibleChannel(world, c.req.param('channel'));
    if (thread.type !== ChannelType.PublicThread) throw refuse('wrongChannelType');
    const { archived = thread.archived, locked = thread.locked } = readForm(
      z.object({ archived: z.boolean().optional(), locked: z.boolean().optional() }),
      c.get('input').json,
    );
    // Anyone who may write can open an unlocked thread again; the rest is for moderators.
    const onlyOpens = archived === false && !thread.locked && !locked;
    requirePermission(world, thread, onlyOpens ? Bit.SendMessagesInThreads : Bit.ManageThreads);
    archiveThread(world, thread, archived ?? false, locked ?? false);
    return c.json(renderChannel(world, thread));
  });

  app.delete('/channels/:channel', (c) => {
    const channel = visibleChannel(world, c.req.param('channel'));
    if (channel.type === ChannelType.DM) throw refuse('wrongChannelForDm');
    const isThread = channel.type === ChannelType.PublicThread;
    requirePermission(world, channel, isThread ? Bit.ManageThreads : Bit.ManageChannels);
    const gone = renderChannel(world, channel);
    deleteChannel(world, channel);
    return c.json(gone);
  });

  function person(id: string) {
    const member = world.members.get(id);
    if (!member) throw refuse('unknownUser');
    return member;
  }
}
