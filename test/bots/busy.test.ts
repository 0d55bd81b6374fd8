/** Fifty renders run in one channel: no limit is run into, nobody is left out, and results do not wait for progress. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDiscord } from '../../bots/discord/connect.ts';
import { createLog } from '../../core/log.ts';
import { startDiscord } from '../../playground/discord/server.ts';
import { createWireLog } from '../../playground/wire.ts';
import { fastClock, speed, startBusyChannel } from '../support/busy.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { until } from '../support/until.ts';
import { channelOf, startTeam } from './slack/support.ts';

const count = 50;
const log = createLog('test', 'silent');
let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());

async function discordChannel() {
  const wire = createWireLog();
  const now = fastClock();
  // What Discord is seen to allow, in the same faster time; making 50 posts is not what is looked at here.
  const edits = { limit: 5, perMs: 5000 / speed };
  const buckets = { 'message-edit': edits, 'message-create': { limit: 1000, perMs: 1000 } };
  const discord = await startDiscord({
    now,
    wire,
    limits: { timing: { identifyMs: 0 }, rates: { buckets } },
  });
  const chat = await connectDiscord({
    token: discord.token,
    apiUrl: discord.apiUrl,
    commands: [],
    handlers: { handle: async () => {}, suggest: () => [] },
    media: test.core.media,
    log,
    now,
  });
  const place = {
    platform: 'discord' as const,
    space: discord.guildId,
    channel: discord.channels.general ?? '',
  };
  return {
    chat,
    place,
    now,
    wire,
    async close() {
      await chat.close();
      await discord.close();
    },
  };
}

async function slackChannel() {
  const wire = createWireLog();
  const now = fastClock();
  const team = await startTeam({
    now,
    wire,
    limits: { rates: { 3: { limit: 50, perMs: 60_000 / speed } } },
  });
  const place = {
    platform: 'slack' as const,
    space: team.slack.teamId,
    channel: channelOf(team, 'general'),
  };
  return { chat: team.chat, place, now, wire, close: team.close };
}

it.each([
  ['Discord, by the bot’s own token', discordChannel],
  ['Slack, one budget for the workspace', slackChannel],
])(
  '%s',
  async (_, open) => {
    const channel = await open();
    let limited = 0;
    channel.wire.listen(({ status }) => {
      if (status === 429) limited += 1;
    });
    const busy = await startBusyChannel({ core: test.core, count, ...channel });
    try {
      const timesOf = (job: (typeof busy.jobs)[number]) =>
        busy.edits.filter(({ message }) => message === busy.messageOf(job)).length;
      await until(() => busy.jobs.every((job) => timesOf(job) >= 1), {
        within: 40_000,
        what: 'an edit of each',
      });
      const times = busy.jobs.map(timesOf);
      expect(Math.max(...times) - Math.min(...times), 'shares').toBeLessThanOrEqual(2);

      const before = busy.edits.length;
      await Promise.all(busy.jobs.slice(0, 5).map(busy.finish));
      // Results go past progress: while five were shown, hardly anything else was.
      const between = busy.edits.slice(before).filter(({ urgency }) => urgency === 'progress').length;
      expect(between).toBeLessThan(count / 2);
      expect(limited, 'answers that said wait').toBe(0);
    } finally {
      await busy.close();
      await channel.close();
    }
  },
  90_000,
);
