/** A bot that dies before it has answered: the next one says so, once, and not where a job came of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotOptions, startBot } from '../../bots/bot.ts';
import { connectDiscord } from '../../bots/discord/connect.ts';
import { connectSlack } from '../../bots/slack/connect.ts';
import { slackManifest } from '../../bots/slack/manifest.ts';
import type { Command } from '../../commands/command.ts';
import { openLanguages } from '../../commands/languages.ts';
import { commands as all } from '../../commands/registry.ts';
import { noWildcards } from '../../core/dynamic/wildcards.ts';
import { type Library, openLibrary } from '../../core/library.ts';
import { createLog } from '../../core/log.ts';
import { type DiscordServer, startDiscord } from '../../playground/discord/server.ts';
import { type SlackServer, startSlack } from '../../playground/slack/server.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { testDrawing } from '../support/drawing.ts';
import { until } from '../support/until.ts';

const log = createLog('test', 'silent');
const words = 'I was restarted';
const never = () => new Promise<never>(() => {});
let library: Library;
let test: TestCore;
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  test = await startTestCore();
  closing.push(test.close);
  library = await openLibrary('workflows');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Commands of a process that dies while it is at one of them. */
const dyingAt = (moment: 'before' | 'after'): readonly Command[] =>
  all.map((command) => ({
    ...command,
    run: async (given) => {
      if (moment === 'after') await command.run(given);
      return never();
    },
  }));

async function start(connect: BotOptions['connect'], commands: readonly Command[]) {
  const tools = {
    core: test.core,
    library,
    languages: openLanguages(),
    wildcards: noWildcards,
    drawing: testDrawing,
    log,
    now: Date.now,
    random: Math.random,
  };
  const bot = await startBot({ commands, tools, gallery: 'gallery', connect, replacedMs: 50 });
  let open = true;
  const close = async () => {
    if (open) await bot.close();
    open = false;
  };
  closing.push(close);
  return close;
}

const noted = async (platform: 'discord' | 'slack') => (await test.core.unanswered.all(platform)).length;

describe('on Discord', () => {
  let discord: DiscordServer;
  let connect: BotOptions['connect'];
  beforeEach(async () => {
    discord = await startDiscord({ limits: { timing: { identifyMs: 0 } } });
    closing.push(discord.close);
    const { token, apiUrl, guildId } = discord;
    connect = (handlers) =>
      connectDiscord({ token, apiUrl, guildId, commands: all, handlers, media: test.core.media, log });
  });
  const general = () => discord.channels.general ?? '';
  const mai = () => discord.member(discord.members.Mai ?? '');
  const seen = (name: string) => discord.member(discord.members[name] ?? '').messages(general());
  const ask = (name: string, options: { name: string; value: string }[] = []) =>
    mai().runCommand({ channelId: general(), name, options });

  async function leave(
    moment: 'before' | 'after',
    name: string,
    options?: { name: string; value: string }[],
  ) {
    const die = await start(connect, dyingAt(moment));
    ask(name, options);
    await until(() => seen('Mai').some(({ thinking }) => thinking), { what: 'the acknowledgement' });
    await until(async () => (await noted('discord')) === 1);
    return die;
  }

  it('a render of which there is no record: "… is thinking" goes, and its maker is told privately', async () => {
    const die = await leave('before', 'render', [{ name: 'prompt', value: 'a fox' }]);
    await die();
    await start(connect, all);
    await until(() => JSON.stringify(seen('Mai')).includes(words));
    expect(seen('Mai')).toHaveLength(1);
    expect(seen('Mai')[0]).toMatchObject({ ephemeral: true, thinking: false });
    expect(seen('Ravi')).toEqual([]);
    expect(await noted('discord')).toBe(0);
  });

  it('a private answer is given in the place of "… is thinking"', async () => {
    const die = await leave('before', 'queue');
    await die();
    await start(connect, all);
    await until(() => JSON.stringify(seen('Mai')).includes(words));
    expect(seen('Mai')).toMatchObject([{ ephemeral: true, thinking: false }]);
  });

  it('what became a job is told by its post alone', async () => {
    const die = await leave('after', 'render', [{ name: 'prompt', value: 'a fox' }]);
    await until(() => JSON.stringify(seen('Mai')).includes('In the queue'));
    await die();
    await start(connect, all);
    await until(async () => (await noted('discord')) === 0);
    expect(JSON.stringify(seen('Mai'))).not.toContain(words);
    expect(seen('Mai')).toHaveLength(1);
  });

  it('what was answered is not answered again', async () => {
    const die = await leave('before', 'queue');
    const [left] = await test.core.unanswered.all('discord');
    await die();
    const second = await start(connect, all);
    await until(() => JSON.stringify(seen('Mai')).includes(words), { what: 'the word of the second' });
    await second();
    // As if the second had died right after saying it.
    if (left) await test.core.unanswered.note('discord', left);
    const ends = await start(connect, all);
    await until(async () => (await noted('discord')) === 0);
    await ends();
    expect(seen('Mai')).toHaveLength(1);
  });
});

describe('on Slack', () => {
  let slack: SlackServer;
  let connect: BotOptions['connect'];
  beforeEach(async () => {
    slack = await startSlack({ manifest: slackManifest(all) });
    closing.push(slack.close);
    const { botToken, appToken, apiUrl } = slack;
    const mode = { kind: 'socket' as const, appToken };
    connect = (handlers) =>
      connectSlack({ botToken, mode, apiUrl, commands: all, handlers, media: test.core.media, log });
  });
  const general = () => slack.channels.general ?? '';
  const mai = () => slack.member(slack.members.Mai ?? '');
  const seen = (name: string) =>
    slack
      .member(slack.members[name] ?? '')
      .messages(general())
      .filter(({ user }) => user === slack.botUserId);

  it.each([
    ['a command', () => mai().runCommand(general(), '/render', 'a fox')],
    ['a mention', () => mai().mention(general(), 'a fox')],
  ])('%s of which there is no record: its maker is told privately', async (_what, ask) => {
    const die = await start(connect, dyingAt('before'));
    ask();
    await until(async () => (await noted('slack')) === 1);
    await die();
    await start(connect, all);
    await until(() => JSON.stringify(seen('Mai')).includes(words));
    expect(seen('Mai')).toMatchObject([{ ephemeral: true }]);
    expect(seen('Ravi')).toEqual([]);
    expect(await noted('slack')).toBe(0);
  });

  it('what became a job is told by its post alone', async () => {
    const die = await start(connect, dyingAt('after'));
    mai().runCommand(general(), '/render', 'a fox');
    await until(() => JSON.stringify(seen('Mai')).includes('In the queue'));
    expect(await noted('slack')).toBe(1);
    await die();
    await start(connect, all);
    await until(async () => (await noted('slack')) === 0);
    expect(JSON.stringify(seen('Mai'))).not.toContain(words);
  });

  it('is tried again while Slack cannot be reached', async () => {
    const die = await start(connect, dyingAt('before'));
    mai().runCommand(general(), '/render', 'a fox');
    await until(async () => (await noted('slack')) === 1);
    await die();
    slack.faults.failNext(/response_url|chat\.|conversations\./, { status: 503 }, 3);
    await start(connect, all);
    await until(() => JSON.stringify(seen('Mai')).includes(words));
    expect(seen('Mai')).toHaveLength(1);
  });

  it('a gesture that was answered leaves nothing behind', async () => {
    await start(connect, all);
    mai().runCommand(general(), '/queue', '');
    await until(() => seen('Mai').length === 1);
    await until(async () => (await noted('slack')) === 0);
  });
});
