/** The whole bot on Discord's stand-in, with a clock that can be put forward. What workers do, tests write into the records. */
import { onTestFinished } from 'vitest';
import { startBot } from '../../../bots/bot.ts';
import { connectDiscord } from '../../../bots/discord/connect.ts';
import { openLanguages } from '../../../commands/languages.ts';
import { commands } from '../../../commands/registry.ts';
import { createLog } from '../../../core/log.ts';
import type { DiscordMember, SeenMessage } from '../../../playground/discord/member.ts';
import { startDiscord } from '../../../playground/discord/server.ts';
import { startTestCore } from '../../support/core.ts';
import { testDrawing } from '../../support/drawing.ts';
import { textOf } from '../../support/post.ts';
import { until } from '../../support/until.ts';
import { testLibrary, testWildcards } from '../../support/workflows.ts';
import { jobsOf } from './jobs.ts';

const wide = { limit: 10_000, perMs: 1000 };

interface GroundOptions {
  guildOnly?: boolean;
  /** How often messages older than an hour may be edited. */
  oldEdits?: { limit: number; perMs: number };
}

export async function startGround({ guildOnly = false, oldEdits = wide }: GroundOptions = {}) {
  let skipped = 0;
  const now = () => Date.now() + skipped;
  const test = await startTestCore();
  onTestFinished(() => test.close());
  const discord = await startDiscord({
    now,
    limits: {
      timing: { identifyMs: 0, answerMs: 30_000 },
      rates: {
        global: wide,
        buckets: { 'message-create': wide, 'message-edit': wide, webhook: wide },
        oldMessageEdits: oldEdits,
      },
    },
  });
  onTestFinished(() => discord.close());
  const log = createLog('test', process.env.TEST_LOG ?? 'silent', false);
  const tools = {
    core: test.core,
    library: testLibrary(),
    languages: openLanguages(),
    drawing: testDrawing,
    wildcards: testWildcards,
    log,
    now,
    random: () => 0.5,
  };
  async function start() {
    const bot = await startBot({
      commands,
      tools,
      gallery: 'gallery',
      connect: (handlers) =>
        connectDiscord({
          token: discord.token,
          apiUrl: discord.apiUrl,
          ...(guildOnly && { guildId: discord.guildId }),
          commands,
          handlers,
          media: test.core.media,
          log,
          now,
        }),
    });
    onTestFinished(() => bot.close());
    return bot;
  }
  const bot = await start();
  const member = (name: string) => discord.member(discord.members[name] ?? name);
  const channel = (name: string) => discord.channels[name] ?? `no channel ${name}`;
  const said = (message: SeenMessage | undefined) => (message ? textOf(message) : '');
  const ours = (person: DiscordMember, where: string) =>
    person.messages(where, { limit: 50 }).filter(({ author }) => author.id === discord.applicationId);
  const dmOf = (person: DiscordMember) => person.guild().channels.find(({ kind }) => kind === 'dm')?.id;
  /** What the bot wrote to somebody directly. */
  const directTo = (person: DiscordMember) => {
    const dm = dmOf(person);
    return dm === undefined ? [] : ours(person, dm);
  };

  return {
    ...jobsOf(test.core, now),
    core: test.core,
    discord,
    bot,
    start,
    now,
    mai: member('Mai'),
    ravi: member('Ravi'),
    noor: member('Noor'),
    channel,
    said,
    ours,
    directTo,
    skip(ms: number): void {
      skipped += ms;
    },
    type(person: DiscordMember, where: string, command: string, options: Record<string, string> = {}): void {
      const [name = '', subcommand] = command.split(' ');
      person.runCommand({
        channelId: where,
        name,
        ...(subcommand && { subcommand }),
        options: Object.entries(options).map(([option, value]) => ({ name: option, value })),
      });
    },
    /** The latest of the bot's messages that says this. */
    sees: (person: DiscordMember, where: string, words: string) =>
      until(() => ours(person, where).findLast((message) => said(message).includes(words)), {
        what: `"${words}" in ${where}`,
        instead: () => JSON.stringify(ours(person, where).map(said)),
      }),
    /** Waits for a direct message that says this. */
    told: (person: DiscordMember, words: string) =>
      until(() => directTo(person).find((message) => said(message).includes(words)), {
        what: `"${words}" in a direct message`,
        instead: () => JSON.stringify(directTo(person).map(said)),
      }),
  };
}
