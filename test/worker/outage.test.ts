/** A server that is out of reach for a while, and goes on meanwhile. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ComfyUiServer, startComfyUi } from '../../playground/comfyui/server.ts';
import { type Gate, startGate } from '../support/gate.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench } from './bench.ts';
import { sampled, workflowOf } from './graphs.ts';

let redis: TestRedis;
let bench: Bench;
let gate: Gate;
let second: ComfyUiServer;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  bench = await openBench(redis.url);
  gate = await startGate(bench.comfy.url);
  second = await startComfyUi({ stepMs: 2 });
});
afterEach(async () => {
  await bench.close();
  await gate.close();
  await second.close();
});

const usable = async () =>
  (await bench.core.workers.all())
    .flatMap(({ backends }) => backends)
    .filter(({ reachable }) => reachable)
    .map(({ name }) => name);

test('a short outage of one server while another answers costs no second render', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work([gate], { patienceMs: 100, homeMs: 60_000 });
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const { prompt } = await bench.reaches(asked, 'running');
  gate.shut();
  await bench.reaches(asked, 'queued');
  // Neither this worker's other server nor another worker's takes it.
  await bench.work([second], { homeMs: 60_000 });
  await until(async () => (await usable()).includes(second.url));
  await bench.reaches(await bench.ask(workflowOf(sampled(2))), 'done');
  expect(second.history.size).toBe(1);
  hold.release();
  await until(() => comfy.history.size === 1);
  gate.open();
  const done = await bench.reaches(asked, 'done');
  expect(done).toMatchObject({ attempts: 1, prompt: { id: prompt?.id } });
  expect(done.mishaps).toBeUndefined();
  expect(second.history.size).toBe(1);
});
