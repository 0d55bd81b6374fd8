/** Connecting to Slack, what is wrong when it fails, and staying connected. */
import { createServer } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSlack, type SlackOptions } from '../../../bots/slack/connect.ts';
import { slackManifest } from '../../../bots/slack/manifest.ts';
import { commands } from '../../../commands/registry.ts';
import { notice } from '../../../core/card.ts';
import { PassingError, SettingsError } from '../../../core/errors.ts';
import { createLog } from '../../../core/log.ts';
import { freePort } from '../../../core/ports.ts';
import { type SlackServer, startSlack } from '../../../playground/slack/server.ts';
import { until } from '../../support/until.ts';
import { channelOf, memoryMedia, startTeam, type Team } from './support.ts';

let slack: SlackServer | null = null;
let team: Team | null = null;
afterEach(async () => {
  await team?.close();
  await slack?.close();
  team = null;
  slack = null;
});

const base = (server: SlackServer): SlackOptions => ({
  botToken: server.botToken,
  mode: { kind: 'socket', appToken: server.appToken },
  apiUrl: server.apiUrl,
  commands,
  handlers: { handle: async () => {}, suggest: async () => [] },
  media: memoryMedia(),
  log: createLog('test', 'silent'),
});

/** One sentence that names the setting and what to do. */
async function trouble(
  changes: (server: SlackServer) => Partial<SlackOptions>,
  manifest?: unknown,
  kind: typeof SettingsError | typeof PassingError = SettingsError,
) {
  slack = await startSlack({ manifest: manifest ?? slackManifest(commands) });
  const error: unknown = await connectSlack({ ...base(slack), ...changes(slack) }).then(
    (chat) => chat.close(),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(kind);
  const { message } = error as Error;
  expect(message).not.toContain(slack.botToken);
  expect(message).not.toContain(slack.appToken);
  expect(message).not.toMatch(/\n/);
  return message;
}

describe('a wrong setting is named, with its remedy', () => {
  it('SLACK_BOT_TOKEN that Slack refuses', async () => {
    const message = await trouble(() => ({ botToken: 'xoxb-wrong' }));
    expect(message).toMatch(/^SLACK_BOT_TOKEN was refused by Slack \(invalid_auth\); install the app/);
  });
  it('SLACK_BOT_TOKEN that is an app-level token', async () => {
    expect(await trouble(({ appToken }) => ({ botToken: appToken }))).toMatch(/^SLACK_BOT_TOKEN was refused/);
  });
  it('SLACK_BOT_TOKEN of an app that lacks scopes', async () => {
    const manifest = slackManifest(commands);
    const bot = manifest.oauth_config.scopes.bot.filter((scope) => !/^(files:write|users:read)$/.test(scope));
    const message = await trouble(() => ({}), { ...manifest, oauth_config: { scopes: { bot } } });
    expect(message).toMatch(
      /^SLACK_BOT_TOKEN lacks the scopes files:write, users:read; replace the app's manifest/,
    );
  });
  it('SLACK_APP_TOKEN that Slack refuses', async () => {
    const message = await trouble(() => ({ mode: { kind: 'socket', appToken: 'xapp-wrong' } }));
    expect(message).toMatch(
      /^SLACK_APP_TOKEN was refused by Slack \(invalid_auth\); make an app-level token/,
    );
  });
  it('SLACK_API_URL where nobody answers now, which may pass', async () => {
    const port = await freePort();
    const nobody = () => ({ apiUrl: `http://127.0.0.1:${port}/api/` });
    expect(await trouble(nobody, undefined, PassingError)).toMatch(
      /^Slack is out of reach at http:\/\/127\.0\.0\.1:\d+\/api\/ \(.*ECONNREFUSED.*SLACK_API_URL$/,
    );
  });
  it('SLACK_API_URL that is another server', async () => {
    const other = createServer((_, response) => response.end('<html>Hello</html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    try {
      const message = await trouble(() => ({ apiUrl: `http://127.0.0.1:${port}/` }));
      expect(message).toMatch(/^SLACK_API_URL .* is not Slack's API/);
    } finally {
      other.close();
    }
  });
  it('SLACK_HTTP_PORT that is taken', async () => {
    const message = await trouble(({ apiUrl, signingSecret }) => ({
      mode: { kind: 'http', signingSecret, host: '127.0.0.1', port: Number(new URL(apiUrl).port) },
    }));
    expect(message).toMatch(/^SLACK_HTTP_PORT \d+ cannot be listened on at 127\.0\.0\.1.*EADDRINUSE/);
  });
});

describe('HTTP mode', () => {
  beforeEach(async () => {
    team = await startTeam({ mode: 'http', handlers: { handle: async () => {}, suggest: async () => [] } });
  });
  it('answers Slack’s question whose address it is', async () => {
    expect(await team?.slack.verifyEventsUrl()).toBe(true);
  });
});

describe('Socket Mode', () => {
  const connections = () => team?.slack.state.connections().filter(({ isLeaving }) => !isLeaving).length;
  const heard = () => team?.heard.length ?? 0;
  const speak = () => team?.as('Mai').runCommand(channelOf(team, 'general'), '/queue', '');

  beforeEach(async () => {
    team = await startTeam({
      handlers: { handle: async () => {}, suggest: async () => [] },
      limits: { timing: { answerMs: 600 } },
    });
  });

  it('connects again at once when Slack asks for it', async () => {
    team?.slack.faults.askToReconnect('refresh_requested');
    await until(() => connections() === 1, { what: 'the next connection' });
    speak();
    await until(() => heard() === 1);
  });
  it('connects again when the connection breaks, and when Slack is away for a while', async () => {
    team?.slack.faults.refuseConnections(true);
    team?.slack.faults.dropConnections();
    await until(() => connections() === 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    team?.slack.faults.failNext('apps.connections.open', { status: 500 }, 1);
    team?.slack.faults.refuseConnections(false);
    await until(() => connections() === 1, { what: 'the next connection' });
    speak();
    await until(() => heard() === 1);
  });
  it('goes on after a message that the SDK cannot read', async () => {
    team?.slack.faults.deliver('events_api', { type: 'event_callback' });
    team?.slack.faults.deliver('events_api', null);
    speak();
    await until(() => heard() === 1);
    expect(connections()).toBe(1);
  });
  it('does what was told twice only once when its answers get lost', async () => {
    team?.slack.faults.loseAcks(1);
    team?.as('Mai').mention(channelOf(team as Team, 'general'), 'a fox');
    await until(() => team?.slack.state.events().some(({ attempts }) => attempts > 1));
    await until(() => team?.slack.state.events().every(({ state }) => state === 'acknowledged'));
    expect(heard()).toBe(1);
  });
});

describe('a token that is revoked while we run', () => {
  it('is logged with the remedy, and nothing ends because of it', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
    team = await startTeam({ log });
    team.slack.faults.revokeToken();
    await until(() => lines.some((line) => line.includes('set the new SLACK_BOT_TOKEN')));
    const where = { platform: 'slack' as const, channel: channelOf(team, 'general') };
    await expect(
      team.chat.create(where, notice('plain', 'x'), { nonce: 'j-revoked', since: null }),
    ).rejects.toThrow(/SLACK_BOT_TOKEN/);
    expect(lines.join()).not.toContain(team.slack.botToken);
  });
});

describe('in HTTP mode, a request that is not from Slack', () => {
  it('is turned away', async () => {
    slack = await startSlack({ manifest: slackManifest(commands) });
    const port = await freePort();
    const incoming: unknown[] = [];
    const chat = await connectSlack({
      ...base(slack),
      mode: { kind: 'http', signingSecret: slack.signingSecret, port, host: '127.0.0.1' },
      handlers: { handle: async (one) => void incoming.push(one), suggest: async () => [] },
    });
    try {
      const forged = await fetch(`http://127.0.0.1:${port}/slack/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
          'x-slack-signature': `v0=${'0'.repeat(64)}`,
        },
        body: 'command=%2Frender&text=a+fox&user_id=U1&channel_id=C1',
      });
      expect(forged.status).toBe(401);
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
      expect(incoming).toEqual([]);
    } finally {
      await chat.close();
    }
  });
});
