/** Jobs that are called off, wherever they are. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { linesOf, toldOf } from '../support/failure.ts';
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

test('a job called off before a worker took it is never submitted', async () => {
  const asked = await bench.ask(workflowOf(sampled(1)));
  await bench.callOff(asked);
  await bench.work();
  const cancelled = await bench.reaches(asked, 'cancelled');
  expect(cancelled.prompt).toBeUndefined();
  expect(cancelled.finishedAt).toBeDefined();
  expect(bench.comfy.history.size).toBe(0);
});

test('one that waits at the backend is taken out of its queue', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 1 });
  await bench.work();
  const first = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const second = await bench.ask(workflowOf(sampled(2)));
  await until(() => comfy.queue.pending.length === 1);
  await bench.callOff(second);
  await bench.reaches(second, 'cancelled');
  expect(comfy.queue.pending).toHaveLength(0);
  hold.release();
  await bench.reaches(first, 'done');
  expect(comfy.history.size).toBe(1);
});

test('one that runs is interrupted, and only that one', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const first = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const second = await bench.ask(workflowOf(sampled(2)));
  const running = await bench.reaches(first, 'running');
  await bench.callOff(first);
  await bench.called('POST /interrupt');
  hold.release();
  const cancelled = await bench.reaches(first, 'cancelled');
  expect(cancelled.outputs).toEqual([]);
  expect(comfy.history.get(running.prompt?.id ?? '')?.status.messages.at(-1)?.[0]).toBe(
    'execution_interrupted',
  );
  await bench.reaches(second, 'done');
});

test('one that had made a picture by then is done, not cancelled', async () => {
  const { comfy } = bench;
  // The second picture is made from the saved first one.
  const graph = {
    '1': node('EmptyImage', { width: 64, height: 64, batch_size: 1, color: 255 }),
    '2': node('SaveImage', { images: ['1', 0], filename_prefix: 'x' }, 'First'),
    '3': node('ImageInvert', { image: ['2', 0] }),
    '4': node('SaveImage', { images: ['3', 0], filename_prefix: 'x' }, 'Second'),
  };
  const hold = comfy.faults.hold({ node: '3' });
  await bench.work();
  const asked = await bench.ask(workflowOf(graph));
  await hold.reached;
  await bench.reaches(asked, 'running');
  await bench.callOff(asked);
  await bench.called('POST /interrupt');
  hold.release();
  const done = await bench.reaches(asked, 'done');
  expect(done.outputs.map(({ title }) => title)).toEqual(['First']);
  expect(linesOf(done.warnings).join()).toContain('Not everything was made.');
});

test('a cancel that comes when the run is over changes nothing', async () => {
  const { comfy } = bench;
  comfy.faults.historyDelayMs = 400;
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1, { steps: 1 })));
  const { prompt } = await bench.reaches(asked, 'running');
  await until(() => prompt && comfy.queue.running?.id === prompt.id);
  await until(async () => (await bench.core.progress.get(asked.id))?.fraction === 1);
  await bench.callOff(asked);
  const done = await bench.reaches(asked, 'done');
  expect(done.outputs).toHaveLength(1);
  expect(done.cancelAsked).toBeDefined();
});

test('the signal may be lost: the record is looked at too', async () => {
  const hold = bench.comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  await bench.core.jobs.update(asked.id, (job) => ({
    ...job,
    cancelAsked: { by: job.owner, at: Date.now() },
  }));
  await bench.called('POST /interrupt');
  hold.release();
  await bench.reaches(asked, 'cancelled');
});

test('somebody else stopping it at the server is told as that', async () => {
  const hold = bench.comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  await fetch(`${bench.comfy.url}/interrupt`, { method: 'POST' });
  hold.release();
  const failed = await bench.reaches(asked, 'failed');
  expect(toldOf(failed.failure).message).toBe('It was stopped at the ComfyUI server.');
});

test('one whose server went away for good is cancelled all the same', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  await bench.reaches(asked, 'running');
  await comfy.stop();
  hold.release();
  await bench.callOff(asked);
  await bench.reaches(asked, 'cancelled');
  await bench.ends(asked);
});

test('one that does not let itself be interrupted is left to itself, and no other is stopped for it', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work([comfy], { cancelMs: 300 });
  const first = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const second = await bench.ask(workflowOf(sampled(2)));
  await bench.reaches(first, 'running');
  await bench.callOff(first);
  const cancelled = await bench.reaches(first, 'cancelled');
  expect(comfy.queue.running?.id).toBe(cancelled.prompt?.id);
  hold.release();
  await bench.reaches(second, 'done');
  expect(comfy.history.get(cancelled.prompt?.id ?? '')?.status.completed).toBe(false);
});

test('one that was out of memory and waits for that to be freed is cancelled', async () => {
  const { comfy } = bench;
  comfy.faults.raise({ node: '5', step: 2 });
  const hold = comfy.faults.hold({ node: '5', step: 3 });
  await bench.work();
  const first = await bench.ask(workflowOf(sampled(1)));
  const second = await bench.ask(workflowOf(sampled(2)));
  await hold.reached;
  await bench.called('POST /free');
  await bench.callOff(first);
  await bench.reaches(first, 'cancelled');
  hold.release();
  await bench.reaches(second, 'done');
  expect(comfy.history.size).toBe(2);
});
