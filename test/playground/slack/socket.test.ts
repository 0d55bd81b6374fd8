/** Socket Mode without any SDK: tickets, greetings, turns, answers, ends. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackOptions } from '../../../playground/slack/server.ts';
import { createWireLog } from '../../../playground/wire.ts';
import { until } from '../../support/until.ts';
import { call, startTestSlack, type TestSlack } from './support.ts';

interface Frame extends Record<string, unknown> {
  type: string;
  envelope_id?: string;
  reason?: string;
}

let slack: TestSlack;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  slack = await startTestSlack();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await slack.close();
});

const general = () => slack.channels.general ?? '';

async function restart(options: SlackOptions): Promise<void> {
  await slack.close();
  slack = await startTestSlack(options);
}

const newUrl = async () =>
  String((await call(slack, 'apps.connections.open', {}, { token: slack.appToken })).url);

/** Connects and collects what comes; answers nothing by itself. */
async function connect(url?: string) {
  const socket = new WebSocket(url ?? (await newUrl()));
  sockets.push(socket);
  const frames: Frame[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as Frame));
  await once(socket, 'open');
  await until(() => frames.length > 0);
  const ack = (frame: Frame | undefined, payload?: unknown) =>
    socket.send(JSON.stringify({ envelope_id: frame?.envelope_id, payload }));
  return { socket, frames, ack };
}

async function refusedWith(url: string): Promise<string> {
  const socket = new WebSocket(url);
  sockets.push(socket);
  const [error] = (await once(socket, 'error')) as [Error];
  return error.message;
}

describe('an address', () => {
  it('works once and for a while', async () => {
    const url = await newUrl();
    const { frames } = await connect(url);
    expect(frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: expect.stringMatching(/^A/) },
      debug_info: { approximate_connection_time: 18_060 },
    });
    expect(await refusedWith(url)).toContain('404');
    let now = Date.now();
    await restart({ now: () => now });
    const old = await newUrl();
    now += 30_001;
    expect(await refusedWith(old)).toContain('404');
  });

  it('is of no use while connections are refused, or the app has Socket Mode switched off', async () => {
    slack.faults.refuseConnections(true);
    expect(await refusedWith(await newUrl())).toContain('404');
    slack.faults.clear();
    expect((await connect()).frames[0]).toMatchObject({ type: 'hello' });
  });
});

describe('connections', () => {
  it('are ten at most', async () => {
    const all = [];
    for (let i = 0; i < 10; i += 1) all.push(await connect());
    expect(all[9]?.frames[0]).toMatchObject({ type: 'hello', num_connections: 10 });
    const eleventh = await connect();
    expect(eleventh.frames).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
    all[0]?.socket.close();
    await until(() => slack.state.connections().length === 9);
    expect((await connect()).frames[0]).toMatchObject({ type: 'hello' });
  });

  it('share what comes: each envelope goes to one of them', async () => {
    const [a, b] = [await connect(), await connect()];
    for (let i = 0; i < 6; i += 1) slack.mai.runCommand(general(), '/render', String(i));
    await until(() => a.frames.length + b.frames.length === 8);
    const texts = [...a.frames, ...b.frames].flatMap(
      ({ payload }) => (payload as { text?: string })?.text ?? [],
    );
    expect(texts.sort()).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(a.frames.length).toBe(4);
  });

  it('get nothing more once they are told to go', async () => {
    const old = await connect();
    slack.faults.askToReconnect('warning');
    await until(() => old.frames.length === 2);
    expect(old.frames[1]).toMatchObject({ type: 'disconnect', reason: 'warning' });
    const fresh = await connect();
    slack.mai.runCommand(general(), '/render', 'x');
    await until(() => fresh.frames.length === 2);
    expect(old.frames).toHaveLength(2);
  });

  it('are warned, recycled and pinged', async () => {
    await restart({ limits: { timing: { connectionMs: 300, warningMs: 150, pingMs: 20 } } });
    const { socket, frames } = await connect();
    let pings = 0;
    socket.on('ping', (data) => {
      if (String(data).startsWith('Ping from')) pings += 1;
    });
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1000);
    expect(frames.map(({ type, reason }) => reason ?? type)).toEqual([
      'hello',
      'warning',
      'refresh_requested',
    ]);
    expect(pings).toBeGreaterThan(2);
  });
});

describe('an envelope', () => {
  it('of a command carries Slack’s fields and takes an answer', async () => {
    const wire = createWireLog();
    await restart({ wire });
    const { frames, ack } = await connect();
    slack.mai.runCommand(general(), '/render', '  a lighthouse ');
    await until(() => frames.length === 2);
    expect(frames[1]).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: {
        command: '/render',
        text: 'a lighthouse',
        user_id: slack.mai.info.id,
        user_name: 'mai',
        channel_id: general(),
        channel_name: 'general',
        team_id: slack.teamId,
        trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
        response_url: expect.stringContaining('/commands/'),
      },
    });
    ack(frames[1], { text: 'Yes' });
    const line = await until(() => slack.mai.messages(general())[0]);
    expect(line).toMatchObject({ text: 'Yes', ephemeral: true, user: slack.botUserId });
    const log = wire.since(0).filter(({ wire: name }) => name === 'slack-socket');
    expect(log.map(({ direction, summary }) => `${direction} ${summary}`)).toEqual([
      'out hello',
      'out /render',
      'in ack',
    ]);
    expect(JSON.stringify(log)).not.toContain('/commands/');
  });

  it('of an event is repeated with a number and a reason, four times in all', async () => {
    await restart({ limits: { timing: { answerMs: 60, retryMs: [0, 20, 20] } } });
    const { frames } = await connect();
    slack.mai.send(general(), 'hello');
    await until(() => slack.state.events()[0]?.state === 'given up');
    const tries = frames.slice(1).map(({ retry_attempt: number, retry_reason: reason }) => [number, reason]);
    expect(tries).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
      [3, 'timeout'],
    ]);
    const ids = new Set(frames.slice(1).map(({ payload }) => (payload as { event_id: string }).event_id));
    expect(ids.size).toBe(1);
  });

  it('answered twice, late or with nonsense does no harm', async () => {
    const { socket, frames, ack } = await connect();
    socket.send('not json');
    socket.send('{"envelope_id": 7}');
    ack({ type: '', envelope_id: 'never-sent' }, { text: 'x' });
    slack.mai.runCommand(general(), '/render', 'x');
    await until(() => frames.length === 2);
    ack(frames[1], { blocks: [{ type: 'nothing' }] });
    ack(frames[1], { text: 'again' });
    const line = await until(() => slack.mai.messages(general())[0]);
    expect(line.text).toBe('/render failed with the error "invalid_blocks"');
    expect(slack.mai.messages(general())).toHaveLength(1);
  });

  it('that was under way when its connection broke counts as unanswered', async () => {
    const { socket, frames } = await connect();
    slack.mai.runCommand(general(), '/render', 'x');
    await until(() => frames.length === 2);
    socket.terminate();
    const line = await until(() => slack.mai.messages(general())[0]);
    expect(line.text).toBe('/render failed with the error "operation_timeout"');
  });
});

describe('events', () => {
  const types = (frames: Frame[]) =>
    frames.flatMap(({ payload }) => {
      const event = (payload as { event?: { type: string; subtype?: string } })?.event;
      return event ? [[event.type, event.subtype].filter(Boolean).join(' ')] : [];
    });

  it('are those the app subscribed to, from where its bot is', async () => {
    const { socket, frames } = await connect();
    socket.on('message', (data) => {
      const { envelope_id: id } = JSON.parse(String(data)) as Frame;
      if (id) socket.send(JSON.stringify({ envelope_id: id }));
    });
    const random = slack.channels.random ?? '';
    slack.mai.send(random, 'unheard');
    slack.mai.inviteBot(random);
    const { ts } = slack.mai.send(random, 'heard');
    slack.mai.edit(ts, 'changed');
    slack.mai.react(ts, 'thumbsup');
    slack.mai.pin(ts);
    slack.mai.remove(ts);
    slack.noor.archive(random);
    await until(() => types(frames).includes('channel_archive'));
    expect(types(frames)).toEqual([
      'member_joined_channel',
      'message channel_join',
      'message',
      'message message_changed',
      'reaction_added',
      // Pinning is not among the events of the manifest.
      'message message_deleted',
      'message channel_archive',
      'channel_archive',
    ]);
    const reaction = frames.find((frame) => JSON.stringify(frame).includes('reaction_added'));
    expect(reaction?.payload).toMatchObject({
      type: 'event_callback',
      event: { reaction: '+1', item: { type: 'message', channel: random, ts } },
      authorizations: [{ user_id: slack.botUserId, is_bot: true }],
    });
  });
});
