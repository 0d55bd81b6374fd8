/** The real Bolt behind signed HTTP, and a bare server in its place where Bolt would hide what is sent. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../core/ports.ts';
import { until } from '../../support/until.ts';
import { buttons, section, startTestSlack, type TestSlack } from './support.ts';

const SECRET = 'a signing secret of a test';
let slack: TestSlack;
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const run of undo.splice(0).reverse()) await run();
});

const general = () => slack.channels.general ?? '';

async function startBolt(register: (app: App) => void, signingSecret = SECRET): Promise<App> {
  const port = await freePort();
  const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  slack = await startTestSlack({
    http: { eventsUrl, signingSecret: SECRET },
    limits: { timing: { retryMs: [0, 20, 20] } },
  });
  undo.push(slack.close);
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver = new HTTPReceiver({ signingSecret, port, logLevel: LogLevel.ERROR });
  const app = new App({ token: slack.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR });
  register(app);
  await app.start({ port, host: '127.0.0.1' });
  undo.push(() => app.stop());
  return app;
}

describe('Bolt over HTTP', () => {
  it('is verified, and gets commands, buttons, forms and events', async () => {
    const heard: string[] = [];
    await startBolt((app) => {
      app.command('/render', async ({ ack, command, say }) => {
        await ack(`Working on ${command.text}`);
        await say({ text: 'A post', blocks: [section('A post'), buttons('again')] });
      });
      app.action('again', async ({ ack, body, client }) => {
        await ack();
        if (body.type !== 'block_actions') return;
        const view = {
          type: 'modal' as const,
          callback_id: 'form',
          title: { type: 'plain_text' as const, text: 'Sure?' },
          submit: { type: 'plain_text' as const, text: 'Yes' },
          blocks: [section('Again')],
        };
        await client.views.open({ trigger_id: body.trigger_id, view });
      });
      app.view('form', async ({ ack }) => {
        await ack({ response_action: 'clear' });
        heard.push('form');
      });
      app.event('reaction_added', async ({ event }) => void heard.push(event.reaction));
    });
    expect(await slack.verifyEventsUrl()).toBe(true);
    slack.mai.runCommand(general(), '/render', 'a lighthouse');
    await until(() => slack.mai.messages(general()).length === 2);
    const texts = slack.mai.messages(general()).map(({ text }) => text);
    expect(texts.sort()).toEqual(['A post', 'Working on a lighthouse']);
    const post = slack.mai.messages(general()).find(({ text }) => text === 'A post');
    slack.mai.press(post?.ts ?? '', 'again');
    const view = await until(() => slack.mai.views()[0]);
    slack.mai.submitView(view.id);
    slack.mai.react(post?.ts ?? '', 'star');
    await until(() => heard.length === 2 && slack.mai.views().length === 0);
    expect(heard.sort()).toEqual(['form', 'star']);
  });

  it('is sent nothing when it does not know the secret', async () => {
    await startBolt((app) => app.command('/render', ({ ack }) => ack('never')), 'another secret');
    slack.mai.runCommand(general(), '/render', 'x');
    const line = await until(() => slack.mai.messages(general())[0]);
    expect(line.text).toBe('/render failed with the error "dispatch_failed"');
    expect(await slack.verifyEventsUrl()).toBe(false);
  });

  it('has no Socket Mode', async () => {
    await startBolt(() => {});
    const { url } = (await (
      await fetch(`${slack.apiUrl}apps.connections.open`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.appToken}` },
      })
    ).json()) as { url: string };
    const socket = new WebSocket(url);
    const [first] = await once(socket, 'message').then(([event]) => [
      JSON.parse((event as MessageEvent).data),
    ]);
    expect(first).toMatchObject({ type: 'disconnect', reason: 'link_disabled' });
    await once(socket, 'close');
  });
});

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers with each of the given statuses in turn, then 200. */
async function startBare(...statuses: (number | 'never')[]): Promise<Received[]> {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (body.includes('url_verification')) {
      response.end((JSON.parse(body) as { challenge: string }).challenge);
      return;
    }
    received.push({ headers: request.headers, body });
    const status = statuses.shift() ?? 200;
    if (status === 'never') return;
    response.statusCode = status;
    if (response.statusCode === 410) response.setHeader('x-slack-no-retry', '1');
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  slack = await startTestSlack({
    http: { eventsUrl: `http://127.0.0.1:${port}/`, signingSecret: SECRET },
    limits: { timing: { answerMs: 1000, retryMs: [0, 20, 20] } },
  });
  undo.push(async () => {
    await slack.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return received;
}

describe('what is sent over HTTP', () => {
  it('is signed, and an event is tried four times in all', async () => {
    const received = await startBare(500, 404, 503, 500);
    slack.mai.send(general(), 'hello');
    await until(() => slack.state.events()[0]?.state === 'given up');
    expect(received).toHaveLength(4);
    const ids = received.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id);
    expect(new Set(ids).size).toBe(1);
    expect(received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(received[1]?.headers['x-slack-retry-reason']).toBe('http_error');
    for (const { headers, body } of received) {
      const signed = `v0:${String(headers['x-slack-request-timestamp'])}:${body}`;
      const signature = createHmac('sha256', SECRET).update(signed).digest('hex');
      expect(headers['x-slack-signature']).toBe(`v0=${signature}`);
    }
  });

  it('is not repeated for an app that asks for that', async () => {
    const received = await startBare(410);
    slack.mai.send(general(), 'hello');
    await until(() => slack.state.events()[0]?.state === 'given up');
    expect(received).toHaveLength(1);
  });

  it('that takes too long has failed', async () => {
    const received = await startBare('never');
    slack.mai.runCommand(general(), '/render', 'x');
    const line = await until(() => slack.mai.messages(general())[0]);
    expect(line.text).toBe('/render failed with the error "operation_timeout"');
    expect(received).toHaveLength(1);
  });

  it('has the shape of a form for commands, and its failures are told apart', async () => {
    const received = await startBare(404, 500);
    slack.mai.runCommand(general(), '/render', 'a & b');
    await until(() => slack.mai.messages(general()).length === 1);
    slack.mai.runCommand(general(), '/render', 'c');
    await until(() => slack.mai.messages(general()).length === 2);
    const form = Object.fromEntries(new URLSearchParams(received[0]?.body));
    expect(form).toMatchObject({
      command: '/render',
      text: 'a & b',
      channel_name: 'general',
      user_name: 'mai',
      is_enterprise_install: 'false',
    });
    expect(slack.mai.messages(general()).map(({ text }) => text)).toEqual([
      '/render failed with the error "http_client_error"',
      '/render failed with the error "http_service_error"',
    ]);
  });
});
