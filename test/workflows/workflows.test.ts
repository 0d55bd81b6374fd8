/** The workflows that come along, on the stand-in: accepted by the versions that know their nodes, and making what they say. */
import { extname } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Library, openLibrary } from '../../core/library.ts';
import { resolveValues } from '../../core/values.ts';
import type { Values, Workflow } from '../../core/workflow.ts';
import { findFfmpeg } from '../../playground/comfyui/nodes/ffmpeg.ts';
import { type ComfyUiServer, startComfyUi } from '../../playground/comfyui/server.ts';
import type { Backend, Finished } from '../../worker/backend.ts';
import { openComfyUi } from '../../worker/comfyui/backend.ts';
import { fillGraph } from '../../worker/fill.ts';
import { until } from '../support/until.ts';

const folder = new URL('../../workflows', import.meta.url).pathname;
/** Those that start from words alone. */
const pictures = [
  ...['sdxl', 'flux', 'flux-schnell', 'flux2-klein-4b', 'flux2-klein-9b', 'qwen-image', 'z-image', 'sd15'],
  'cosmos-image',
];
/** Their classes came after 0.3.64. */
const recent = ['flux2-klein-4b', 'flux2-klein-9b'];
/** The stand-in makes videos only where ffmpeg is; CI installs it. */
const hasFfmpeg = (await findFfmpeg()) !== null;
const videos = ['wan-video', 'ltx-video'];
let library: Library;
beforeAll(async () => {
  library = await openLibrary(folder);
});

test('the first is what /render uses when no workflow is named', () => {
  expect(library.all()[0]?.name).toBe('sdxl');
});

test('inputs have the names that /render has, and only those the graph has a place for', () => {
  const inputs = (name: string) => Object.keys(library.get(name)?.inputs ?? {}).sort();
  expect(inputs('sdxl')).toEqual(['count', 'guidance', 'negative', 'prompt', 'seed', 'size', 'steps']);
  expect(inputs('flux')).toEqual(['count', 'guidance', 'prompt', 'seed', 'size', 'steps']);
  expect(inputs('wan-video')).toEqual(['frames', 'guidance', 'negative', 'prompt', 'seed', 'size']);
  expect(inputs('picture-no-model')).toEqual(['image', 'prompt', 'strength']);
  expect(inputs('no-model')).toEqual(['count', 'prompt', 'seed', 'size']);
});

test('every node has a title for people', () => {
  for (const { name, graph } of library.all()) {
    for (const [id, node] of Object.entries(graph)) {
      expect(node._meta?.title, `${name} ${id}`).toBeTruthy();
      expect(node._meta?.title).not.toBe(node.class_type);
    }
  }
});

test('the workflow without a model names no model file', () => {
  const text = JSON.stringify(library.get('no-model')?.graph);
  expect(text).not.toMatch(/Loader|\.safetensors|\.ckpt/);
});

describe.each(['0.3.64', '0.33.0'] as const)('on ComfyUI %s', (version) => {
  let server: ComfyUiServer;
  let backend: Backend;
  const { signal } = new AbortController();
  beforeAll(async () => {
    server = await startComfyUi({ version, stepMs: 0 });
    backend = openComfyUi({ url: server.url });
  });
  afterAll(async () => {
    await backend.close();
    await server.close();
  });

  async function render(name: string, given: Values, handed = new Map<string, string>()): Promise<Finished> {
    const workflow = small(library.get(name));
    const graph = fillGraph({
      workflow,
      values: resolveValues(workflow, given),
      filePrefix: 'rendezvous/test',
      handed,
    });
    const prompt = backend.open({ id: crypto.randomUUID(), graph, mark: 'test/job' }, () => {});
    try {
      expect(await prompt.submit(signal)).toEqual({ warnings: [] });
      return await until(
        async () => {
          const standing = await prompt.look(signal);
          return standing.at === 'finished' ? standing : null;
        },
        { within: 50_000 },
      );
    } finally {
      await prompt.close();
    }
  }

  const runnable = pictures.filter((name) => version !== '0.3.64' || !recent.includes(name));
  test.each(runnable)('%s is accepted and makes what was asked for', async (name) => {
    const end = await render(name, { prompt: 'a lighthouse', size: 'wide', count: 2, steps: 2 });
    expect(end).toMatchObject({ how: 'success', warnings: [] });
    expect(end.made.filter((one) => one.kind === 'file' && one.saved)).toHaveLength(2);
  });

  test.runIf(hasFfmpeg).each(videos)('%s is accepted and makes a video', async (name) => {
    const end = await render(name, { prompt: 'a lighthouse', frames: 9 });
    expect(end).toMatchObject({ how: 'success', warnings: [] });
    expect(end.made.filter((one) => one.kind === 'file').map(({ name: file }) => extname(file))).toEqual([
      '.mp4',
    ]);
  });

  test('without a model a picture that is attached becomes its negative', async () => {
    const key = `in-a/${'0'.repeat(32)}.png`;
    const red = { width: 96, height: 64, channels: 3, background: { r: 200, g: 30, b: 30 } } as const;
    const bytes = await sharp({ create: red }).png().toBuffer();
    const handed = new Map([[key, await backend.hand({ key, mediaType: 'image/png', bytes }, signal)]]);
    const given = { prompt: 'a lighthouse', image: key, strength: 1 };
    const end = await render('picture-no-model', given, handed);
    expect(end).toMatchObject({ how: 'success', warnings: [] });
    const [file] = end.made.filter((one) => one.kind === 'file');
    const picture = sharp(Buffer.concat(await Array.fromAsync(file?.read(10_000_000, signal) ?? [])));
    const { channels } = await picture.stats();
    expect(channels.slice(0, 3).map(({ mean }) => Math.round(mean))).toEqual([55, 225, 225]);
  });

  test('without a model the prompt is shown and every picture is another time of day', async () => {
    const end = await render('no-model', { prompt: 'words to show', count: 4, seed: 0xe07a5f });
    expect(end).toMatchObject({ how: 'success', warnings: [] });
    expect(end.made.filter((one) => one.kind === 'text').map(({ text }) => text)).toEqual(['words to show']);
    const files = end.made.filter((one) => one.kind === 'file');
    const pictures = await Promise.all(files.map((one) => Array.fromAsync(one.read(10_000_000, signal))));
    expect(new Set(pictures.map((parts) => Buffer.concat(parts).toString('base64'))).size).toBe(4);
  });
});

/** The same at a size that is quickly drawn. */
function small(workflow: Workflow | undefined): Workflow {
  if (!workflow) throw new Error('no such workflow');
  const inputs = Object.entries(workflow.inputs).map(([name, input]) => [
    name,
    input.type === 'size' ? { ...input, edge: 128 } : input,
  ]);
  return { ...workflow, inputs: Object.fromEntries(inputs) };
}
