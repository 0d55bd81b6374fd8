/** What goes wrong between worker and server. Nothing is lost, and nothing is made twice. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startComfyUi } from '../../playground/comfyui/server.ts';
import { toldOf } from '../support/failure.ts';
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

test('the websocket is cut in the middle of a run: progress goes on, the picture is made once', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1, { steps: 6 })));
  await hold.reached;
  const { prompt } = await bench.reaches(asked, 'running');
  comfy.cutSockets();
  await until(() => comfy.clients.length === 0, { every: 1 });
  await until(() => comfy.clients.includes(prompt?.id ?? ''));
  const next = comfy.faults.hold({ node: '5', step: 5 });
  hold.release();
  await next.reached;
  await until(async () => (await bench.core.progress.get(asked.id))?.step === 4);
  next.release();
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(1);
  expect(comfy.history.size).toBe(1);
});

test('a websocket that says nothing at all only costs the progress', async () => {
  bench.comfy.faults.silence = true;
  await bench.work();
  const done = await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'done');
  expect(done.outputs).toHaveLength(1);
  expect(done.attempts).toBe(1);
});

test('a deaf websocket is made anew', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const { prompt } = await bench.reaches(asked, 'running');
  const clientId = prompt?.id ?? '';
  // A second socket with the same client id takes the place of the first; when it goes, nobody is left to be told.
  const rival = new WebSocket(`${comfy.url.replace('http', 'ws')}/ws?clientId=${clientId}`);
  await new Promise((resolve) => rival.addEventListener('open', resolve));
  rival.close();
  await until(() => !comfy.clients.includes(clientId), { every: 5 });
  await until(() => comfy.clients.includes(clientId));
  hold.release();
  await bench.reaches(asked, 'done');
});

test('history that comes late is waited for', async () => {
  bench.comfy.faults.historyDelayMs = 700;
  await bench.work();
  const done = await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'done');
  expect(done.attempts).toBe(1);
});

test('NaN and seeds beyond 2^53 in history are read', async () => {
  bench.comfy.faults.nanInHistory = 3;
  bench.comfy.faults.wideSeedsInHistory = 3;
  await bench.work();
  const done = await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'done');
  expect(done.outputs).toHaveLength(1);
});

test('a 64-bit seed that stands in a graph reaches the server exactly', async () => {
  const graph = sampled(1);
  const sampler = graph['5'];
  if (sampler) sampler.inputs.seed = '18446744073709551615';
  await bench.work();
  const done = await bench.reaches(await bench.ask(workflowOf(graph)), 'done');
  const text = await (await fetch(`${bench.comfy.url}/history/${done.prompt?.id}`)).text();
  expect(text).toMatch(/"seed":\s*18446744073709551615/);
});

test('a server that fails for a moment is asked again', async () => {
  const { comfy } = bench;
  await bench.work();
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const { prompt } = await bench.reaches(asked, 'running');
  comfy.faults.fail(`/history/${prompt?.id}`, { times: 3, status: 502 });
  hold.release();
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(1);
});

test('a server that takes no prompt is tried again by the queue, and then told of in words', async () => {
  const { comfy } = bench;
  comfy.faults.fail('/prompt', { times: 1, status: 500 });
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await until(
    async () => (await bench.read(asked)).state === 'queued' && (await bench.read(asked)).attempts === 1,
  );
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(2);
});

test('the server restarts in the middle of a run: submitted again, once, under a new id', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  const before = await bench.reaches(asked, 'running');
  await comfy.restart();
  hold.release();
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(2);
  expect(done.prompt?.id).not.toBe(before.prompt?.id);
  expect([...comfy.history.keys()]).toEqual([done.prompt?.id]);
});

test('the server restarts right after a run: what was saved is taken from its disk, not rendered again', async () => {
  const { comfy } = bench;
  comfy.faults.historyDelayMs = 60_000;
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await until(async () => (await bench.core.progress.get(asked.id))?.fraction === 1);
  await comfy.restart();
  const done = await bench.reaches(asked, 'done');
  expect(done.outputs).toHaveLength(1);
  expect(done.attempts).toBe(1);
  expect(comfy.history.size).toBe(0);
});

test('a prompt that is lost again and again is given up in words', async () => {
  const { comfy } = bench;
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  for (let times = 1; times <= 3; times += 1) {
    const hold = comfy.faults.hold({ node: '5', step: 2 });
    await until(async () => (await bench.read(asked)).attempts === times && comfy.queue.running);
    await comfy.restart();
    hold.release();
  }
  const failed = await bench.reaches(asked, 'failed');
  expect(toldOf(failed.failure).message).toBe('The ComfyUI server went down 3 times while it rendered this.');
  expect(failed.attempts).toBe(3);
});

test('while no server answers jobs stay in the queue, and go on when it is back', async () => {
  const { comfy } = bench;
  await comfy.stop();
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await until(async () => {
    const [worker] = await bench.core.workers.all();
    return worker?.backends[0]?.trouble;
  });
  expect((await bench.read(asked)).state).toBe('queued');
  await comfy.start();
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(1);
});

test('a server that goes away for good in the middle of a run: another one takes the job', async () => {
  const second = await startComfyUi({ stepMs: 2 });
  try {
    const { comfy } = bench;
    const hold = comfy.faults.hold({ node: '5', step: 2 });
    await bench.work([comfy, second]);
    const asked = await bench.ask(workflowOf(sampled(1)));
    await hold.reached;
    await bench.reaches(asked, 'running');
    await comfy.stop();
    hold.release();
    const done = await bench.reaches(asked, 'done');
    expect(done.prompt?.backend).toBe(second.url);
  } finally {
    await second.close();
  }
});

test('jobs go to the server that has less to do', async () => {
  const second = await startComfyUi({ stepMs: 2 });
  try {
    const { comfy } = bench;
    const holds = [comfy, second].map((server) => server.faults.hold({ node: '5', step: 1 }));
    await bench.work([comfy, second]);
    await until(async () =>
      (await bench.core.workers.all())[0]?.backends.every(({ reachable }) => reachable),
    );
    const jobs = [await bench.ask(workflowOf(sampled(1))), await bench.ask(workflowOf(sampled(2)))];
    await Promise.all(holds.map(({ reached }) => reached));
    for (const hold of holds) hold.release();
    for (const job of jobs) await bench.reaches(job, 'done');
  } finally {
    await second.close();
  }
});
