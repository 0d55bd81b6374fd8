/** Permissions, rate limits and ordered failures. */
import { describe, expect, it } from 'vitest';
import { MESSAGE_LIMITS } from '../../../playground/discord/limits.ts';
import { type Answer, channel, discord, person, raw, register, renderCall } from './helpers.ts';

const VIEW = 1n << 10n;
const SEND = 1n << 11n;
const EMBED = 1n << 14n;
const ATTACH = 1n << 15n;
const HISTORY = 1n << 16n;
const PIN = 1n << 51n;
const REACT = 1n << 6n;

const code = ({ status, body }: Answer) => [status, body.code];

async function scene() {
  const server = await discord();
  const api = raw(server);
  const general = channel(server, 'general');
  const path = `/channels/${general}/messages`;
  const deny = (bits: bigint) =>
    server.state.setOverwrites(general, [
      { id: server.applicationId, type: 'member', allow: 0n, deny: bits },
    ]);
  return { server, api, general, path, deny };
}

describe('without the permission', () => {
  it('to see the channel, nothing goes', async () => {
    const { api, path, deny } = await scene();
    deny(VIEW);
    expect(code(await api('GET', path))).toEqual([403, 50001]);
    expect(code(await api('POST', path, { content: 'x' }))).toEqual([403, 50001]);
  });

  it('for one thing, that thing is refused', async () => {
    const { api, path, deny, server, general } = await scene();
    const { body: own } = await api('POST', path, { content: 'x' });
    const theirs = person(server, 'Mai').send(general, 'mine');
    deny(SEND);
    expect(code(await api('POST', path, { content: 'x' }))).toEqual([403, 50013]);
    deny(EMBED);
    expect(code(await api('POST', path, { embeds: [{ title: 't' }] }))).toEqual([403, 50013]);
    deny(ATTACH);
    expect(code(await api('POST', path, {}, { 'files[0]': ['a.txt', 'x'] }))).toEqual([403, 50013]);
    deny(REACT);
    expect(code(await api('PUT', `${path}/${own.id}/reactions/%E2%AD%90/@me`))).toEqual([403, 50013]);
    person(server, 'Mai').react(own.id, '⭐');
    expect((await api('PUT', `${path}/${own.id}/reactions/%E2%AD%90/@me`)).status).toBe(204);
    deny(PIN);
    expect(code(await api('PUT', `${path}/pins/${own.id}`))).toEqual([403, 50013]);
    deny(HISTORY);
    expect((await api('GET', path)).body).toEqual([]);
    expect(code(await api('GET', `${path}/${own.id}`))).toEqual([403, 50013]);
    expect(
      code(await api('POST', path, { content: 'x', message_reference: { message_id: own.id } })),
    ).toEqual([400, 160002]);
    deny(0n);
    expect(code(await api('DELETE', `${path}/${theirs.id}`))).toEqual([403, 50013]);
    expect(code(await api('DELETE', `${path}/${own.id}/reactions`))).toEqual([403, 50013]);
    expect(code(await api('GET', `/guilds/${server.guildId}/members?limit=10`))).toEqual([403, 50001]);
    expect(server.state.invalidRequests()[403]).toBeGreaterThan(5);
  });

  it('of @everyone to be pinged, it is not', async () => {
    const { api, path, deny } = await scene();
    deny(1n << 17n);
    const { body } = await api('POST', path, { content: '@everyone <@&1100000000000000010>' });
    // The role can still be mentioned by anybody: it says so itself.
    expect([body.mention_everyone, body.mention_roles]).toEqual([false, ['1100000000000000010']]);
  });

  it('an answer to an interaction still goes through', async () => {
    const { server, deny } = await scene();
    await register(server);
    deny(SEND | ATTACH);
    const { callback, channelId } = renderCall(server);
    expect((await raw(server, '')('POST', callback, { type: 4, data: { content: 'x' } })).status).toBe(204);
    expect(server.state.messages(channelId)).toHaveLength(1);
  });
});

describe('rate limits', () => {
  it('are told in the headers and end in a 429 with the time to wait', async () => {
    const server = await discord({
      limits: { rates: { buckets: { 'message-edit': { limit: 2, perMs: 60_000 } } } },
    });
    const api = raw(server);
    const path = `/channels/${channel(server, 'general')}/messages`;
    const { body } = await api('POST', path, { content: 'x' });
    const edit = () => api('PATCH', `${path}/${body.id}`, { content: 'y' });
    const first = await edit();
    expect(first.headers.get('x-ratelimit-limit')).toBe('2');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
    expect(Number(first.headers.get('x-ratelimit-reset-after'))).toBeGreaterThan(50);
    expect((await edit()).headers.get('x-ratelimit-remaining')).toBe('0');
    const over = await edit();
    expect(over).toMatchObject({
      status: 429,
      body: { global: false, message: 'You are being rate limited.' },
    });
    expect(over.body.retry_after).toBeGreaterThan(50);
    expect(over.headers.get('retry-after')).toBe('60');
    expect(over.headers.get('x-ratelimit-scope')).toBe('user');
    expect(over.headers.get('x-ratelimit-bucket')).toBe(first.headers.get('x-ratelimit-bucket'));
    expect((await api('POST', path, { content: 'another bucket' })).status).toBe(200);
    expect(server.state.invalidRequests()[429]).toBe(1);
  });

  it('hold per channel, and per interaction token', async () => {
    const server = await discord({
      limits: {
        rates: {
          buckets: {
            'message-create': { limit: 1, perMs: 60_000 },
            'original-response': { limit: 1, perMs: 60_000 },
          },
        },
      },
    });
    const api = raw(server);
    const send = (where: 'general' | 'gallery') =>
      api('POST', `/channels/${channel(server, where)}/messages`, { content: 'x' });
    expect([
      (await send('general')).status,
      (await send('general')).status,
      (await send('gallery')).status,
    ]).toEqual([200, 429, 200]);
    await register(server);
    const calls = [renderCall(server), renderCall(server)];
    for (const { callback } of calls) await api('POST', callback, { type: 5 });
    const edit = (n: number) => api('PATCH', `${calls[n]?.webhook}/messages/@original`, { content: 'x' });
    expect([(await edit(0)).status, (await edit(0)).status, (await edit(1)).status]).toEqual([200, 429, 200]);
  });

  it('hold for the whole bot, but not for interactions', async () => {
    const server = await discord({ limits: { rates: { global: { limit: 3, perMs: 60_000 } } } });
    const api = raw(server);
    await register(server);
    const calls = Array.from({ length: 5 }, () => renderCall(server));
    for (const { callback } of calls) expect((await api('POST', callback, { type: 5 })).status).toBe(204);
    await api('GET', '/users/@me');
    await api('GET', '/users/@me');
    const over = await api('GET', '/users/@me');
    expect(over).toMatchObject({ status: 429, body: { global: true } });
    expect(over.headers.get('x-ratelimit-global')).toBe('true');
    expect(over.headers.get('x-ratelimit-scope')).toBe('global');
  });

  it('are tighter for edits of messages older than an hour', async () => {
    const clock = { ahead: 0 };
    const server = await discord({
      now: () => Date.now() + clock.ahead,
      limits: { rates: { oldMessageEdits: { limit: 1, perMs: 60_000 } } },
    });
    const api = raw(server);
    const path = `/channels/${channel(server, 'general')}/messages`;
    const { body } = await api('POST', path, { content: 'x' });
    const edit = () => api('PATCH', `${path}/${body.id}`, { content: 'y' });
    expect([(await edit()).status, (await edit()).status]).toEqual([200, 200]);
    clock.ahead = MESSAGE_LIMITS.oldMessageMs + 1;
    expect((await edit()).status).toBe(200);
    const over = await edit();
    expect(code(over)).toEqual([429, 30046]);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('shut an address out that does not learn', async () => {
    const server = await discord({ limits: { rates: { invalidRequests: { limit: 3, perMs: 60_000 } } } });
    const stranger = raw(server, 'Bot nobody');
    for (let n = 0; n < 3; n += 1) expect((await stranger('GET', '/users/@me')).status).toBe(401);
    expect(await raw(server)('GET', '/users/@me')).toMatchObject({ status: 429, body: 'error code: 1015' });
  });
});

describe('ordered failures', () => {
  it('answer the next matching requests and then no more', async () => {
    const { server, api, path } = await scene();
    server.faults.failNext('POST /channels', 500, { code: 0, message: 'broken' }, 2);
    expect((await api('POST', path, { content: 'x' })).body).toEqual({ code: 0, message: 'broken' });
    expect((await api('GET', path)).status).toBe(200);
    expect((await api('POST', path, { content: 'x' })).status).toBe(500);
    expect((await api('POST', path, { content: 'x' })).status).toBe(200);
    const stop = server.faults.failNext('GET', 503);
    stop();
    expect((await api('GET', path)).status).toBe(200);
  });

  it('limit, lose and slow down', async () => {
    const { server, api, general, path } = await scene();
    server.faults.rateLimitNext('POST', { retryAfterMs: 1500, scope: 'shared' });
    const limited = await api('POST', path, { content: 'x' });
    expect(limited).toMatchObject({ status: 429, body: { retry_after: 1.5 } });
    expect(limited.headers.get('x-ratelimit-scope')).toBe('shared');
    expect(server.state.invalidRequests()[429]).toBe(0);
    server.faults.loseAnswers('POST');
    await expect(api('POST', path, { content: 'arrived' })).rejects.toThrow('fetch failed');
    expect(server.state.messages(general).map(({ content }) => content)).toEqual(['arrived']);
    server.faults.slow('GET', 60, 1);
    const started = Date.now();
    await api('GET', path);
    expect(Date.now() - started).toBeGreaterThanOrEqual(55);
  });
});
