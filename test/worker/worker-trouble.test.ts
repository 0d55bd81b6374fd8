/** Workers that die or stop, and records nobody can read. Nothing is lost, and nothing is made twice. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { UnrecoverableError } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { newJobId } from '../../core/ids.ts';
import { openComfyUi } from '../../worker/comfyui/backend.ts';
import { startWorker } from '../../worker/worker.ts';
import { toldOf } from '../support/failure.ts';
import { testJob } from '../support/jobs.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench, quick } from './bench.ts';
import { node, sampled, workflowOf } from './graphs.ts';

let redis: TestRedis;
let bench: Bench;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  bench = await openBench(redis.url);
});
afterEach(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  children.clear();
  await bench.close();
});

/** A worker in a process of its own, so that it can be killed as a crash would. */
async function spawnWorker(endsAt?: string): Promise<ChildProcess> {
  const script = new URL('./programs/worker.ts', import.meta.url).pathname;
  const { redisUrl, mediaUrl, prefix, comfy } = bench;
  const child = spawn(
    process.execPath,
    [script, JSON.stringify({ redisUrl, mediaUrl, prefix, url: comfy.url, endsAt })],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  children.add(child);
  await Promise.race([once(child, 'message'), once(child, 'exit')]);
  return child;
}

test('a worker is killed in the middle of a run: the next one takes up the same prompt', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const child = await spawnWorker();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const before = await bench.reaches(asked, 'running');
  child.kill('SIGKILL');
  await once(child, 'exit');
  await bench.work();
  // The new worker hears of the running prompt again.
  await until(() => comfy.clients.includes(before.prompt?.id ?? ''));
  const next = comfy.faults.hold({ node: '5', step: 4 });
  hold.release();
  await next.reached;
  await until(async () => (await bench.core.progress.get(asked.id))?.step === 3);
  next.release();
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(1);
  expect(done.prompt?.id).toBe(before.prompt?.id);
  expect(comfy.history.size).toBe(1);
});

test('a job that ends every worker fails with that reason, and those beside it are rendered', {
  timeout: 150_000,
}, async () => {
  const { comfy } = bench;
  const poison = await bench.ask(workflowOf({ ...sampled(1), '8': node('VAEEncode', {}, 'poison') }));
  const beside = await bench.ask(workflowOf(sampled(2, { steps: 30 })));
  const ended = async () => {
    const jobs = await Promise.all([poison, beside].map(bench.read));
    return jobs.every(({ state }) => state === 'failed' || state === 'done') && jobs;
  };
  let workers = 0;
  let child: ChildProcess | null = null;
  const jobs = await until(
    async () => {
      if (!child || child.signalCode !== null) {
        workers += 1;
        child = await spawnWorker('poison');
      }
      return ended();
    },
    { within: 120_000 },
  );
  expect(jobs.map(({ state }) => state)).toEqual(['failed', 'done']);
  expect(toldOf(jobs[0]?.failure).message).toMatch(
    /^The worker ended without a word \d times while it had this in hand\.$/,
  );
  expect(workers).toBeLessThan(8);
  expect(comfy.history.size).toBe(1);
});

test('a prompt that ended while no worker was there is taken from history', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const child = await spawnWorker();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const before = await bench.reaches(asked, 'running');
  child.kill('SIGKILL');
  await once(child, 'exit');
  hold.release();
  await until(() => comfy.history.size === 1);
  await bench.work();
  const done = await bench.reaches(asked, 'done');
  expect(done.prompt?.id).toBe(before.prompt?.id);
  expect(done.outputs).toHaveLength(1);
  expect(comfy.history.size).toBe(1);
});

test('a worker that is told to stop hands its jobs back and leaves the prompt running', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const first = await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const running = await bench.reaches(asked, 'running');
  // The prompt is held: this would never end if it were waited for.
  await first.close();
  const handed = await bench.read(asked);
  expect(handed).toMatchObject({ state: 'queued', prompt: running.prompt });
  expect(comfy.queue.running?.id).toBe(running.prompt?.id);
  expect(await bench.core.workers.all()).toEqual([]);
  hold.release();
  await bench.work();
  const done = await bench.reaches(asked, 'done');
  expect(done.prompt?.id).toBe(running.prompt?.id);
  expect(comfy.history.size).toBe(1);
});

test('a job that was recorded but never queued is found', async () => {
  const workflow = workflowOf(sampled(1));
  const { name, title, version } = workflow;
  const job = testJob({ request: { workflow: { name, title, version }, values: {} } });
  await bench.core.snapshots.save(workflow);
  await bench.core.jobs.create(job);
  await bench.work();
  await bench.reaches(job, 'done');
});

test('entries without a record and records that cannot be read are dropped; the others go on', async () => {
  const { core } = bench;
  const poisoned = newJobId();
  const ghost = newJobId();
  await core.redis.set(`${bench.prefix}:job:${poisoned}`, '{"id": 7}');
  await core.redis.zadd(`${bench.prefix}:jobs:active`, 1, poisoned);
  await core.queue.add(poisoned, testJob().owner);
  await core.queue.add(ghost, testJob().owner);
  await bench.work();
  await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'done');
  await until(async () => !(await core.queue.has(poisoned)) && !(await core.queue.has(ghost)));
  // The repair is not stopped by what it cannot read.
  const workflow = workflowOf(sampled(2));
  const { name, title, version } = workflow;
  const job = testJob({ request: { workflow: { name, title, version }, values: {} } });
  await core.snapshots.save(workflow);
  await core.jobs.create(job);
  await bench.reaches(job, 'done');
});

test('a workflow that is not known any more is told as that', async () => {
  await bench.work();
  const job = testJob({
    request: { workflow: { name: 'gone', title: 'Gone', version: 'never' }, values: {} },
  });
  await bench.core.jobs.create(job);
  await bench.core.queue.add(job.id, job.owner);
  const failed = await bench.reaches(job, 'failed');
  expect(toldOf(failed.failure).message).toContain('The workflow "Gone" is not known any more');
});

test('a job that the queue itself gives up has failed with a report id', async () => {
  const { core } = bench;
  const broken = {
    ...core,
    queue: {
      ...core.queue,
      serving: async () => {
        throw new UnrecoverableError('stalled more than allowed');
      },
    },
  };
  const backends = [openComfyUi({ url: bench.comfy.url })];
  const worker = await startWorker({ core: broken, backends, log: bench.log, timing: quick });
  try {
    const failed = await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'failed');
    expect(failed.failure?.reportId).toMatch(/^[0-9a-f]{8}$/);
  } finally {
    await worker.close();
    await Promise.all(backends.map((backend) => backend.close()));
  }
});

test('a job that ended without its post being told is told again', async () => {
  const job = testJob({ state: 'done', finishedAt: Date.now() });
  await bench.core.jobs.create(job);
  await bench.core.queue.add(job.id, job.owner);
  await bench.work();
  await until(async () => (await bench.deliveries()).includes(job.id));
  await until(async () => !(await bench.core.queue.has(job.id)));
});
