/** The Web API without any SDK: tokens, scopes, bodies, rates, and what is refused. */
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultManifest } from '../../../playground/slack/manifest.ts';
import { createWireLog } from '../../../playground/wire.ts';
import { call, section, startTestSlack, type TestSlack } from './support.ts';

let slack: TestSlack;

beforeEach(async () => {
  slack = await startTestSlack();
});
afterEach(() => slack.close());

const general = () => slack.channels.general ?? '';
const random = () => slack.channels.random ?? '';

async function raw(method: string, init: RequestInit & { headers: Record<string, string> }) {
  const response = await fetch(slack.apiUrl + method, { method: 'POST', ...init });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

describe('tokens', () => {
  it.each([
    ['auth.test', null, 'not_authed'],
    ['auth.test', 'xoxb-somebody-elses', 'invalid_auth'],
    ['no.such.method', null, 'unknown_method'],
  ])('%s with %s: %s', async (method, token, error) => {
    expect(await call(slack, method, {}, { token })).toMatchObject({ ok: false, error });
  });

  it('are of the right kind, and the app-level one comes in the header only', async () => {
    const open = 'apps.connections.open';
    expect(await call(slack, open)).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call(slack, 'auth.test', {}, { token: slack.appToken })).toMatchObject({
      error: 'not_allowed_token_type',
    });
    const asArgument = await raw(open, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: slack.appToken }).toString(),
    });
    expect(asArgument.body).toMatchObject({ ok: false, error: 'not_authed' });
    const opened = await call(slack, open, {}, { token: slack.appToken });
    expect(opened).toMatchObject({ ok: true, url: expect.stringMatching(/^ws:.*ticket=/) });
  });

  it('may be an argument of a form, but not of JSON', async () => {
    const form = await raw('auth.test', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: slack.botToken }).toString(),
    });
    expect(form.body).toMatchObject({ ok: true, user_id: slack.botUserId, team_id: slack.teamId });
    const json = await call(slack, 'auth.test', { token: slack.botToken }, { token: null });
    expect(json).toMatchObject({ error: 'not_authed' });
  });

  it('stop working when they are revoked', async () => {
    slack.faults.revokeToken();
    expect(await call(slack, 'auth.test')).toMatchObject({ error: 'token_revoked' });
    slack.faults.uninstall();
    expect(await call(slack, 'auth.test')).toMatchObject({ error: 'account_inactive' });
  });
});

describe('scopes', () => {
  it('are named when one is missing', async () => {
    const manifest = structuredClone(defaultManifest()) as {
      oauth_config: { scopes: { bot: string[] } };
      settings: { event_subscriptions: { bot_events: string[] } };
    };
    manifest.oauth_config.scopes.bot = ['chat:write', 'commands'];
    manifest.settings.event_subscriptions.bot_events = [];
    await slack.close();
    slack = await startTestSlack({ manifest });
    expect(await call(slack, 'pins.add', { channel: general(), timestamp: '1.000000' })).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'pins:write',
      provided: 'chat:write,commands',
    });
    const answer = await raw('auth.test', { headers: { authorization: `Bearer ${slack.botToken}` } });
    expect(answer.headers.get('x-oauth-scopes')).toBe('chat:write,commands');
  });

  it('are asked for by the kind of conversation', async () => {
    const manifest = structuredClone(defaultManifest()) as {
      oauth_config: { scopes: { bot: string[] } };
      settings: { event_subscriptions: { bot_events: string[] } };
    };
    manifest.oauth_config.scopes.bot = ['chat:write', 'commands', 'channels:read', 'im:write'];
    manifest.settings.event_subscriptions.bot_events = [];
    await slack.close();
    slack = await startTestSlack({ manifest });
    expect(await call(slack, 'conversations.list')).toMatchObject({ ok: true });
    expect(await call(slack, 'conversations.list', { types: 'public_channel,im' })).toMatchObject({
      error: 'missing_scope',
      needed: 'im:read',
    });
  });

  it('go with what the manifest asks for', async () => {
    const manifest = structuredClone(defaultManifest()) as {
      features: { slash_commands: { command: string; description: string }[] };
      oauth_config: { scopes: { bot: string[] } };
    };
    manifest.oauth_config.scopes.bot = ['commands'];
    await expect(startTestSlack({ manifest })).rejects.toThrow(/needs the bot scope/);
    manifest.features.slash_commands = [{ command: '/status', description: 'x' }];
    await expect(startTestSlack({ manifest })).rejects.toThrow(/one of Slack's own commands/);
  });
});

describe('bodies', () => {
  it.each([
    ['application/json', '{"channel":', 'invalid_json'],
    ['application/json', '[1]', 'json_not_object'],
    ['text/html', 'x', 'invalid_post_type'],
    ['application/json; charset=utf-16', '{}', 'invalid_charset'],
  ])('%s %s: %s', async (type, body, error) => {
    const answer = await raw('auth.test', {
      headers: { 'content-type': type, authorization: `Bearer ${slack.botToken}` },
      body,
    });
    expect(answer.body).toMatchObject({ ok: false, error });
  });

  it('may be JSON or a form; Slack warns about the charset of each', async () => {
    const headers = { authorization: `Bearer ${slack.botToken}` };
    const json = await raw('chat.postMessage', {
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: general(), text: 'a', blocks: [section('a')] }),
    });
    expect(json.body).toMatchObject({
      ok: true,
      warning: 'missing_charset',
      response_metadata: { warnings: ['missing_charset'] },
    });
    const form = await raw('chat.postMessage', {
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams({
        channel: general(),
        text: 'b',
        blocks: JSON.stringify([section('b')]),
      }).toString(),
    });
    expect(form.body).toMatchObject({ ok: true, warning: 'superfluous_charset' });
  });

  it('name what is missing', async () => {
    expect(await call(slack, 'chat.update', { channel: general() })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: [expect.stringContaining('missing required field: ts')] },
    });
  });
});

describe('rates', () => {
  it('of chat.postMessage are counted per channel', async () => {
    await slack.close();
    let now = Date.now();
    slack = await startTestSlack({ now: () => now, limits: { rates: { post: { limit: 1, perMs: 1000 } } } });
    const post = (channel: string) =>
      raw('chat.postMessage', {
        headers: {
          'content-type': 'application/json; charset=utf-8',
          authorization: `Bearer ${slack.botToken}`,
        },
        body: JSON.stringify({ channel, text: 'x' }),
      });
    expect((await post(general())).body).toMatchObject({ ok: true });
    const second = await post(general());
    expect([second.status, second.headers.get('retry-after'), second.body.error]).toEqual([
      429,
      '1',
      'ratelimited',
    ]);
    expect((await post(slack.channels.gallery ?? '')).body).toMatchObject({ ok: true });
    now += 1000;
    expect((await post(general())).body).toMatchObject({ ok: true });
  });

  it('of a tier are counted per method', async () => {
    await slack.close();
    slack = await startTestSlack({ limits: { rates: { 2: { limit: 2, perMs: 60_000 } } } });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) {
      const { status, headers } = await raw('conversations.list', {
        headers: { authorization: `Bearer ${slack.botToken}` },
      });
      statuses.push(status === 429 ? Number(headers.get('retry-after')) > 50 : status);
    }
    expect(statuses).toEqual([200, 200, true]);
    expect(await call(slack, 'users.list')).toMatchObject({ ok: true });
  });
});

describe('conversations', () => {
  it('are listed, joined, left out and opened', async () => {
    const list = (await call(slack, 'conversations.list', { limit: 2 })) as unknown as {
      channels: { name: string; is_member: boolean }[];
      response_metadata: { next_cursor: string };
    };
    expect(list.channels.map(({ name, is_member: isIn }) => [name, isIn])).toEqual([
      ['general', true],
      ['gallery', true],
    ]);
    const rest = await call(slack, 'conversations.list', { cursor: list.response_metadata.next_cursor });
    expect(rest).toMatchObject({ channels: [{ name: 'random', is_member: false }, { name: 'after-hours' }] });
    expect(await call(slack, 'conversations.list', { cursor: 'x' })).toMatchObject({
      error: 'invalid_cursor',
    });

    expect(await call(slack, 'chat.postMessage', { channel: random(), text: 'x' })).toMatchObject({
      error: 'not_in_channel',
    });
    expect(await call(slack, 'conversations.join', { channel: random() })).toMatchObject({
      ok: true,
      channel: { is_member: true },
    });
    expect(await call(slack, 'conversations.join', { channel: random() })).toMatchObject({
      warning: 'already_in_channel',
    });
    expect(await call(slack, 'chat.postMessage', { channel: '#random', text: 'x' })).toMatchObject({
      ok: true,
    });

    const opened = (await call(slack, 'conversations.open', { users: slack.mai.info.id })) as unknown as {
      channel: { id: string };
    };
    expect(opened.channel.id).toMatch(/^D/);
    expect(await call(slack, 'conversations.open', { users: slack.mai.info.id })).toMatchObject({
      already_open: true,
      channel: { id: opened.channel.id },
    });
    expect(await call(slack, 'conversations.members', { channel: opened.channel.id })).toMatchObject({
      members: [slack.mai.info.id, slack.botUserId],
    });
    expect(await call(slack, 'conversations.info', { channel: 'C0NOWHERE00' })).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('can be archived, and then take nothing', async () => {
    const posted = await call(slack, 'chat.postMessage', { channel: general(), text: 'x' });
    slack.noor.archive(general());
    expect(() => slack.mai.archive(general())).toThrow('Only owners');
    expect(await call(slack, 'chat.postMessage', { channel: general(), text: 'x' })).toMatchObject({
      error: 'is_archived',
    });
    expect(await call(slack, 'chat.update', { channel: general(), ts: posted.ts, text: 'y' })).toMatchObject({
      error: 'is_inactive',
    });
    slack.noor.unarchive(general());
    expect(await call(slack, 'chat.postMessage', { channel: general(), text: 'x' })).toMatchObject({
      ok: true,
    });
  });

  it('are read from inside only, threads apart', async () => {
    const parent = slack.mai.send(general(), 'parent');
    slack.ravi.send(general(), 'reply', { threadTs: parent.ts });
    slack.ravi.send(general(), 'loud reply', { threadTs: parent.ts, broadcast: true });
    await call(slack, 'chat.postEphemeral', { channel: general(), user: slack.mai.info.id, text: 'psst' });
    const history = (await call(slack, 'conversations.history', { channel: general() })) as unknown as {
      messages: { text: string; reply_count?: number }[];
    };
    expect(history.messages.map(({ text }) => text)).toEqual(['loud reply', 'parent']);
    expect(history.messages[1]).toMatchObject({ reply_count: 2 });
    const replies = (await call(slack, 'conversations.replies', {
      channel: general(),
      ts: parent.ts,
    })) as unknown as {
      messages: { text: string }[];
    };
    expect(replies.messages.map(({ text }) => text)).toEqual(['parent', 'reply', 'loud reply']);
    expect(await call(slack, 'conversations.replies', { channel: general(), ts: '1.000000' })).toMatchObject({
      error: 'thread_not_found',
    });
    expect(await call(slack, 'conversations.history', { channel: random() })).toMatchObject({
      error: 'not_in_channel',
    });
    const since = (await call(slack, 'conversations.history', {
      channel: general(),
      oldest: parent.ts,
    })) as unknown as { messages: unknown[] };
    expect(since.messages).toHaveLength(1);
  });
});

describe('people, reactions and pins', () => {
  it('are as Slack tells them', async () => {
    expect(await call(slack, 'users.info', { user: slack.noor.info.id })).toMatchObject({
      user: { real_name: 'Noor', is_owner: true, is_admin: true },
    });
    expect(await call(slack, 'users.info', { user: slack.mai.info.id })).toMatchObject({
      user: { is_admin: false, is_bot: false },
    });
    expect(await call(slack, 'users.info', { user: 'U0NOBODY000' })).toMatchObject({
      error: 'user_not_found',
    });
    expect(await call(slack, 'usergroups.list', { include_users: true })).toMatchObject({
      usergroups: [{ handle: 'instructors', users: [slack.noor.info.id] }],
    });
    expect(await call(slack, 'team.info')).toMatchObject({ team: { name: 'ComfyUI Studio' } });
    const auth = await call(slack, 'auth.test');
    expect(await call(slack, 'bots.info', { bot: auth.bot_id })).toMatchObject({
      bot: { user_id: slack.botUserId },
    });
  });

  it('are added once and taken back once', async () => {
    const { ts } = slack.mai.send(general(), 'x');
    const star = { channel: general(), timestamp: ts, name: 'star' };
    const again = async (method: string, args: object) => [
      (await call(slack, method, { ...args })).error ?? 'ok',
      (await call(slack, method, { ...args })).error ?? 'ok',
    ];
    expect(await again('reactions.add', star)).toEqual(['ok', 'already_reacted']);
    expect(await call(slack, 'reactions.get', star)).toMatchObject({
      message: { reactions: [{ name: 'star', users: [slack.botUserId], count: 1 }] },
    });
    expect(await again('reactions.remove', star)).toEqual(['ok', 'no_reaction']);
    expect(await again('pins.add', star)).toEqual(['ok', 'already_pinned']);
    expect(await call(slack, 'pins.list', { channel: general() })).toMatchObject({
      items: [{ created_by: slack.botUserId, message: { ts, pinned_to: [general()] } }],
    });
    expect(await again('pins.remove', star)).toEqual(['ok', 'no_pin']);
    expect(await call(slack, 'reactions.add', { ...star, name: '⭐' })).toMatchObject({
      error: 'invalid_name',
    });
    expect(await call(slack, 'reactions.add', { ...star, timestamp: '17' })).toMatchObject({
      error: 'bad_timestamp',
    });
    expect(await call(slack, 'reactions.add', { ...star, timestamp: '1.000000' })).toMatchObject({
      error: 'message_not_found',
    });
  });
});

describe('trouble to order', () => {
  it('happens as often as ordered', async () => {
    slack.faults.failNext('auth.test', {}, 1);
    slack.faults.failNext('auth.test', { status: 200, error: 'fatal_error' });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) {
      const { status, body } = await raw('auth.test', {
        headers: { authorization: `Bearer ${slack.botToken}` },
      });
      statuses.push([status, body.error]);
    }
    expect(statuses).toEqual([
      [500, 'internal_error'],
      [200, undefined],
      [200, undefined],
    ]);
    slack.faults.rateLimitNext('auth.test', 7);
    const limited = await raw('auth.test', { headers: { authorization: `Bearer ${slack.botToken}` } });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('is met by the SDK as it meets Slack’s own', async () => {
    const options = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1, minTimeout: 1 } };
    slack.faults.rateLimitNext('auth.test', 1);
    expect(await new WebClient(slack.botToken, options).auth.test()).toMatchObject({ ok: true });
    slack.faults.rateLimitNext('auth.test', 7);
    const strict = new WebClient(slack.botToken, { ...options, rejectRateLimitedCalls: true });
    await expect(strict.auth.test()).rejects.toMatchObject({ retryAfter: 7 });
  });

  it('can lose the answer to what was done', async () => {
    slack.faults.loseAnswers('chat.postMessage');
    await expect(call(slack, 'chat.postMessage', { channel: general(), text: 'done' })).rejects.toThrow();
    expect(slack.mai.messages(general()).map(({ text }) => text)).toEqual(['done']);
  });
});

it('writes what goes over the wire, without tokens', async () => {
  await slack.close();
  const wire = createWireLog();
  slack = await startTestSlack({ wire });
  await call(slack, 'chat.postMessage', { channel: general(), text: 'x'.repeat(3000), token: 'secret' });
  const entries = wire.since(0);
  expect(
    entries.map(({ wire: name, direction, summary, status }) => [name, direction, summary, status]),
  ).toEqual([
    ['slack-web', 'in', 'chat.postMessage', undefined],
    ['slack-web', 'out', 'chat.postMessage', 200],
  ]);
  expect(entries[0]?.body).toMatchObject({
    token: '…',
    text: expect.stringContaining('… (3000 characters)'),
  });
});
