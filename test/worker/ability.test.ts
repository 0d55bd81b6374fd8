/** A job goes only where it can run: to the one of several servers that has what it needs. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergeWorkflow } from '../../core/library/merge.ts';
import type { Workflow } from '../../core/workflow.ts';
import { type ComfyUiServer, startComfyUi } from '../../playground/comfyui/server.ts';
import { toldOf } from '../support/failure.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Bench, openBench } from './bench.ts';

let redis: TestRedis;
let bench: Bench;
let rich: ComfyUiServer;
beforeAll(async () => {
  redis = await startRedis();
  bench = await openBench(redis.url, { models: { checkpoints: ['plain.safetensors'] } });
  rich = await startComfyUi({
    stepMs: 2,
    models: { checkpoints: ['plain.safetensors', 'rare.safetensors'] },
  });
});
afterAll(async () => {
  await bench.close();
  await rich.close();
  await redis.close();
});

const graphWith = (model: string) => ({
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: model } },
  '2': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
  '3': { class_type: 'VAEDecode', inputs: { samples: ['2', 0], vae: ['1', 2] } },
  '4': { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'x' } },
});

async function workflowWith(model: string): Promise<Workflow> {
  const graph = graphWith(model);
  const name = `${model.replace(/\W/g, '-')}.json`;
  const file = await bench.core.workflowFiles.keep(name, Buffer.from(JSON.stringify(graph)));
  const parts = { name: 'flow', file, chat: false, reading: null, graph };
  return mergeWorkflow({ ...parts, side: { title: model, inputs: {} } });
}

/** Until every workflow was read for the servers of all workers. */
const known = (servers: number) =>
  until(async () => {
    const backends = (await bench.core.workers.all()).flatMap((worker) => worker.backends);
    return backends.filter(({ info }) => info !== undefined).length === servers;
  });
/** Until this file was read for so many kinds of servers. */
const readings = (workflow: Workflow, count: number) =>
  until(async () => {
    const file = workflow.source?.file ?? '';
    return ((await bench.core.readings.list([file])).get(file) ?? []).length === count;
  });

test('of the servers of one worker, and of two workers, the one that has the model is chosen; where none has it, it is said', async () => {
  const [rare, none] = [await workflowWith('rare.safetensors'), await workflowWith('none.safetensors')];
  const both = await bench.work([bench.comfy, rich]);
  await known(2);
  const first = await bench.reaches(await bench.ask(rare), 'done');
  expect(first.prompt?.backend).toBe(rich.url);
  const failed = await bench.reaches(await bench.ask(none), 'failed');
  expect(toldOf(failed.failure).message).toBe(
    'No worker that is here can run it: it needs none.safetensors in checkpoints.',
  );
  expect(failed.attempts).toBe(0);
  await both.close();

  // Only this one is here now. Another that had it may come back, so the job waits, and no try is counted.
  const poor = await bench.work([bench.comfy]);
  await known(1);
  const waiting = await bench.ask(rare);
  const entry = () => bench.core.redis.hget(`${bench.core.prefix}:bull:render:${waiting.id}`, 'ats');
  await until(async () => Number(await entry()) >= 2, { what: 'it was offered twice' });
  expect(await bench.read(waiting)).toMatchObject({ state: 'queued', attempts: 0 });
  // What it can run does not wait behind it.
  const plain = await workflowWith('plain.safetensors');
  await readings(plain, 1);
  await bench.reaches(await bench.ask(plain), 'done');
  expect((await bench.read(waiting)).state).toBe('queued');

  const other = await bench.work([rich]);
  const second = await bench.reaches(waiting, 'done');
  expect(second.prompt?.backend).toBe(rich.url);
  await poor.close();
  await other.close();
});

test('a model that is put there counts as soon as somebody was refused for want of it', async () => {
  const checkpoints = ['plain.safetensors'];
  const late = await startComfyUi({ stepMs: 2, models: { checkpoints } });
  const worker = await bench.work([late], { lookAgainMs: 0 });
  const workflow = await workflowWith('late.safetensors');
  await known(1);
  await readings(workflow, 1);
  const before = worker.statuses()[0]?.info;
  checkpoints.push('late.safetensors');
  await bench.core.libraryChanges.lookAgain();
  await until(() => worker.statuses()[0]?.info !== before, { what: 'another hash of what it has' });
  await bench.reaches(await bench.ask(workflow), 'done');
  await worker.close();
  await late.close();
});
