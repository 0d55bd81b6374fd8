/** Runs that end in a mishap: what is tried again, how often, and what the person is told after that. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { StoreTrouble } from '../../core/media/trouble.ts';
import type { Input } from '../../core/workflow.ts';
import { toldOf } from '../support/failure.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench } from './bench.ts';
import { node, sampled, workflowOf } from './graphs.ts';

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

const size: Input = {
  type: 'size',
  width: ['4.width'],
  height: ['4.height'],
  edge: 128,
  multiple: 64,
  default: 'square',
};
const count: Input = { type: 'integer', to: ['4.batch_size'], min: 1, max: 4, default: 1 };

test('out of memory: the memory is freed, and the job is tried once more', async () => {
  const { comfy } = bench;
  comfy.faults.raise({ node: '5', step: 2 });
  await bench.work();
  const done = await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'done');
  expect(done).toMatchObject({ attempts: 2, mishaps: { memory: 1 } });
  expect(bench.asked('POST /free')).toBe(1);
});

test('out of memory again: the person is told what to make smaller', async () => {
  const { comfy } = bench;
  comfy.faults.raise({ node: '5', step: 2 }, undefined, Infinity);
  await bench.work();
  const workflow = workflowOf(sampled(1), { size, count });
  const failed = await bench.reaches(await bench.ask(workflow, { size: 'square', count: 2 }), 'failed');
  expect(toldOf(failed.failure)).toEqual({
    message:
      'The graphics card ran out of memory at "Sampling". Its memory was freed and it was tried once more, in vain.',
    remedy: 'Render it again with a smaller size or fewer pictures at once.',
  });
  expect(failed.attempts).toBe(2);
  const plain = await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'failed');
  expect(toldOf(plain.failure).remedy).toMatch(/^This workflow has no size to choose/);
});

test('memory is only taken for freed when what ran at that time has ended', async () => {
  const { comfy } = bench;
  comfy.faults.raise({ node: '5', step: 2 });
  const hold = comfy.faults.hold({ node: '5', step: 3 });
  await bench.work();
  const first = await bench.ask(workflowOf(sampled(1)));
  // It is the next in line, and begins to run when the first one ends for want of memory.
  const second = await bench.ask(workflowOf(sampled(2)));
  await hold.reached;
  await until(() => bench.asked('POST /free') === 1);
  const { prompt } = await bench.reaches(second, 'running');
  await until(() => bench.asked('GET /queue') > 20);
  expect(comfy.queue).toMatchObject({ pending: [], running: { id: prompt?.id } });
  hold.release();
  await bench.reaches(second, 'done');
  await bench.reaches(first, 'done');
});

test('a job that brings ComfyUI down every time fails once and for all, and takes no other with it', {
  timeout: 60_000,
}, async () => {
  const { comfy } = bench;
  comfy.faults.crash({ node: 'poison' }, { times: Infinity, backAfterMs: 50 });
  await bench.work();
  const poisoned = {
    ...sampled(1),
    poison: node('ImageInvert', { image: ['6', 0] }),
    '7': node('SaveImage', { images: ['poison', 0], filename_prefix: 'x' }),
  };
  const poison = await bench.ask(workflowOf(poisoned));
  const behind = await bench.ask(workflowOf(sampled(2)));
  const failed = await bench.reaches(poison, 'failed', 40_000);
  expect(toldOf(failed.failure)).toEqual({
    message: 'The ComfyUI server went down 3 times while it rendered this.',
    remedy: 'Its log says why; it may run out of memory and be ended for it. A smaller size may help.',
  });
  const done = await bench.reaches(behind, 'done');
  expect(done.mishaps?.died).toBeUndefined();
});

test('a result that the media store does not take is offered again, and not rendered again', async () => {
  const { comfy, core } = bench;
  const { draft } = core.media;
  let refused = 0;
  core.media.draft = async () => {
    refused += 1;
    throw new StoreTrouble('the disk is full');
  };
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  // More often than the queue would try again.
  await until(() => refused >= 7);
  expect((await bench.read(asked)).failure).toBeUndefined();
  core.media.draft = draft;
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(1);
  expect(comfy.history.size).toBe(1);
});
