/** Prompts at a server that nobody watches any more, and results that nobody stored. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { installationOf, markOf } from '../../worker/orphans.ts';
import { linesOf } from '../support/failure.ts';
import { type Gate, startGate } from '../support/gate.ts';
import { testJob } from '../support/jobs.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench } from './bench.ts';
import { node, sampled, workflowOf } from './graphs.ts';

let redis: TestRedis;
let bench: Bench;
let gate: Gate;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  bench = await openBench(redis.url);
  gate = await startGate(bench.comfy.url);
});
afterEach(async () => {
  await bench.close();
  await gate.close();
});

let prompts = 0;

/** Submits as a worker does that has died since; `mark` says whose it is. */
async function submit(mark: string | null, seed: number, graph = sampled(seed)): Promise<string> {
  prompts += 1;
  const id = `0b5c8f6e-0000-4000-8000-${String(prompts).padStart(12, '0')}`;
  const body = { prompt: graph, prompt_id: id, client_id: id, extra_data: mark ? { rendezvous: mark } : {} };
  const answer = await fetch(`${bench.comfy.url}/prompt`, { method: 'POST', body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return id;
}

test('what runs and waits for jobs that have ended is taken out, and nobody else’s is touched', async () => {
  const { comfy, core } = bench;
  const installation = await installationOf(core);
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const cancelled = testJob({ state: 'cancelled', finishedAt: Date.now() });
  await core.jobs.create(cancelled);
  const running = await submit(markOf(installation, cancelled.id), 1);
  await hold.reached;
  await submit(markOf(installation, testJob().id), 2);
  const others = [await submit(null, 3), await submit(markOf('elsewhere', cancelled.id), 4)];
  await bench.work();
  await until(() => comfy.queue.pending.length === 2);
  await bench.called('POST /interrupt');
  expect(comfy.queue.pending.map(({ id }) => id)).toEqual(others);
  hold.release();
  await until(() => comfy.history.size === 3);
  expect(comfy.history.get(running)?.status.messages.at(-1)?.[0]).toBe('execution_interrupted');
  for (const id of others) expect(comfy.history.get(id)?.status.completed).toBe(true);
});

test('a result of a prompt that was given up is stored, and the job not rendered again', async () => {
  const { comfy, core } = bench;
  const workflow = workflowOf(sampled(1));
  const { name, title, version } = workflow;
  // It was given up at this server, went to another, and that one is out of reach now.
  const waiting = testJob({
    request: { workflow: { name, title, version }, values: {} },
    attempts: 2,
    prompt: { id: 'there', backend: 'http://127.0.0.1:9', submittedAt: Date.now() },
  });
  const found = await submit(markOf(await installationOf(core), waiting.id), 1);
  await until(() => comfy.history.has(found));
  await core.snapshots.save(workflow);
  await core.jobs.create(waiting);
  await core.queue.add(waiting.id, waiting.owner);
  await bench.work([comfy], { homeMs: 60_000 });
  const done = await bench.reaches(waiting, 'done');
  expect(done).toMatchObject({ attempts: 2, prompt: { id: found, backend: comfy.url } });
  expect(done.outputs).toHaveLength(1);
  expect(comfy.history.size).toBe(1);
});

test('a job cancelled while its server was out of reach is stopped there when that is back', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work([gate], { patienceMs: 100 });
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  await bench.reaches(asked, 'running');
  gate.shut();
  await bench.reaches(asked, 'queued');
  await bench.callOff(asked);
  await bench.reaches(asked, 'cancelled');
  gate.open();
  await bench.called('POST /interrupt');
  hold.release();
  await until(() => comfy.history.size === 1);
});

test('what was left out is told although the worker that was told so died', async () => {
  const { comfy, core } = bench;
  const graph = {
    ...sampled(1),
    '8': node('SaveImage', { filename_prefix: 'y' }, 'Large one'),
  };
  const workflow = workflowOf(graph);
  const { name, title, version } = workflow;
  const job = testJob({ request: { workflow: { name, title, version }, values: {} }, attempts: 1 });
  await core.snapshots.save(workflow);
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const id = await submit(markOf(await installationOf(core), job.id), 1, graph);
  await hold.reached;
  await core.jobs.create({
    ...job,
    state: 'submitted',
    prompt: { id, backend: comfy.url, submittedAt: Date.now() },
  });
  await core.queue.add(job.id, job.owner);
  await bench.work();
  await bench.reaches(job, 'running');
  hold.release();
  const done = await bench.reaches(job, 'done');
  expect(linesOf(done.warnings)).toEqual(['"Large one" was left out. ComfyUI did not accept it.']);
  expect(done.attempts).toBe(1);
});
