/** A ComfyUI that stands still: found, interrupted, passed by; and one that is only slow: left alone. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ComfyUiServer, startComfyUi } from '../../playground/comfyui/server.ts';
import { toldOf } from '../support/failure.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench } from './bench.ts';
import { sampled, workflowOf } from './graphs.ts';

let redis: TestRedis;
let bench: Bench;
let second: ComfyUiServer;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  bench = await openBench(redis.url);
  second = await startComfyUi({ stepMs: 2 });
});
afterEach(async () => {
  await bench.close();
  await second.close();
});

/** As short as a test can wait; the workflow of the tests has never run, so both count. */
const impatient = {
  silentMs: 900,
  loadMs: 900,
  interruptMs: 200,
  idleMs: 300,
  reconcileMs: 50,
  calmMs: 50,
};

const backendsSeen = async () => (await bench.core.workers.all())[0]?.backends ?? [];

test('a run that stands still is interrupted and tried again', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  // The second try may take its time on a busy machine.
  await bench.work([comfy], { ...impatient, silentMs: 2500, loadMs: 2500, interruptMs: 5000 });
  const asked = await bench.ask(workflowOf(sampled(1)));
  await bench.called('POST /interrupt');
  hold.release();
  const done = await bench.reaches(asked, 'done');
  expect(done).toMatchObject({ attempts: 2, mishaps: { hung: 1 } });
});

test('one that cannot be interrupted: its backend says so in /status and gets no jobs until it moves again', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work([comfy], impatient);
  const first = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const behind = await bench.ask(workflowOf(sampled(2)));
  const [seen] = await until(async () => {
    const backends = await backendsSeen();
    return backends[0]?.hung && backends;
  });
  expect(seen).toMatchObject({ reachable: false, trouble: expect.stringContaining('stands still') });
  // Another worker with another server renders both; the one that only waited is not blamed.
  await bench.work([second]);
  const jobs = [await bench.reaches(first, 'done'), await bench.reaches(behind, 'done')];
  expect(jobs.map(({ prompt }) => prompt?.backend)).toEqual([second.url, second.url]);
  expect(jobs.map(({ mishaps }) => mishaps)).toEqual([{ hung: 1 }, undefined]);
  hold.release();
  await until(async () => (await backendsSeen()).every(({ reachable }) => reachable));
});

test('one whose queue does not move although nothing runs is passed by too', async () => {
  const { comfy } = bench;
  comfy.faults.workerDead = true;
  await bench.work([comfy, second], impatient);
  await until(async () => (await backendsSeen()).every(({ reachable }) => reachable));
  const jobs = [await bench.ask(workflowOf(sampled(1))), await bench.ask(workflowOf(sampled(2)))];
  for (const job of jobs) {
    const done = await bench.reaches(job, 'done');
    expect(done.prompt?.backend).toBe(second.url);
    expect(done.mishaps).toBeUndefined();
  }
});

test('a job that stands still wherever it runs fails with that reason', async () => {
  const { comfy } = bench;
  // The second try may take its time on a busy machine.
  await bench.work([comfy], { ...impatient, silentMs: 2500, loadMs: 2500, interruptMs: 5000 });
  const asked = await bench.ask(workflowOf(sampled(1)));
  for (let times = 1; times <= 2; times += 1) {
    const hold = comfy.faults.hold({ node: '5', step: 2 });
    await until(() => bench.asked('POST /interrupt') >= times);
    hold.release();
  }
  const failed = await bench.reaches(asked, 'failed');
  expect(toldOf(failed.failure).message).toBe('ComfyUI stood still 2 times while it rendered this.');
});

test('a model that loads for long is waited for', async () => {
  const { comfy } = bench;
  const loading = comfy.faults.hold({ node: '1' });
  await bench.work([comfy], { ...impatient, loadMs: 60_000 });
  const asked = await bench.ask(workflowOf(sampled(1)));
  await loading.reached;
  const { startedAt = 0 } = await bench.reaches(asked, 'running');
  await until(() => Date.now() - startedAt > 3 * impatient.silentMs);
  expect(bench.asked('POST /interrupt')).toBe(0);
  loading.release();
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(1);
});
