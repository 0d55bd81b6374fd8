/** Response URLs: five uses, half an hour, and what can be done with them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../support/until.ts';
import { buttons, call, section, startTestSlack, type TestSlack } from './support.ts';

let slack: TestSlack;
let socket: WebSocket;
let urls: string[];
let now: number;

beforeEach(async () => {
  now = Date.now();
  slack = await startTestSlack({ now: () => now });
  urls = [];
  const { url } = await call(slack, 'apps.connections.open', {}, { token: slack.appToken });
  socket = new WebSocket(String(url));
  socket.on('message', (data) => {
    const { envelope_id: id, payload } = JSON.parse(String(data)) as {
      envelope_id?: string;
      payload?: { response_url?: string };
    };
    if (payload?.response_url) urls.push(payload.response_url);
    if (id) socket.send(JSON.stringify({ envelope_id: id }));
  });
  await until(() => slack.state.connections().length === 1);
});
afterEach(async () => {
  socket.terminate();
  await slack.close();
});

const general = () => slack.channels.general ?? '';
const random = () => slack.channels.random ?? '';

async function ofCommand(channel = general()): Promise<string> {
  slack.mai.runCommand(channel, '/render', 'x');
  return until(() => urls.shift());
}

async function respond(url: string, body: unknown): Promise<[number, string]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return [response.status, await response.text()];
}

const refused = (error: string) => [404, JSON.stringify({ ok: false, error })];

describe('the URL of a command', () => {
  it('works five times; refusals do not count', async () => {
    const url = await ofCommand();
    expect(await respond(url, {})).toEqual(refused('no_text'));
    expect(await respond(url, 'not json')).toEqual(refused('invalid_payload'));
    expect(await respond(url, { blocks: [{ type: 'nothing' }] })).toEqual(refused('invalid_blocks'));
    for (let i = 1; i <= 5; i += 1) expect(await respond(url, { text: String(i) })).toEqual([200, 'ok']);
    expect(await respond(url, { text: '6' })).toEqual(refused('used_url'));
    expect(slack.mai.messages(general()).map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('works for half an hour', async () => {
    const url = await ofCommand();
    now += 30 * 60 * 1000;
    expect(await respond(url, { text: 'in time' })).toEqual([200, 'ok']);
    now += 1;
    expect(await respond(url, { text: 'late' })).toEqual(refused('expired_url'));
    expect(await respond(`${url}x`, { text: 'x' })).toEqual(refused('no_active_hooks'));
  });

  it('is private unless it says otherwise, and reaches channels the bot is not in', async () => {
    const url = await ofCommand(random());
    await respond(url, { text: 'whisper' });
    await respond(url, { text: 'loud', response_type: 'in_channel' });
    expect(slack.ravi.messages(random())).toMatchObject([{ text: 'loud', ephemeral: false }]);
    expect(slack.mai.messages(random())).toMatchObject([
      { text: 'whisper', ephemeral: true },
      { text: 'loud' },
    ]);
  });

  it('replaces and deletes its own first answer', async () => {
    const url = await ofCommand();
    await respond(url, { text: 'one' });
    await respond(url, { text: 'two', replace_original: true });
    expect(slack.mai.messages(general())).toMatchObject([{ text: 'two', ephemeral: true }]);
    await respond(url, { delete_original: true });
    expect(slack.mai.messages(general())).toEqual([]);
  });
});

describe('the URL of a button', () => {
  async function press(ts: string): Promise<string> {
    slack.mai.press(ts, 'go');
    return until(() => urls.shift());
  }

  it('replaces and deletes the message it is on, private ones included', async () => {
    const posted = await call(slack, 'chat.postMessage', {
      channel: general(),
      text: 'public',
      blocks: [section('public'), buttons('go')],
    });
    const ts = String(posted.ts);
    await respond(await press(ts), { text: 'changed', replace_original: true });
    expect(slack.state.message(ts)).toMatchObject({ text: 'changed', blocks: [] });

    const whisper = await call(slack, 'chat.postEphemeral', {
      channel: general(),
      user: slack.mai.info.id,
      text: 'private',
      blocks: [buttons('go')],
    });
    const privateTs = String(whisper.message_ts);
    expect(() => slack.ravi.press(privateTs, 'go')).toThrow('gone');
    await respond(await press(privateTs), { text: 'still private', replace_original: true });
    expect(slack.state.message(privateTs)).toMatchObject({
      text: 'still private',
      ephemeralFor: slack.mai.info.id,
    });
  });

  it('deletes, and without either word adds a private line', async () => {
    const posted = await call(slack, 'chat.postMessage', {
      channel: general(),
      text: 'public',
      blocks: [buttons('go')],
    });
    const ts = String(posted.ts);
    await respond(await press(ts), { text: 'only you' });
    expect(slack.mai.messages(general())).toMatchObject([{ ts }, { text: 'only you', ephemeral: true }]);
    await respond(await press(ts), { delete_original: 'true' });
    expect(slack.state.message(ts)).toBeUndefined();
  });

  it('stays in the thread its message is in', async () => {
    const parent = slack.mai.send(general(), 'parent');
    const posted = await call(slack, 'chat.postMessage', {
      channel: general(),
      thread_ts: parent.ts,
      text: 'reply',
      blocks: [buttons('go')],
    });
    await respond(await press(String(posted.ts)), { text: 'in here', response_type: 'in_channel' });
    expect(slack.ravi.thread(parent.ts).map(({ text }) => text)).toEqual(['parent', 'reply', 'in here']);
  });
});
