/** The workflows that start from a picture or a video, on the stand-in: what they are given is in what they make. */
import { extname } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLibrary } from '../../core/library.ts';
import { resolveValues } from '../../core/values.ts';
import type { Values } from '../../core/workflow.ts';
import { ffmpegRun, findFfmpeg } from '../../playground/comfyui/nodes/ffmpeg.ts';
import { type ComfyUiServer, startComfyUi } from '../../playground/comfyui/server.ts';
import type { Backend } from '../../worker/backend.ts';
import { openComfyUi } from '../../worker/comfyui/backend.ts';
import { fillGraph } from '../../worker/fill.ts';
import { until } from '../support/until.ts';

const library = await openLibrary(new URL('../../workflows', import.meta.url).pathname);
const ffmpeg = await findFfmpeg();
const { signal } = new AbortController();
const [width, height] = [96, 64];

/** Keys as the media store gives them, and what the server calls the files. */
const key = (digit: string, ending: string) => `test/${digit.repeat(32)}.${ending}`;
const files = {
  picture: { key: key('1', 'png'), name: 'picture.png' },
  behind: { key: key('2', 'png'), name: 'behind.png' },
  mask: { key: key('3', 'png'), name: 'mask.png' },
  video: { key: key('4', 'webm'), name: 'video.webm' },
};
const handed = new Map(Object.values(files).map((file) => [file.key, file.name]));
const [image, background] = [files.picture.key, files.behind.key];
const [mask, video] = [files.mask.key, files.video.key];

let server: ComfyUiServer;
let backend: Backend;
beforeAll(async () => {
  server = await startComfyUi({ stepMs: 0 });
  backend = openComfyUi({ url: server.url });
  await upload('picture.png', await beforeGreen());
  await upload('behind.png', await plain('#103070'));
  await upload('mask.png', await leftHalf());
  if (ffmpeg) await upload('video.webm', await clip(ffmpeg));
});
afterAll(async () => {
  await backend.close();
  await server.close();
});

describe('from a picture', () => {
  const pictures: [string, Values, made: string[]][] = [
    ['image-to-image', { image, prompt: 'a lake', steps: 1 }, ['.png']],
    ['edit', { image, prompt: 'make it winter', steps: 1 }, ['.png']],
    ['upscale', { image }, ['.png']],
    ['background', { image, background }, ['.png', '.png']],
    ['background-mask', { image, background, mask }, ['.png', '.png']],
  ];
  test.each(pictures)('%s makes its files', async (name, values, made) => {
    const outputs = await render(name, values);
    expect(outputs.map(({ ending }) => ending)).toEqual(made);
  });

  test('what is not masked stays as it was', async () => {
    const [output] = await render('inpaint', { image, mask, prompt: 'a boat', strength: 1, steps: 1 });
    const { data, info } = await pixels(output?.bytes);
    const right = (Math.floor(info.height / 2) * info.width + info.width - 3) * info.channels;
    expect(near([...data.subarray(right, right + 3)], [30, 200, 60])).toBe(true);
  });

  test('the three maps differ, and say which they are', async () => {
    const outputs = await render('maps', { image });
    expect(outputs.map(({ ending }) => ending)).toEqual(['.png', '.png', '.png']);
    expect(new Set(outputs.map(({ bytes }) => bytes.toString('base64'))).size).toBe(3);
    const titles = Object.values(library.get('maps')?.graph ?? {}).filter(
      (one) => one.class_type === 'SaveImage',
    );
    expect(titles.map((one) => one._meta?.title)).toEqual(['Depth', 'Normals', 'Ambient occlusion']);
  });

  test('the screen is gone: once the background shows, once nothing does', async () => {
    const outputs = await render('chroma-key', { image, background });
    const corners = await Promise.all(
      outputs.map(async ({ bytes }) => {
        const { data, info } = await pixels(bytes);
        return [...data.subarray(0, info.channels)];
      }),
    );
    expect(corners.some((corner) => corner.length === 3 && near(corner, [16, 48, 112]))).toBe(true);
    expect(corners.some((corner) => corner.length === 4 && corner[3] === 0)).toBe(true);
  });

  test.runIf(ffmpeg).each([
    ['wan-i2v', { image, prompt: 'it moves', frames: 5 }],
    ['svd', { image, frames: 8, steps: 1 }],
  ])('%s begins with the picture', async (name, values) => {
    const [output] = await render(name, values);
    expect(output?.ending).toBe('.mp4');
    const first = await frame(ffmpeg ?? '', output?.bytes);
    const { data } = await sharp(first)
      .resize(1, 1)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    // Most of the picture is green.
    expect(data[1]).toBeGreaterThan(Math.max(data[0] ?? 0, data[2] ?? 0));
  });
});

describe.runIf(ffmpeg)('from a video', () => {
  test('export makes every format', async () => {
    const outputs = await render('export', { video });
    expect(outputs.map(({ ending }) => ending).sort()).toEqual(['.mp4', '.png', '.webm', '.webp']);
  });

  test('the screen is gone from every frame', async () => {
    const [output] = await render('chroma-key-video', { video, background });
    expect(output?.ending).toBe('.mp4');
    const { data } = await pixels(await frame(ffmpeg ?? '', output?.bytes));
    expect(near([...data.subarray(0, 3)], [16, 48, 112])).toBe(true);
  });
});

async function render(name: string, given: Values): Promise<{ ending: string; bytes: Buffer }[]> {
  const workflow = library.get(name);
  if (!workflow) throw new Error(`no workflow ${name}`);
  const inputs = Object.fromEntries(
    Object.entries(workflow.inputs).map(([input, what]) => [
      input,
      what.type === 'size' ? { ...what, edge: 96 } : what,
    ]),
  );
  const small = { ...workflow, inputs };
  const graph = fillGraph({
    workflow: small,
    values: resolveValues(small, given),
    filePrefix: 'rendezvous/test',
    handed,
  });
  for (const node of Object.values(graph)) if ('megapixels' in node.inputs) node.inputs.megapixels = 0.01;
  const prompt = backend.open({ id: crypto.randomUUID(), graph, mark: 'test/job' }, () => {});
  try {
    expect(await prompt.submit(signal)).toEqual({ warnings: [] });
    const end = await until(
      async () => {
        const standing = await prompt.look(signal);
        return standing.at === 'finished' ? standing : null;
      },
      { within: 30_000 },
    );
    expect(end).toMatchObject({ how: 'success', warnings: [] });
    const made = end.made.filter((one) => one.kind === 'file');
    return await Promise.all(
      made.map(async (one) => ({
        ending: extname(one.name),
        bytes: Buffer.concat(await Array.fromAsync(one.read(10_000_000, signal))),
      })),
    );
  } finally {
    await prompt.close();
  }
}

async function upload(name: string, bytes: Buffer): Promise<void> {
  const form = new FormData();
  form.append('image', new Blob([new Uint8Array(bytes)]), name);
  const answer = await fetch(`${server.url}/upload/image`, { method: 'POST', body: form });
  expect(answer.status).toBe(200);
}

const plain = (colour: string) =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer();
const svg = (content: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`);
/** Something in the middle of a green screen. */
const beforeGreen = async () =>
  sharp(await plain('#1ec83c'))
    .composite([{ input: svg('<circle cx="48" cy="32" r="16" fill="#dc966e"/>') }])
    .png()
    .toBuffer();
const leftHalf = async () =>
  sharp(await plain('#000'))
    .composite([{ input: svg('<rect width="32" height="64" fill="#fff"/>') }])
    .png()
    .toBuffer();

async function clip(program: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const still = await beforeGreen();
  async function* once() {
    yield still;
  }
  const args = [
    '-f',
    'png_pipe',
    '-i',
    'pipe:0',
    '-vf',
    'loop=5:1,fps=12',
    '-c:v',
    'libvpx-vp9',
    '-lossless',
    '1',
    '-f',
    'webm',
    'pipe:1',
  ];
  await ffmpegRun(program, args, once(), (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks);
}

/** The first frame of a video, as PNG. */
async function frame(program: string, bytes: Buffer | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  async function* once() {
    if (bytes) yield bytes;
  }
  const args = ['-i', 'pipe:0', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', 'pipe:1'];
  await ffmpegRun(program, args, once(), (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks);
}

const pixels = (bytes: Buffer | undefined) => sharp(bytes).raw().toBuffer({ resolveWithObject: true });
const near = (a: number[], b: number[]): boolean =>
  b.every((value, index) => Math.abs(value - (a[index] ?? -99)) < 24);
