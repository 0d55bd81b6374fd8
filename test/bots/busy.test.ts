/** Fifty renders run in one channel: no limit is run into, nobody is left out, and results do not wait for progress. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBusyChannel } from '../support/busy.ts';
import { openDiscordChannel, openSlackChannel } from '../support/busy-places.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { until } from '../support/until.ts';

const count = 50;
let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());

it.each([
  ['Discord, by the bot’s own token', openDiscordChannel],
  ['Slack, one budget for the workspace', openSlackChannel],
])(
  '%s',
  async (_, open) => {
    const channel = await open(test.core.media);
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
      expect(channel.limited(), 'answers that said wait').toBe(0);
    } finally {
      await busy.close();
      await channel.close();
    }
  },
  90_000,
);
