/** Nothing can be kept for a while: no render is begun, none is lost, and it goes on by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { StoreTrouble } from '../../core/media/trouble.ts';
import { openMediaStore } from '../../core/media.ts';
import { freePort } from '../../core/ports.ts';
import { startS3 } from '../../playground/s3/server.ts';
import { createGestures } from '../support/gestures.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench } from './bench.ts';
import { sampled, workflowOf } from './graphs.ts';

let redis: TestRedis;
let bench: Bench;
/** What the store says of itself, and how it takes files. */
let room: true | string;
let full: boolean;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  bench = await openBench(redis.url);
  room = true;
  full = false;
  const { media } = bench.core;
  const { keep } = media;
  media.available = async () => room;
  media.keep = async (...file) => {
    if (full) throw new StoreTrouble('the disk is full');
    return keep(...file);
  };
});
afterEach(() => bench.close());

test('a full disk: jobs wait, /status says so, and they run once there is room', async () => {
  room = '10 MiB are free';
  const { core } = bench;
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  const [worker] = await until(async () => {
    const all = await core.workers.all();
    return all[0]?.storeTrouble && all[0].backends[0]?.reachable ? all : null;
  });
  expect(worker?.storeTrouble).toBe('10 MiB are free');
  const { shown, privately } = await createGestures(core).perform('status', {});
  expect(JSON.stringify([...shown, ...privately])).toContain(
    'Takes no renders for now: it has nowhere to keep them',
  );
  expect((await bench.read(asked)).state).toBe('queued');
  expect(bench.comfy.history.size).toBe(0);
  room = true;
  await bench.reaches(asked, 'done');
  expect(bench.comfy.history.size).toBe(1);
});

test('a bucket that answers only later: the render waits for it, and the bots read it from a store of their own', async () => {
  const keys = { accessKeyId: 'AK', secretAccessKey: 'secret', region: 'us-east-1' };
  const port = await freePort();
  const account = { ...keys, endpoint: `http://127.0.0.1:${port}` };
  const drafts = await mkdtemp(join(tmpdir(), 'rendezvous-drafts-'));
  const [workers, bots] = [1, 2].map(() => openMediaStore('s3://renders/class', { account, drafts }));
  Object.assign(bench.core.media, workers);
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await until(async () =>
    (await bench.core.workers.all()).some(({ storeTrouble }) => storeTrouble?.includes('ECONNREFUSED')),
  );
  const s3 = await startS3({ ...keys, bucket: 'renders', port });
  const [output] = (await bench.reaches(asked, 'done')).outputs;
  expect((await bots?.get(output?.key ?? ''))?.length).toBe(output?.bytes);
  expect([...s3.bucket.objects.keys()]).toEqual([`class/${output?.key}`]);
  await Promise.all([workers?.close(), bots?.close(), s3.close()]);
  await rm(drafts, { recursive: true });
});

test('the disk fills up while a render runs: what was made is kept once there is room, and not made again', async () => {
  const { comfy, core } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 2 });
  await bench.work();
  const asked = await bench.ask(workflowOf(sampled(1)));
  await hold.reached;
  full = true;
  room = 'no room';
  hold.release();
  await until(async () => (await core.workers.all()).some(({ storeTrouble }) => storeTrouble === 'no room'));
  await until(async () => (await bench.read(asked)).state === 'queued');
  full = false;
  room = true;
  const done = await bench.reaches(asked, 'done');
  expect(done.attempts).toBe(1);
  expect(comfy.history.size).toBe(1);
  expect(await core.media.get(done.outputs[0]?.key ?? '')).not.toBeNull();
});
