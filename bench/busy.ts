/** Fifty renders running in one channel: what their posts get within the platform's limits. Time goes ten times faster. */
import type { MediaStore } from '../core/media.ts';
import { speed, startBusyChannel } from '../test/support/busy.ts';
import { type BusyPlace, openDiscordChannel, openSlackChannel } from '../test/support/busy-places.ts';
import { startTestCore } from '../test/support/core.ts';
import { percentile, print } from './figures.ts';

const count = 50;
const minutes = 4;
const finals = 10;

export async function benchBusy(): Promise<void> {
  await measure('Discord, by the bot’s own token', openDiscordChannel);
  await measure('Slack', openSlackChannel);
}

async function measure(name: string, open: (media: MediaStore) => Promise<BusyPlace>): Promise<void> {
  const test = await startTestCore();
  const channel = await open(test.core.media);
  const busy = await startBusyChannel({ core: test.core, count, ...channel });
  const startedAt = channel.now();
  try {
    await new Promise((resolve) => setTimeout(resolve, (minutes * 60_000) / speed));
    const until = channel.now();
    /** At every moment, how old what each post shows is. */
    const ages: number[] = [];
    const shares: number[] = [];
    for (const job of busy.jobs) {
      const message = busy.messageOf(job);
      const times = busy.edits.filter((edit) => edit.message === message).map(({ at }) => at);
      shares.push(times.length);
      for (let at = startedAt; at < until; at += 1000)
        ages.push(at - (times.findLast((time) => time <= at) ?? startedAt));
    }
    const made = busy.edits.length;
    const single: number[] = [];
    for (const job of busy.jobs.slice(0, finals)) single.push(await busy.finish(job));
    const together = await Promise.all(busy.jobs.slice(finals, 2 * finals).map(busy.finish));
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
    print(`${count} renders running in one channel, ${minutes} minutes: ${name}`, {
      'progress edits': `${(made / minutes).toFixed(0)} a minute; the least served post got ${Math.min(...shares)}, the most ${Math.max(...shares)}`,
      'answers that said wait (429)': String(channel.limited()),
      'age of what a post shows': `p50 ${seconds(percentile(ages, 0.5))}, p99 ${seconds(percentile(ages, 0.99))}`,
      'delay of a result': `p50 ${seconds(percentile(single, 0.5))}, p99 ${seconds(percentile(single, 0.99))}`,
      [`delay of ${finals} results at once`]: `p50 ${seconds(percentile(together, 0.5))}, p99 ${seconds(percentile(together, 0.99))}`,
    });
  } finally {
    await busy.close();
    await channel.close();
    await test.close();
  }
}
