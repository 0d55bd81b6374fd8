/** What happens to a server while a bot looks on: channels go, people come, the bot itself is put out. */
import { ChannelType, Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../../playground/discord/seed.ts';
import { bot } from './bot.ts';
import { discord, eventually, found, idOf, PNG, person, RENDER, raw, register } from './helpers.ts';

const FORUM = 'show-and-tell';

describe('a bot on discord.js hears', () => {
  it('of deleted messages, threads and channels, and finds them gone', async () => {
    const server = await discord();
    const client = await bot(server);
    const general = found(server.channels.general);
    const mai = person(server, 'Mai');
    const { id } = mai.send(general, 'soon gone');
    const deleted = new Promise<string>((resolve) =>
      client.once(Events.MessageDelete, (message) => resolve(message.id)),
    );
    mai.remove(id);
    expect(await deleted).toBe(id);

    const { id: threadId } = mai.startThread(mai.send(general, 'a topic').id, 'Steps');
    const archived = new Promise<boolean | null>((resolve) =>
      client.once(Events.ThreadUpdate, (_old, thread) => resolve(thread.archived)),
    );
    server.controls.setArchived(threadId, true);
    expect(await archived).toBe(true);
    expect(await raw(server)('POST', `/channels/${threadId}/messages`, { content: 'awake' })).toMatchObject({
      status: 200,
    });
    expect(mai.threads(general)).toMatchObject([{ id: threadId, name: 'Steps', messages: 2 }]);
    server.controls.setArchived(threadId, true, true);
    expect(await raw(server)('POST', `/channels/${threadId}/messages`, { content: 'no' })).toMatchObject({
      body: { code: 50083 },
    });
    const threadGone = new Promise<string>((resolve) =>
      client.once(Events.ThreadDelete, (thread) => resolve(thread.id)),
    );
    server.controls.deleteChannel(threadId);
    expect(await threadGone).toBe(threadId);

    const gone = new Promise<string>((resolve) =>
      client.once(Events.ChannelDelete, (channel) => resolve(channel.id)),
    );
    server.controls.deleteChannel(general);
    expect(await gone).toBe(general);
    expect(await raw(server)('POST', `/channels/${general}/messages`, { content: 'x' })).toMatchObject({
      status: 404,
      body: { code: 10003 },
    });
    const again = new Promise<string>((resolve) =>
      client.once(Events.ChannelCreate, (channel) => resolve(channel.name)),
    );
    server.controls.bringBackChannels();
    expect(await again).toBe('general');
    expect(mai.messages(general)).toEqual([]);
  });

  it('that it was removed, may do nothing meanwhile, and is invited again', async () => {
    const server = await discord();
    const client = await bot(server);
    const general = found(server.channels.general);
    await register(server);
    const removed = new Promise<string>((resolve) =>
      client.once(Events.GuildDelete, (guild) => resolve(guild.id)),
    );
    server.controls.removeBot();
    expect(await removed).toBe(server.guildId);
    const ask = raw(server);
    expect((await ask('POST', `/channels/${general}/messages`, { content: 'x' })).body.code).toBe(50001);
    expect((await ask('GET', `/guilds/${server.guildId}`)).body.code).toBe(10004);
    const commands = `/applications/${server.applicationId}/guilds/${server.guildId}/commands`;
    expect((await ask('PUT', commands, [])).body.code).toBe(50001);
    const mai = person(server, 'Mai');
    expect(mai.commands(general)).toEqual([]);
    expect(mai.guilds()).toMatchObject([
      { name: 'ComfyUI Workshop', hasBot: false },
      { name: 'Book Club', hasBot: false },
    ]);
    // Ravi shares nothing with the bot any more; Mai has the app in her own account.
    const dm = async (name: 'Mai' | 'Ravi') => {
      const { body } = await ask('POST', '/users/@me/channels', { recipient_id: idOf(server, name) });
      return (await ask('POST', `/channels/${body.id}/messages`, { content: 'hi' })).body.code;
    };
    expect([await dm('Ravi'), await dm('Mai')]).toEqual([50278, undefined]);

    const invited = new Promise<string>((resolve) =>
      client.once(Events.GuildCreate, (guild) => resolve(guild.id)),
    );
    server.controls.inviteBot();
    expect(await invited).toBe(server.guildId);
    expect(mai.commands(general).map(({ name }) => name)).toEqual(['render']);
  });

  it('who comes, goes and changes only with the privileged intent', async () => {
    const world = defaultWorld();
    world.application.privilegedIntents = ['members'];
    const server = await discord({ world });
    const plain = await bot(server);
    const heard: string[] = [];
    plain.on(Events.GuildMemberUpdate, () => heard.push('update'));
    plain.on(Events.GuildMemberRemove, () => heard.push('remove'));
    const client = await bot(server, {
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers],
    });
    await client.guilds.cache.get(server.guildId)?.members.fetch(idOf(server, 'Ravi'));
    const changed = new Promise<boolean>((resolve) =>
      client.once(Events.GuildMemberUpdate, (_old, member) =>
        resolve(member.roles.cache.some(({ name }) => name === 'Instructor')),
      ),
    );
    const { roles, giveRole, takeRole, removeMember, addMember } = server.controls;
    const instructor = found(roles().find(({ name }) => name === 'Instructor')).id;
    giveRole(idOf(server, 'Ravi'), instructor);
    expect(await changed).toBe(true);
    expect(person(server, 'Ravi').info.roles).toEqual(['Instructor']);
    const left = new Promise<string>((resolve) =>
      client.once(Events.GuildMemberRemove, ({ id }) => resolve(id)),
    );
    removeMember(idOf(server, 'Ravi'));
    expect(await left).toBe(idOf(server, 'Ravi'));
    expect(
      await raw(server)('GET', `/guilds/${server.guildId}/members/${idOf(server, 'Ravi')}`),
    ).toMatchObject({
      body: { code: 10007 },
    });
    expect(person(server, 'Ravi').guild().channels).toEqual([]);
    addMember(idOf(server, 'Ravi'));
    expect(person(server, 'Ravi').info.roles).toEqual([]);
    // The bot's own roles everyone hears of.
    giveRole(server.applicationId, instructor);
    await eventually(() => heard.length > 0);
    takeRole(server.applicationId, instructor);
    expect(heard[0]).toBe('update');
    expect(heard).not.toContain('remove');
  });
});

describe('a forum', () => {
  it('holds posts one can write in, and no messages of its own', async () => {
    const server = await discord();
    const client = await bot(server);
    const forum = await client.channels.fetch(found(server.channels[FORUM]));
    if (forum?.type !== ChannelType.GuildForum) throw new Error('no forum');
    const first = found(server.channels['My first landscape']);
    const post = await client.channels.fetch(first);
    if (!post?.isThread()) throw new Error('no post');
    await post.send('Nice light.');
    expect((await post.fetchStarterMessage())?.id).toBe(first);
    const mine = await forum.threads.create({
      name: 'By the bot',
      message: { content: 'Look', files: [{ attachment: PNG, name: 'look.png' }] },
    });
    expect((await mine.fetchStarterMessage())?.attachments.first()?.name).toBe('look.png');
    expect(await raw(server)('POST', `/channels/${forum.id}/messages`, { content: 'x' })).toMatchObject({
      body: { code: 50008 },
    });
    const ravi = person(server, 'Ravi');
    const heard = new Promise<string>((resolve) =>
      client.once(Events.ThreadCreate, (thread) => resolve(thread.name)),
    );
    const { id } = await ravi.startPost(forum.id, 'Sea', 'Waves', [{ name: 'sea.png', bytes: PNG }]);
    expect(await heard).toBe('Sea');
    expect(ravi.messages(id)).toMatchObject([
      { id, content: 'Waves', attachments: [{ filename: 'sea.png' }] },
    ]);
    expect(ravi.threads(forum.id).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Sea', 'By the bot', 'My first landscape']),
    );
    expect(() => ravi.send(forum.id, 'hello')).toThrow('Start a post to write in a forum.');
  });
});

describe('an app that somebody brings along', () => {
  const EVERYWHERE = { ...RENDER, integration_types: [0, 1], contexts: [0, 1] };

  async function elsewhere(channelName: 'lounge' | 'quiet-corner') {
    const server = await discord();
    const ask = raw(server);
    await ask('PUT', `/applications/${server.applicationId}/commands`, [EVERYWHERE]);
    const channelId = found(server.channels[channelName]);
    const mai = person(server, 'Mai');
    const { interactionId } = mai.runCommand({
      channelId,
      name: 'render',
      options: [{ name: 'prompt', value: 'a lighthouse' }],
    });
    const { id, token } = found(server.state.interactions().find((one) => one.id === interactionId));
    return {
      server,
      ask,
      mai,
      channelId,
      callback: `/interactions/${id}/${token}/callback`,
      webhook: `/webhooks/${server.applicationId}/${token}`,
    };
  }

  it('answers and edits there, follows up five times, and may do nothing else', async () => {
    const { server, ask, mai, channelId, callback, webhook } = await elsewhere('lounge');
    expect(await ask('POST', callback, { type: 5 })).toMatchObject({ status: 204 });
    const { body: original } = await ask('PATCH', `${webhook}/messages/@original`, { content: 'working' });
    expect(original.interaction_metadata.authorizing_integration_owners).toEqual({ 1: mai.info.id });
    expect(person(server, 'Ravi').messages(channelId)).toMatchObject([{ content: 'working' }]);
    for (let n = 0; n < 5; n += 1) await ask('POST', webhook, { content: `${n}` });
    expect((await ask('POST', webhook, { content: 'six' })).body.code).toBe(40094);
    const message = `/channels/${channelId}/messages`;
    expect((await ask('POST', message, { content: 'x' })).body.code).toBe(50001);
    expect((await ask('PATCH', `${message}/${original.id}`, { content: 'x' })).body.code).toBe(50001);
    expect(() => person(server, 'Ravi').runCommand({ channelId, name: 'render', options: [] })).toThrow(
      'There is no command /render',
    );
  });

  it('is told where it is, and by whom', async () => {
    const server = await discord();
    const client = await bot(server);
    await client.application.commands.set([EVERYWHERE]);
    const heard = new Promise((resolve) =>
      client.once(Events.InteractionCreate, (interaction) =>
        resolve([
          interaction.guildId === server.guildId,
          interaction.inCachedGuild(),
          interaction.context,
          interaction.authorizingIntegrationOwners,
          interaction.locale,
          interaction.appPermissions.has('AttachFiles'),
        ]),
      ),
    );
    server.controls.setLocale(idOf(server, 'Mai'), 'th');
    const mai = person(server, 'Mai');
    mai.runCommand({
      channelId: found(server.channels.lounge),
      name: 'render',
      options: [{ name: 'prompt', value: 'x' }],
    });
    expect(await heard).toMatchObject([false, false, 0, { 1: mai.info.id }, 'th', true]);
  });

  it('answers privately where outside apps are not welcome', async () => {
    const { server, ask, mai, channelId, callback, webhook } = await elsewhere('quiet-corner');
    await ask('POST', callback, { type: 5 });
    await ask('PATCH', `${webhook}/messages/@original`, { content: 'only for you' });
    expect(mai.messages(channelId)).toMatchObject([{ content: 'only for you', ephemeral: true }]);
    expect(person(server, 'Ravi').messages(channelId)).toEqual([]);
  });
});
