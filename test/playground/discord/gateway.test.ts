import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../../playground/discord/seed.ts';
import {
  connect,
  GUILD_MESSAGE_REACTIONS,
  GUILD_MESSAGES,
  GUILDS,
  identify,
  MESSAGE_CONTENT,
  ready,
} from './gateway-line.ts';
import { channel, discord, EPHEMERAL, eventually, person, raw, register, renderCall } from './helpers.ts';

describe('connecting', () => {
  it('greets, acknowledges heartbeats, and begins with READY and the server', async () => {
    const server = await discord();
    const line = connect(server);
    expect((await line.got(10)).d.heartbeat_interval).toBe(41_250);
    line.send({ op: 1, d: null });
    await line.got(11);
    line.send(identify(server, GUILDS));
    const { d } = await line.got('READY');
    expect(d).toMatchObject({
      v: 10,
      user: { id: server.applicationId, bot: true },
      application: { flags: 0 },
    });
    expect(d.guilds).toEqual([{ id: server.guildId, unavailable: true }]);
    expect(d.resume_gateway_url).toMatch(/^ws:/);
    const guild = (await line.got('GUILD_CREATE')).d;
    expect(guild).toMatchObject({ name: 'ComfyUI Workshop', member_count: 4 });
    expect(guild.channels.map(({ name }: { name: string }) => name)).toEqual([
      'general',
      'gallery',
      'after-hours',
      'show-and-tell',
    ]);
    // Without the presences intent the app is told of nobody but itself.
    expect(guild.members.map(({ user }: { user: { username: string } }) => user.username)).toEqual([
      'Rendezvous',
    ]);
  });

  it.each([
    ['a wrong token', { token: 'x.y.z' }, 4004],
    ['an intent nobody has', { intents: 1 << 30 }, 4013],
    ['a privileged intent that is not switched on', { intents: MESSAGE_CONTENT }, 4014],
    ['a shard beyond the last', { shard: [2, 2] }, 4010],
  ])('ends for %s', async (_name, wrong, code) => {
    const server = await discord();
    const line = connect(server);
    await line.got(10);
    line.send(identify(server, GUILDS, wrong));
    expect(await line.closed()).toBe(code);
  });

  it.each([
    ['no JSON', '{"op":', 4002],
    ['an op nobody knows', '{"op":99,"d":null}', 4001],
    ['more than 4096 bytes', JSON.stringify({ op: 3, d: { status: 'x'.repeat(4096) } }), 4002],
    ['a status before logging in', '{"op":3,"d":{"status":"online"}}', 4003],
  ])('ends for %s', async (_name, text, code) => {
    const line = connect(await discord());
    await line.got(10);
    line.sendRaw(text);
    expect(await line.closed()).toBe(code);
  });

  it('ends for an old version, a second login, and for talking too much', async () => {
    const server = await discord({ limits: { rates: { gatewaySends: { limit: 4, perMs: 60_000 } } } });
    expect(await connect(server, 'v=6&encoding=json').closed()).toBe(4012);
    const twice = await ready(server, GUILDS);
    twice.send(identify(server, GUILDS));
    expect(await twice.closed()).toBe(4005);
    const talker = await ready(server, GUILDS);
    for (let n = 0; n < 4; n += 1) talker.send({ op: 3, d: { status: 'online' } });
    expect(await talker.closed()).toBe(4008);
  });

  it('ends when no heartbeat comes', async () => {
    const line = connect(await discord({ limits: { timing: { heartbeatMs: 20 } } }));
    expect(await line.closed()).toBe(4000);
  });

  it('allows one login in five seconds and counts those of the day', async () => {
    const server = await discord({ limits: { timing: { identifyMs: 5000 } } });
    await ready(server, GUILDS);
    const hasty = connect(server);
    await hasty.got(10);
    hasty.send(identify(server, GUILDS));
    expect((await hasty.got(9)).d).toBe(false);
    const { body } = await raw(server)('GET', '/gateway/bot');
    expect(body.session_start_limit).toMatchObject({ total: 1000, remaining: 999, max_concurrency: 1 });
  });

  it('speaks zlib-stream when asked to', async () => {
    const server = await discord();
    const line = connect(server, 'v=10&encoding=json&compress=zlib-stream');
    await line.got(10);
    line.send(identify(server, GUILDS | GUILD_MESSAGES));
    await line.got('GUILD_CREATE');
    for (let n = 0; n < 20; n += 1) person(server, 'Mai').send(channel(server, 'general'), `${n}`);
    await eventually(() => line.events().filter((event) => event === 'MESSAGE_CREATE').length === 20);
    expect(line.packets.flatMap(({ s }) => s ?? [])).toEqual(Array.from({ length: 22 }, (_, n) => n + 1));
  });
});

describe('what an app hears', () => {
  it('is what it asked for, and no more', async () => {
    const server = await discord();
    const deaf = await ready(server, 0);
    const line = await ready(server, GUILDS | GUILD_MESSAGE_REACTIONS);
    const mai = person(server, 'Mai');
    const { id } = mai.send(channel(server, 'general'), 'hello');
    mai.react(id, '⭐');
    const { d } = await line.got('MESSAGE_REACTION_ADD');
    expect(d).toMatchObject({
      message_id: id,
      user_id: mai.info.id,
      message_author_id: mai.info.id,
      guild_id: server.guildId,
      emoji: { id: null, name: '⭐' },
      member: { user: { username: 'mai' } },
    });
    expect(line.events()).toEqual(['READY', 'GUILD_CREATE', 'MESSAGE_REACTION_ADD']);
    expect(deaf.events()).toEqual(['READY']);
  });

  it('has no words of others without the intent for them', async () => {
    const world = defaultWorld();
    world.application.privilegedIntents = ['message-content'];
    const server = await discord({ world });
    const plain = await ready(server, GUILD_MESSAGES);
    const full = await ready(server, GUILD_MESSAGES | MESSAGE_CONTENT);
    const mai = person(server, 'Mai');
    mai.send(channel(server, 'general'), 'secret');
    expect((await plain.got('MESSAGE_CREATE')).d).toMatchObject({ content: '', author: { username: 'mai' } });
    expect((await full.got('MESSAGE_CREATE')).d).toMatchObject({ content: 'secret', member: { roles: [] } });
    mai.send(channel(server, 'general'), `<@${server.applicationId}> hi`);
    await eventually(() => plain.packets.some(({ d }) => d?.content?.endsWith('hi')));
  });

  it('never includes ephemeral messages, nor places it cannot see', async () => {
    const server = await discord();
    await register(server);
    const line = await ready(server, GUILDS | GUILD_MESSAGES);
    const { callback, mai } = renderCall(server);
    await raw(server, '')('POST', callback, { type: 4, data: { content: 'psst', flags: EPHEMERAL } });
    server.state.setOverwrites(channel(server, 'gallery'), [
      { id: server.applicationId, type: 'member', allow: 0n, deny: 1n << 10n },
    ]);
    mai.send(channel(server, 'gallery'), 'unseen');
    mai.send(channel(server, 'general'), 'seen');
    await line.got('MESSAGE_CREATE');
    const messages = line.packets.filter(({ t }) => t === 'MESSAGE_CREATE');
    expect(messages.map(({ d }) => d.channel_id)).toEqual([channel(server, 'general')]);
    expect(line.events()).toContain('CHANNEL_UPDATE');
  });

  it('comes on the shard the server belongs to', async () => {
    const server = await discord();
    const shard = Number((BigInt(server.guildId) >> 22n) % 2n);
    const own = await ready(server, GUILDS | GUILD_MESSAGES, { shard: [shard, 2] });
    const other = await ready(server, GUILDS | GUILD_MESSAGES, { shard: [1 - shard, 2] });
    person(server, 'Mai').send(channel(server, 'general'), 'x');
    await own.got('MESSAGE_CREATE');
    expect(other.events()).toEqual(['READY']);
    expect(other.packets.find(({ t }) => t === 'READY')?.d.guilds).toEqual([]);
  });

  it('includes changes, deletions, pins and typing', async () => {
    const server = await discord();
    const line = await ready(server, GUILDS | GUILD_MESSAGES | (1 << 11));
    const api = raw(server);
    const path = `/channels/${channel(server, 'general')}`;
    const { body } = await api('POST', `${path}/messages`, { content: 'x' });
    await api('PATCH', `${path}/messages/${body.id}`, { content: 'y' });
    await api('PUT', `${path}/messages/pins/${body.id}`);
    await api('POST', `${path}/typing`);
    await api('DELETE', `${path}/messages/${body.id}`);
    await line.got('MESSAGE_DELETE');
    expect(line.events().slice(2)).toEqual([
      'MESSAGE_CREATE',
      'MESSAGE_UPDATE',
      'MESSAGE_UPDATE',
      'CHANNEL_PINS_UPDATE',
      'MESSAGE_CREATE',
      'TYPING_START',
      'MESSAGE_DELETE',
    ]);
  });
});

describe('coming back', () => {
  it('brings what was missed, in order, and then RESUMED', async () => {
    const server = await discord();
    const first = await ready(server, GUILDS | GUILD_MESSAGES);
    const session = (await first.got('READY')).d.session_id;
    const mai = person(server, 'Mai');
    mai.send(channel(server, 'general'), 'heard');
    const { s } = await first.got('MESSAGE_CREATE');
    server.faults.disconnectGateway();
    expect(await first.closed()).toBe(1006);
    for (let n = 0; n < 3; n += 1) mai.send(channel(server, 'general'), 'missed');

    const second = connect(server, undefined, '/gateway/resume');
    await second.got(10);
    second.send({ op: 6, d: { token: server.token, session_id: session, seq: s } });
    await second.got('RESUMED');
    expect(second.events()).toEqual(['MESSAGE_CREATE', 'MESSAGE_CREATE', 'MESSAGE_CREATE', 'RESUMED']);
    expect(second.packets.flatMap((packet) => packet.s ?? [])).toEqual([4, 5, 6, 7]);
    mai.send(channel(server, 'general'), 'and on');
    await eventually(() => second.events().length === 5);
  });

  it('is refused for sessions that are over, unknown or ahead of us', async () => {
    const clock = { ahead: 0 };
    const server = await discord({ now: () => Date.now() + clock.ahead });
    const resume = async (session_id: string, seq: number) => {
      const line = connect(server);
      await line.got(10);
      line.send({ op: 6, d: { token: server.token, session_id, seq } });
      return line;
    };
    expect((await (await resume('nonsense', 1)).got(9)).d).toBe(false);

    const polite = await ready(server, GUILDS);
    const { session_id: left } = (await polite.got('READY')).d;
    polite.close(1000);
    await eventually(() => server.state.gatewaySessions().length === 0);
    expect((await (await resume(left, 1)).got(9)).d).toBe(false);

    const lost = await ready(server, GUILDS);
    const { session_id: waiting } = (await lost.got('READY')).d;
    lost.close();
    await eventually(() => server.state.gatewaySessions().every(({ connected }) => !connected));
    expect(await (await resume(waiting, 99)).closed()).toBe(4007);
    clock.ahead = 2 * 60 * 1000 + 1;
    expect((await (await resume(waiting, 1)).got(9)).d).toBe(false);
  });
});

describe('ordered trouble', () => {
  it('asks to reconnect, invalidates, delivers twice, refuses and falls silent', async () => {
    const server = await discord({ limits: { timing: { heartbeatMs: 60_000 } } });
    const line = await ready(server, GUILDS | GUILD_MESSAGES);
    server.faults.askToReconnect();
    await line.got(7);
    server.faults.deliverTwice('MESSAGE_CREATE');
    const mai = person(server, 'Mai');
    mai.send(channel(server, 'general'), 'x');
    mai.send(channel(server, 'general'), 'y');
    await eventually(() => line.events().filter((event) => event === 'MESSAGE_CREATE').length === 3);
    server.faults.ignoreHeartbeats(true);
    line.send({ op: 1, d: 1 });
    server.faults.invalidateSessions();
    expect((await line.got(9)).d).toBe(false);
    expect(line.packets.some(({ op }) => op === 11)).toBe(false);
    server.faults.refuseConnections(true);
    expect(await connect(server).closed()).toBe(1006);
    server.faults.clear();
    await ready(server, GUILDS);
  });
});
