/** The whole bot on Slack's stand-in, with a clock that can be put forward. What workers do, tests write into the records. */
import { onTestFinished } from 'vitest';
import { startBot } from '../../../bots/bot.ts';
import { connectSlack } from '../../../bots/slack/connect.ts';
import { slackManifest } from '../../../bots/slack/manifest.ts';
import { openLanguages } from '../../../commands/languages.ts';
import { commands } from '../../../commands/registry.ts';
import { createLog } from '../../../core/log.ts';
import type { SeenMessage, SlackMember } from '../../../playground/slack/member.ts';
import { defaultWorld } from '../../../playground/slack/seed.ts';
import { startSlack } from '../../../playground/slack/server.ts';
import { startTestCore } from '../../support/core.ts';
import { testDrawing } from '../../support/drawing.ts';
import { until } from '../../support/until.ts';
import { testLibrary, testWildcards } from '../../support/workflows.ts';
import { wordsOf } from '../slack/support.ts';
import { jobsOf } from './jobs.ts';

const wide = { limit: 10_000, perMs: 1000 };

/** With a private channel, `studio`, in which Mai, Ravi and the bot are. */
function world() {
  const seed = defaultWorld();
  const members = ['Mai', 'Ravi'].flatMap(
    (name) => seed.users.find((one) => one.realName === name)?.id ?? [],
  );
  const memberIds = [...members, seed.app.botUserId];
  seed.channels.push({ id: 'C0STUDIO01', name: 'studio', topic: '', private: true, memberIds });
  return seed;
}

export async function startGround() {
  let skipped = 0;
  const now = () => Date.now() + skipped;
  const test = await startTestCore();
  onTestFinished(() => test.close());
  const slack = await startSlack({
    now,
    world: world(),
    manifest: slackManifest(commands),
    limits: {
      timing: { fileProcessingMs: 20, answerMs: 30_000 },
      rates: { 2: wide, 3: wide, 4: wide, post: wide, workspacePost: wide },
    },
  });
  onTestFinished(() => slack.close());
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
      replacedMs: 0,
      connect: (handlers) =>
        connectSlack({
          botToken: slack.botToken,
          mode: { kind: 'socket', appToken: slack.appToken },
          apiUrl: slack.apiUrl,
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
  const member = (name: string) => slack.member(slack.members[name] ?? name);
  /** That it came or went, Slack itself says. */
  const ofBot = (messages: SeenMessage[]) =>
    messages.filter(({ user, subtype }) => user === slack.botUserId && subtype === undefined);
  const ours = (person: SlackMember, where: string) => ofBot(person.messages(where));
  const directTo = (person: SlackMember) => ours(person, person.openDm().id);
  const saying = (messages: () => SeenMessage[], words: string, where: string) =>
    until(() => messages().findLast((message) => wordsOf(message).includes(words)), {
      what: `"${words}" ${where}`,
      instead: () => JSON.stringify(messages().map(({ blocks }) => blocks)),
      within: 30_000,
    });

  return {
    ...jobsOf(test.core, now),
    core: test.core,
    slack,
    bot,
    start,
    now,
    mai: member('Mai'),
    ravi: member('Ravi'),
    noor: member('Noor'),
    channel: (name: string) => slack.channels[name] ?? `no channel ${name}`,
    ours,
    directTo,
    skip(ms: number): void {
      skipped += ms;
    },
    /** The post of a render that somebody asked for. */
    async asked(person: SlackMember, where: string, words: string): Promise<SeenMessage> {
      person.runCommand(where, '/render', words);
      return saying(() => ours(person, where), words, `in ${where}`);
    },
    /** The latest of the bot's messages that says this. */
    sees: (person: SlackMember, where: string, words: string) =>
      saying(() => ours(person, where), words, `in ${where}`),
    inThread: (person: SlackMember, ts: string, words: string) =>
      saying(() => ofBot(person.thread(ts)), words, `in the thread of ${ts}`),
    /** Waits for a direct message that says this. */
    told: (person: SlackMember, words: string) =>
      saying(() => directTo(person), words, 'in a direct message'),
  };
}
