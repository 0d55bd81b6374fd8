/** A Slack team on the whole way: the stand-in and the real bot, on the same queue and worker as everybody else. */

import { startBot } from '../../bots/bot.ts';
import { connectSlack } from '../../bots/slack/connect.ts';
import { slackManifest } from '../../bots/slack/manifest.ts';
import { openLanguages } from '../../commands/languages.ts';
import { commands } from '../../commands/registry.ts';
import { noWildcards } from '../../core/dynamic/wildcards.ts';
import { createLog } from '../../core/log.ts';
import { freePort } from '../../core/ports.ts';
import type { SeenMessage, SlackMember } from '../../playground/slack/member.ts';
import { defaultWorld } from '../../playground/slack/seed.ts';
import { type SlackServer, startSlack } from '../../playground/slack/server.ts';
import { testDrawing } from './drawing.ts';
import type { WholeWay } from './playground.ts';
import { until } from './until.ts';

export interface SlackTeam {
  slack: SlackServer;
  general: string;
  gallery: string;
  as(name: string): SlackMember;
  /** What the bot wrote in a channel, as everybody sees it. */
  posts(channel: string): SeenMessage[];
  /** Waits until a post of the bot says all of this. */
  says(channel: string, ...words: string[]): Promise<SeenMessage>;
  close(): Promise<void>;
}

const fast = { limit: 1000, perMs: 1000 };

export async function joinSlack(
  { test, library }: Pick<WholeWay, 'test' | 'library'>,
  mode: 'socket' | 'http',
): Promise<SlackTeam> {
  const port = await freePort();
  const { signingSecret } = defaultWorld().app;
  const slack = await startSlack({
    manifest: slackManifest(commands),
    limits: { timing: { fileProcessingMs: 60 }, rates: { 2: fast, 3: fast, 4: fast, post: fast } },
    ...(mode === 'http' && {
      http: { eventsUrl: `http://127.0.0.1:${port}/slack/events`, signingSecret },
    }),
  });
  const log = createLog('test', process.env.TEST_LOG ?? 'silent', false);
  const bot = await startBot({
    commands,
    tools: {
      core: test.core,
      library,
      languages: openLanguages(),
      wildcards: noWildcards,
      drawing: testDrawing,
      log,
      now: Date.now,
      random: Math.random,
    },
    gallery: 'gallery',
    connect: (handlers) =>
      connectSlack({
        botToken: slack.botToken,
        mode:
          mode === 'http'
            ? { kind: 'http', signingSecret, port, host: '127.0.0.1' }
            : { kind: 'socket', appToken: slack.appToken },
        apiUrl: slack.apiUrl,
        commands,
        handlers,
        media: test.core.media,
        log,
      }),
  });
  const as = (name: string) => slack.member(slack.members[name] ?? name);
  const posts = (channel: string) =>
    as('Ravi')
      .messages(channel, { limit: 100 })
      .filter(({ user }) => user === slack.botUserId);
  return {
    slack,
    general: slack.channels.general ?? '',
    gallery: slack.channels.gallery ?? '',
    as,
    posts,
    says: (channel, ...words) =>
      until(() => posts(channel).find((post) => words.every((word) => JSON.stringify(post).includes(word))), {
        what: `a post on Slack with ${words.join(' and ')}`,
        within: 20_000,
      }),
    async close() {
      await bot.close();
      await slack.close();
    },
  };
}
