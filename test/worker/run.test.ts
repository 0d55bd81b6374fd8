/** Jobs that go their whole way: queue, worker, stand-in ComfyUI, media store, record. */

import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Progress } from '../../core/progress.ts';
import { NO_SPACE } from '../../playground/comfyui/faults.ts';
import { findFfmpeg } from '../../playground/comfyui/nodes/ffmpeg.ts';
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

test('a job becomes a picture: every state in the record, the file in the store, the post woken', async () => {
  const { core, comfy } = bench;
  const seen: Progress[] = [];
  const stop = await core.progress.listen(async (id) => {
    const progress = await core.progress.get(id);
    if (progress) seen.push(progress);
  });
  const hold = comfy.faults.hold({ node: '5', step: 3 });
  await bench.work();
  const asked = await bench.ask(
    workflowOf(sampled(1), {
      seed: { type: 'seed', to: ['5.seed'], min: 0, max: Number.MAX_SAFE_INTEGER },
    }),
    { seed: Number.MAX_SAFE_INTEGER },
  );
  await hold.reached;
  const running = await bench.reaches(asked, 'running');
  expect(running.prompt).toMatchObject({ backend: comfy.url });
  expect(running.startedAt).toBeGreaterThanOrEqual(running.createdAt);
  expect((await core.jobs.graph(asked.id))?.['5']?.inputs.seed).toBe(Number.MAX_SAFE_INTEGER);
  // The stand-in holds the prompt under the id that was recorded before.
  expect(comfy.queue.running?.id).toBe(running.prompt?.id);
  const shown = await until(async () => {
    const progress = await core.progress.get(asked.id);
    return progress?.node === 'Sampling' && progress.step === 2 && progress.preview && progress;
  });
  expect(shown.steps).toBe(4);
  expect(shown.fraction).toBeGreaterThan(0.2);
  expect(shown.fraction).toBeLessThan(0.8);
  const preview = await core.progress.preview(asked.id);
  expect((await sharp(preview ?? Buffer.alloc(0)).metadata()).format).toBe('jpeg');
  hold.release();

  const done = await bench.reaches(asked, 'done');
  expect(done.outputs).toHaveLength(1);
  const [output] = done.outputs;
  expect(output).toMatchObject({
    kind: 'image',
    mediaType: 'image/png',
    width: 128,
    height: 64,
    node: '7',
    title: 'Saving',
  });
  expect(output?.name).toMatch(/^trial-[0-9a-z]{6}\.png$/);
  const bytes = await core.media.get(output?.key ?? '');
  expect(bytes?.length).toBe(output?.bytes);
  expect(done).toMatchObject({ standIn: true, attempts: 1 });
  expect(done.finishedAt).toBeGreaterThanOrEqual(done.startedAt ?? Infinity);
  expect(await bench.deliveries()).toContain(asked.id);
  await bench.ends(asked);
  expect(await core.progress.get(asked.id)).toBeNull();
  expect(await core.estimates.expect('trial', 1)).toBeGreaterThan(0);
  const fractions = seen.map(({ fraction }) => fraction);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  stop();
});

test('two prompts are at the backend at a time, one running and one right behind it', async () => {
  const { comfy } = bench;
  const hold = comfy.faults.hold({ node: '5', step: 1 });
  await bench.work();
  const first = await bench.ask(workflowOf(sampled(1)));
  const second = await bench.ask(workflowOf(sampled(2)));
  const third = await bench.ask(workflowOf(sampled(3)));
  await hold.reached;
  await until(() => comfy.queue.pending.length === 1);
  const [status] = await until(async () => {
    const [worker] = await bench.core.workers.all();
    return worker?.backends[0]?.jobs.length === 2 && worker.backends;
  });
  expect(status?.jobs[0]).toBe(first.id);
  expect(status).toMatchObject({ reachable: true, standIn: true, version: '0.33.0' });
  expect(status?.lastModels).toEqual(['sd_xl_base_1.0.safetensors']);
  expect((await bench.read(second)).state).toBe('submitted');
  expect((await bench.read(third)).state).toBe('queued');
  hold.release();
  for (const job of [first, second, third]) await bench.reaches(job, 'done');
});

test('a repeat that comes from the cache still delivers a picture, and teaches nothing about time', async () => {
  await bench.work();
  const first = await bench.reaches(await bench.ask(workflowOf(sampled(7))), 'done');
  await bench.ends(first);
  const learned = await bench.core.estimates.expect('trial', 1);
  const again = await bench.reaches(await bench.ask(workflowOf(sampled(7))), 'done');
  expect(again.outputs).toHaveLength(1);
  expect(await bench.core.media.get(again.outputs[0]?.key ?? '')).not.toBeNull();
  expect(again.prompt?.id).not.toBe(first.prompt?.id);
  await bench.ends(again);
  expect(await bench.core.estimates.expect('trial', 1)).toBe(learned);
});

// The stand-in makes videos and sounds only where ffmpeg is; CI installs it.
test.runIf((await findFfmpeg()) !== null)('every kind of output is kept as what it is', async () => {
  await bench.work();
  const red = { width: 64, height: 64, batch_size: 1, color: 0xff0000 };
  const kinds = workflowOf({
    '1': node('EmptyImage', red),
    '2': node('EmptyImage', { ...red, color: 255 }),
    '3': node('ImageBatch', { image1: ['1', 0], image2: ['2', 0] }),
    '4': node('SaveImage', { images: ['1', 0], filename_prefix: 'a' }),
    '5': node('SaveAnimatedWEBP', {
      images: ['3', 0],
      filename_prefix: 'a',
      fps: 6,
      lossless: true,
      quality: 80,
      method: 'default',
    }),
    '6': node('CreateVideo', { images: ['3', 0], fps: 8 }),
    '7': node('SaveVideo', { video: ['6', 0], filename_prefix: 'a', format: 'auto', codec: 'auto' }),
    '8': node('EmptyAudio', { duration: 0.5, sample_rate: 44100, channels: 2 }),
    '9': node('SaveAudio', { audio: ['8', 0], filename_prefix: 'a' }),
    '10': node('PrimitiveString', { value: 'words of a node' }),
    '11': node('PreviewAny', { source: ['10', 0] }, 'Words'),
    '12': node('PreviewImage', { images: ['2', 0] }),
  });
  const done = await bench.reaches(await bench.ask(kinds), 'done');
  const byNode = Object.fromEntries(done.outputs.map((output) => [output.node, output]));
  expect(byNode['4']).toMatchObject({ kind: 'image', mediaType: 'image/png' });
  expect(byNode['5']).toMatchObject({ kind: 'animation', mediaType: 'image/webp', width: 64, height: 64 });
  expect(byNode['7']).toMatchObject({ kind: 'video', mediaType: 'video/mp4' });
  expect(byNode['9']).toMatchObject({ kind: 'audio', mediaType: 'audio/flac' });
  expect(byNode['11']).toMatchObject({ kind: 'text', mediaType: 'text/plain', text: 'words of a node' });
  // A preview is not worth keeping beside what was saved.
  expect(byNode['12']).toBeUndefined();
});

test('a preview is kept when it is all there is', async () => {
  await bench.work();
  const previewed = workflowOf({
    '1': node('EmptyImage', { width: 64, height: 64, batch_size: 2, color: 255 }),
    '2': node('PreviewImage', { images: ['1', 0] }),
  });
  const done = await bench.reaches(await bench.ask(previewed), 'done');
  expect(done.outputs.map(({ kind }) => kind)).toEqual(['image', 'image']);
});

test('pictures that come over the websocket alone are kept', async () => {
  await bench.work();
  const sent = workflowOf({
    '1': node('EmptyImage', { width: 64, height: 48, batch_size: 2, color: 255 }),
    '2': node('SaveImageWebsocket', { images: ['1', 0] }, 'Sending'),
  });
  const done = await bench.reaches(await bench.ask(sent), 'done');
  expect(done.attempts).toBe(1);
  expect(done.outputs).toHaveLength(2);
  expect(done.outputs[0]).toMatchObject({ kind: 'image', width: 64, height: 48, title: 'Sending' });
});

test('a branch that is left out becomes a warning; the rest is delivered', async () => {
  await bench.work();
  const partial = workflowOf({
    '1': node('EmptyImage', { width: 64, height: 64, batch_size: 1, color: 255 }),
    '2': node('SaveImage', { images: ['1', 0], filename_prefix: 'a' }),
    '3': node('SaveImage', { filename_prefix: 'a' }, 'Second copy'),
  });
  const done = await bench.reaches(await bench.ask(partial), 'done');
  expect(done.outputs).toHaveLength(1);
  expect(linesOf(done.warnings).join()).toContain('"Second copy" was left out.');
  expect(linesOf(done.warnings).join()).toContain('the input "images" is missing');
});

test('a node that refuses to go on is a warning when something else was made, and the reason when nothing was', async () => {
  await bench.work();
  bench.comfy.faults.block('2', 'the picture is too dark');
  const graph = {
    '1': node('EmptyImage', { width: 64, height: 64, batch_size: 1, color: 255 }),
    '2': node('ImageInvert', { image: ['1', 0] }, 'Inverting'),
    '3': node('SaveImage', { images: ['2', 0], filename_prefix: 'a' }, 'Dark'),
    '4': node('SaveImage', { images: ['1', 0], filename_prefix: 'b' }, 'Light'),
  };
  const done = await bench.reaches(await bench.ask(workflowOf(graph)), 'done');
  expect(done.outputs.map(({ title }) => title)).toEqual(['Light']);
  expect(linesOf(done.warnings).join()).toContain('the picture is too dark');
  const { '4': _light, ...dark } = graph;
  const failed = await bench.reaches(await bench.ask(workflowOf(dark)), 'failed');
  expect(toldOf(failed.failure).message).toContain('the picture is too dark');
});

test('what the server refuses is told in words', async () => {
  await bench.work();
  const graph = sampled(1);
  const fail = async (change: (copy: typeof graph) => void) => {
    const copy = structuredClone(graph);
    change(copy);
    return toldOf((await bench.reaches(await bench.ask(workflowOf(copy)), 'failed')).failure);
  };
  const set = (id: string, input: string, value: unknown) => (copy: typeof graph) => {
    const found = copy[id];
    if (found) found.inputs[input] = value;
  };
  const model = await fail(set('1', 'ckpt_name', 'sd_xl_base_1_0.safetensors'));
  expect(model.message).toBe(
    'The ComfyUI server does not have the model file "sd_xl_base_1_0.safetensors" that "Loading" loads.',
  );
  expect(model.remedy).toContain('Put it into models/checkpoints at the server.');
  expect(model.remedy).toContain('sd_xl_base_1.0.safetensors');
  expect((await fail(set('5', 'steps', 0))).message).toBe('"Sampling": steps must be 1 to 10000, got 0.');
  // The list of samplers is too long to come with the error; it is asked for.
  const sampler = await fail(set('5', 'sampler_name', 'eulre'));
  expect(sampler.message).toBe('"Sampling": sampler_name cannot be "eulre".');
  expect(sampler.remedy).toMatch(/^It can be euler, /);
  const unknown = await fail((copy) => {
    copy['6'] = node('BetterDecode', {}, 'Decoding');
  });
  expect(unknown.message).toBe(
    'ComfyUI does not have the node "BetterDecode", which the workflow uses as "Decoding".',
  );
});

test('what goes wrong while it runs is told in words', async () => {
  await bench.work();
  bench.comfy.faults.raise({ class: 'SaveImage' }, NO_SPACE);
  const full = await bench.reaches(await bench.ask(workflowOf(sampled(1))), 'failed');
  expect(toldOf(full.failure)).toEqual({
    message: 'The disk of the ComfyUI server is full; "Saving" could not write.',
    remedy: 'Make room there, then render again.',
  });
  bench.comfy.faults.raise({ node: '6' }, { type: 'IndexError', message: 'index 3 is out of bounds\nmore' });
  const index = await bench.reaches(await bench.ask(workflowOf(sampled(2))), 'failed');
  expect(toldOf(index.failure).message).toBe('"Decoding" failed: index 3 is out of bounds (IndexError)');
  // The server is as good as before.
  await bench.reaches(await bench.ask(workflowOf(sampled(3))), 'done');
});

test('a value that does not fit the workflow fails the job with what it must be', async () => {
  await bench.work();
  const workflow = workflowOf(sampled(1), {
    steps: { type: 'integer', to: ['5.steps'], min: 1, max: 150, default: 20 },
  });
  const failed = await bench.reaches(await bench.ask(workflow, { steps: 400 }), 'failed');
  expect(toldOf(failed.failure).message).toBe('steps must be 1 to 150, got 400.');
  expect(failed.attempts).toBe(0);
});

test('both versions of the server understand the same worker', async () => {
  const old = await openBench(redis.url, { version: '0.3.64' });
  try {
    await old.work();
    const done = await old.reaches(await old.ask(workflowOf(sampled(1))), 'done');
    expect(done.outputs).toHaveLength(1);
    const missing = { '1': node('Nowhere', {}), '2': node('PreviewAny', { source: ['1', 0] }) };
    const failed = await old.reaches(await old.ask(workflowOf(missing)), 'failed');
    expect(toldOf(failed.failure).message).toBe('ComfyUI does not have the node "Nowhere".');
  } finally {
    await old.close();
  }
});
