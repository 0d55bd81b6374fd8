/** Renders of a paused space: held back, in turn, without a try counted; those of others go on. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { noor } from '../support/jobs.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench } from './bench.ts';
import { sampled, workflowOf } from './graphs.ts';

let redis: TestRedis;
let bench: Bench;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  bench = await openBench(redis.url);
});
afterEach(() => bench.close());

const here = { platform: 'discord', space: '200', channel: '300' } as const;
const elsewhere = { ...here, space: '201' };

test('what waits is held back until it may go on, and others are not held up', async () => {
  const { core } = bench;
  await core.pauses.begin(here, noor);
  // So long that only the word to go on can end it.
  await bench.work(undefined, { pausedMs: 600_000 });
  const first = await bench.ask(workflowOf(sampled(1)), {}, { place: here });
  const second = await bench.ask(workflowOf(sampled(2)), {}, { place: here });
  const other = await bench.ask(workflowOf(sampled(3)), {}, { place: elsewhere });
  await bench.reaches(other, 'done');
  await until(async () => (await core.redis.scard(`${bench.prefix}:paused:discord:200`)) === 2);
  expect((await bench.read(first)).state).toBe('queued');
  expect(await core.queue.missing([first.id, second.id])).toEqual([]);

  await core.queue.promote(await core.pauses.end(here));
  const done = await bench.reaches(first, 'done');
  expect(done.attempts).toBe(1);
  await bench.reaches(second, 'done');
});

test('what a backend has already goes on', async () => {
  const { core, comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const running = await bench.ask(workflowOf(sampled(1)), {}, { place: here });
  await hold.reached;
  await core.pauses.begin(here, noor);
  hold.release();
  await bench.reaches(running, 'done');
});

test('a pause that ends without anybody having said which jobs it held ends for them all the same', async () => {
  const { core } = bench;
  await core.pauses.begin(here, noor);
  await bench.work();
  const job = await bench.ask(workflowOf(sampled(1)), {}, { place: here });
  await until(async () => (await core.redis.scard(`${bench.prefix}:paused:discord:200`)) === 1);
  await core.pauses.end(here);
  await bench.reaches(job, 'done');
});

test('a held-back job can be cancelled', async () => {
  const { core } = bench;
  await core.pauses.begin(here, noor);
  await bench.work(undefined, { pausedMs: 600_000 });
  const job = await bench.ask(workflowOf(sampled(1)), {}, { place: here });
  await until(async () => (await core.redis.scard(`${bench.prefix}:paused:discord:200`)) === 1);
  await until(() => core.queue.remove(job.id));
});
