/**
 * What it costs that nothing accepted can be lost: the whole way of accepting a render (record, lists, what the post
 * is owed, the queue) on a Redis that writes to the disk before it answers (`appendfsync always`) against one that
 * does so every second.
 */
import { newJobId } from '../core/ids.ts';
import { startTestCore } from '../test/support/core.ts';
import { mai, testJob } from '../test/support/jobs.ts';
import { startLastingRedis } from '../test/support/redis.ts';
import { ms, percentile, print, ratio } from './figures.ts';

const alone = 200;
const together = 1000;
const atOnce = 100;

async function measure(appendfsync: 'always' | 'everysec') {
  const test = await startTestCore(await startLastingRedis(appendfsync));
  const { core } = test;
  async function accept(): Promise<number> {
    const startedAt = performance.now();
    const job = testJob({ id: newJobId() });
    await core.jobs.create(job, job.id);
    await core.queue.add(job.id, mai);
    return performance.now() - startedAt;
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, accept));
    const waits: number[] = [];
    for (let n = 0; n < alone; n += 1) waits.push(await accept());
    const startedAt = performance.now();
    for (let n = 0; n < together; n += atOnce) await Promise.all(Array.from({ length: atOnce }, accept));
    return { waits, perSecond: (together / (performance.now() - startedAt)) * 1000 };
  } finally {
    await test.close();
  }
}

export async function benchDurability(): Promise<void> {
  const everysec = await measure('everysec');
  const always = await measure('always');
  const line = (share: number) => {
    const [base, value] = [percentile(everysec.waits, share), percentile(always.waits, share)];
    return `${ms(base)} every second, ${ms(value)} always  ${ratio(value, base)}`;
  };
  print('Accepting a render, written to the disk every second or before the answer (appendfsync)', {
    'one at a time, p50': line(0.5),
    'one at a time, p99': line(0.99),
    [`${atOnce} at once`]: `${Math.round(everysec.perSecond)}/s every second, ${Math.round(always.perSecond)}/s always  ${ratio(everysec.perSecond, always.perSecond)} the time`,
  });
}
