/** A ComfyUI that the worker starts and looks after, as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readNote } from '../../../worker/launch/life.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';
import { type Bench, openBench } from '../bench.ts';
import { sampled, workflowOf } from '../graphs.ts';

const standIn = new URL('../programs/comfyui.ts', import.meta.url).pathname;
const main = new URL('../../../worker/main.ts', import.meta.url).pathname;

let redis: TestRedis;
let bench: Bench;
let dataDir: string;
const children: ChildProcess[] = [];
/** Three programs are started one after the other, which takes a busy machine a while. */
const timeout = 150_000;
const within = 40_000;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rendezvous-launched-'));
  bench = await openBench(redis.url, {}, 'rv');
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  const pid = comfyui()?.comfyui.pid;
  if (pid !== undefined && isThere(pid)) process.kill(-pid, 'SIGKILL');
  await bench.core.redis.flushall();
  await bench.close();
  await rm(dataDir, { recursive: true, force: true });
});

const comfyui = () => readNote(join(dataDir, 'comfyui/running.json'));
const log = () => readFileSync(join(dataDir, 'logs/comfyui.log'), 'utf8');

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function start(settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      REDIS_URL: bench.redisUrl,
      MEDIA_URL: bench.mediaUrl,
      DATA_DIR: dataDir,
      COMFYUI_COMMAND: `exec ${process.execPath} ${standIn} --port {port}`,
      LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      said += data;
    });
  }
  return { child, said: () => said, ended: once(child, 'exit'), ready: once(child, 'message') };
}

test('it is started, renders, is started again when it is killed, and ends with the worker', {
  timeout,
}, async () => {
  const { child, ready, ended, said } = start({ DISCORD_TOKEN: 'a.b.c' });
  await ready;
  await bench.reaches(await bench.ask(workflowOf(sampled(1, { steps: 1 }))), 'done');
  // Its words are in a file of its own; our tokens are no business of its.
  await until(() => log().includes('token: none'));
  expect(said()).toBe('');

  const asked = await bench.ask(workflowOf(sampled(2, { steps: 40 })));
  await bench.reaches(asked, 'running');
  const before = comfyui();
  process.kill(before?.comfyui.pid ?? 0, 'SIGKILL');
  const done = await until(
    async () => {
      const job = await bench.read(asked);
      return job.state === 'done' && job;
    },
    { within },
  );
  expect(done).toMatchObject({ attempts: 2, mishaps: { died: 1 } });
  expect(comfyui()).toMatchObject({ port: before?.port });
  const now = comfyui()?.comfyui.pid ?? 0;

  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  await until(() => !isThere(now), { within });
  expect(existsSync(join(dataDir, 'comfyui/running.json'))).toBe(false);
});

test('a worker that is killed leaves it running: the next one adopts it, and nothing is rendered twice', {
  timeout,
}, async () => {
  const first = start();
  await first.ready;
  const asked = await bench.ask(workflowOf(sampled(1, { steps: 60 })));
  await bench.reaches(asked, 'running');
  const before = comfyui();
  first.child.kill('SIGKILL');
  await first.ended;
  await start().ready;
  expect(comfyui()).toMatchObject({ comfyui: before?.comfyui, port: before?.port });
  const done = await until(
    async () => {
      const job = await bench.read(asked);
      return job.state === 'done' && job;
    },
    { within },
  );
  expect(done.attempts).toBe(1);

  const rival = start();
  expect((await rival.ended)[0]).toBe(1);
  expect(rival.said()).toContain('is looked after by another worker');
});

test('one that cannot be started is told of in its own last words', { timeout }, async () => {
  const { ended, said } = start({
    COMFYUI_COMMAND: `COMFYUI_BREAKS=1 ${process.execPath} ${standIn} --port {port}`,
    LOG_LEVEL: 'silent',
  });
  expect((await ended)[0]).toBe(1);
  expect(said()).toBe(
    [
      'ComfyUI ended with code 1 before it could be used. It said last:',
      '  Traceback (most recent call last):',
      "  ModuleNotFoundError: No module named 'torch'",
      `Mend COMFYUI_DIR or COMFYUI_COMMAND; all it said is in ${join(dataDir, 'logs/comfyui.log')}.`,
      '',
    ].join('\n'),
  );
});
