/** One platform's outage at the start holds up nobody else, and passes; a refusal ends the start. */
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { bringUp } from '../../bots/bring-up.ts';
import { connectDiscord } from '../../bots/discord/connect.ts';
import { connectSlack } from '../../bots/slack/connect.ts';
import { slackManifest } from '../../bots/slack/manifest.ts';
import { commands } from '../../commands/registry.ts';
import { PassingError, SettingsError } from '../../core/errors.ts';
import { type DiscordServer, startDiscord } from '../../playground/discord/server.ts';
import { type SlackServer, startSlack } from '../../playground/slack/server.ts';
import { until } from '../support/until.ts';
import { memoryMedia } from './slack/support.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Line {
  level: number;
  msg: string;
  waitMs?: number;
}

function keptLog() {
  const lines: Line[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { lines, log, says: (words: RegExp) => lines.find(({ msg }) => words.test(msg)) };
}

function up(start: Parameters<typeof bringUp>[0]['start'], firstPauseMs = 20) {
  const kept = keptLog();
  const one = bringUp({ name: 'Discord', host: 'discord.test', start, log: kept.log, firstPauseMs });
  closing.push(one.close);
  return { ...one, ...kept };
}

const bot = () => ({ chat: { trouble: () => null }, close: async () => {} });
const handlers = { handle: async () => {}, suggest: async () => [] };

async function atDiscord(trouble: (discord: DiscordServer) => unknown) {
  const discord = await startDiscord({ limits: { timing: { identifyMs: 0 } } });
  closing.push(discord.close);
  trouble(discord);
  return up(async () => {
    const { token, apiUrl } = discord;
    const log = pino({ level: 'silent' });
    const chat = await connectDiscord({ token, apiUrl, commands, handlers, media: memoryMedia(), log });
    return { chat, close: chat.close };
  });
}

async function atSlack(trouble: (slack: SlackServer) => unknown) {
  const slack = await startSlack({ manifest: slackManifest(commands) });
  closing.push(slack.close);
  trouble(slack);
  return up(async () => {
    const { botToken, appToken, apiUrl } = slack;
    const mode = { kind: 'socket' as const, appToken };
    const log = pino({ level: 'silent' });
    const chat = await connectSlack({
      botToken,
      mode,
      apiUrl,
      commands,
      handlers,
      media: memoryMedia(),
      log,
    });
    return { chat, close: chat.close };
  });
}

const outages: [string, () => ReturnType<typeof up> | Promise<ReturnType<typeof up>>, RegExp][] = [
  [
    'Discord that answers 503',
    // discord.js itself asks four times.
    () => atDiscord(({ faults }) => faults.failNext(/GET .*gateway/, 503, undefined, 5)),
    /^Discord is out of reach at http.*\(.*\); if it stays so, check the network and DISCORD_API_URL; it is tried/,
  ],
  [
    'Discord that does not take our commands',
    () => atDiscord(({ faults }) => faults.failNext(/GET .*commands/, 500, undefined, 5)),
    /^Discord is out of reach/,
  ],
  [
    'Slack that answers 500',
    () => atSlack(({ faults }) => faults.failNext('auth.test', { status: 500 }, 2)),
    /^Slack is out of reach at http.*\(.*\); if it stays so, check the network and SLACK_API_URL; it is tried again/,
  ],
  [
    'Slack that says that it is asked too often',
    () => atSlack(({ faults }) => faults.rateLimitNext('auth.test', 1, 2)),
    /^Slack is out of reach/,
  ],
  [
    'Slack that says that it has an error',
    () => atSlack(({ faults }) => faults.failNext('auth.test', { error: 'internal_error' }, 2)),
    /^Slack is out of reach/,
  ],
  [
    'Slack that gives us no connection',
    () => atSlack(({ faults }) => faults.failNext('apps.connections.open', { status: 503 }, 2)),
    /^Slack is out of reach/,
  ],
];

it.each(outages)('%s is tried again until it works', async (_what, begin, sentence) => {
  const one = await begin();
  expect(one.trouble()).toMatch(/not connected yet/);
  await one.tried;
  expect(one.trouble()).toMatch(/is not connected: .* is out of reach/);
  await until(() => one.trouble() === null, { what: 'the connection' });
  expect(one.says(sentence)).toMatchObject({ level: 40 });
  expect(one.says(/^Discord is connected at discord\.test$/)).toBeDefined();
});

it('waits longer after each failure, and never longer than a day of tries allows', async () => {
  let tries = 0;
  const one = up(async () => {
    tries += 1;
    if (tries < 4) throw new PassingError('away');
    return bot();
  }, 5);
  await until(() => one.trouble() === null);
  expect(one.lines.flatMap(({ waitMs }) => waitMs ?? [])).toEqual([5, 10, 20]);
  const far = up(() => Promise.reject(new PassingError('away')), 1e9);
  await far.tried;
  expect(far.lines.map(({ waitMs }) => waitMs)).toEqual([90_000]);
});

it('a refusal at the first try ends the start with its sentence', async () => {
  const one = up(() => Promise.reject(new SettingsError('DISCORD_TOKEN was refused')));
  await expect(one.tried).rejects.toThrow('DISCORD_TOKEN was refused');
});

it('a refusal after an outage is said as an error, and tried again: the others work', async () => {
  let tries = 0;
  const one = up(async () => {
    tries += 1;
    if (tries === 1) throw new PassingError('away');
    if (tries === 2) throw new SettingsError('DISCORD_TOKEN was refused');
    return bot();
  });
  await one.tried;
  await until(() => one.trouble() === null);
  expect(one.says(/DISCORD_TOKEN was refused/)).toMatchObject({ level: 50 });
});

it('closed while it tries, it lets go of what it gets then, and tries no more', async () => {
  let tries = 0;
  const away = up(() => {
    tries += 1;
    return Promise.reject(new PassingError('away'));
  }, 30);
  await away.tried;
  await away.close();
  await away.ended;
  expect(tries).toBe(1);

  const gate = Promise.withResolvers<ReturnType<typeof bot>>();
  const closed: string[] = [];
  const slow = up(() => gate.promise);
  await slow.close();
  gate.resolve({ ...bot(), close: async () => void closed.push('yes') });
  await slow.ended;
  expect(closed).toHaveLength(1);
});
