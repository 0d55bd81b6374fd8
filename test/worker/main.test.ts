/** The worker as a process of its own: what it says, how it stops. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench } from './bench.ts';
import { sampled, workflowOf } from './graphs.ts';

let redis: TestRedis;
let bench: Bench;
const children: ChildProcess[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  bench = await openBench(redis.url, {}, 'rv');
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await bench.core.redis.flushall();
  await bench.close();
});

function start(settings: Record<string, string>) {
  const main = new URL('../../worker/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let said = '';
  child.stderr?.on('data', (data) => {
    said += data;
  });
  child.stdout?.resume();
  return { child, said: () => said, ended: once(child, 'exit') };
}

test('a setting that is missing or wrong is told in one sentence, without a stack', async () => {
  const without = start({ COMFYUI_URL: 'http://127.0.0.1:9' });
  expect((await without.ended)[0]).toBe(1);
  expect(without.said()).toMatch(/^REDIS_URL must be set [^\n]+\n$/);
  const wrong = start({ REDIS_URL: 'redis://127.0.0.1:9', COMFYUI_URL: 'http://127.0.0.1:9' });
  expect((await wrong.ended)[0]).toBe(1);
  expect(wrong.said()).toMatch(/^REDIS_URL redis:\/\/127\.0\.0\.1:9 does not answer [^\n]+\n$/);
});

test('it says when it is ready, renders, and on SIGTERM hands back and ends in good order', async () => {
  const { comfy, core } = bench;
  const { child, said, ended } = start({
    REDIS_URL: bench.redisUrl,
    MEDIA_URL: bench.mediaUrl,
    COMFYUI_URL: comfy.url,
    STOP_SECONDS: '0.5',
    LOG_LEVEL: 'error',
  });
  const [message] = await once(child, 'message');
  expect(message).toMatchObject({ ready: { backends: [comfy.url] } });
  await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'done');

  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const asked = await bench.ask(workflowOf(sampled(2)));
  await hold.reached;
  const running = await bench.reaches(asked, 'running');
  child.kill('SIGTERM');
  // The prompt is held: this would never end if it were waited for.
  expect((await ended)[0]).toBe(0);
  expect(await bench.read(asked)).toMatchObject({ state: 'queued', prompt: running.prompt });
  await until(async () => (await core.workers.all()).length === 0);
  expect(await core.queue.waiting()).toEqual([asked.id]);
  expect(said()).toBe('');
  hold.release();
});

test('what ends within STOP_SECONDS is finished, and nothing new is taken', async () => {
  const { comfy, core } = bench;
  const { child, ended } = start({
    REDIS_URL: bench.redisUrl,
    MEDIA_URL: bench.mediaUrl,
    COMFYUI_URL: comfy.url,
    STOP_SECONDS: '60',
    LOG_LEVEL: 'error',
  });
  await once(child, 'message');
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  child.kill('SIGTERM');
  await until(async () => (await core.workers.all()).length === 0);
  const late = await bench.ask(workflowOf(sampled(2)));
  hold.release();
  expect((await ended)[0]).toBe(0);
  expect((await bench.read(asked)).state).toBe('done');
  expect(await core.queue.waiting()).toEqual([late.id]);
});

test('a second signal ends it at once', async () => {
  const { comfy } = bench;
  const { child, ended } = start({
    REDIS_URL: bench.redisUrl,
    MEDIA_URL: bench.mediaUrl,
    COMFYUI_URL: comfy.url,
    STOP_SECONDS: '60',
    LOG_LEVEL: 'error',
  });
  await once(child, 'message');
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  child.kill('SIGTERM');
  await until(async () => (await bench.core.workers.all()).length === 0);
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(1);
  expect((await bench.read(asked)).prompt?.id).toBe(comfy.queue.running?.id);
  hold.release();
});

test('it ends when the process that started it is gone', async () => {
  const { child, ended } = start({
    REDIS_URL: bench.redisUrl,
    MEDIA_URL: bench.mediaUrl,
    COMFYUI_URL: bench.comfy.url,
    LOG_LEVEL: 'error',
  });
  await once(child, 'message');
  child.disconnect();
  expect((await ended)[0]).toBe(0);
});
