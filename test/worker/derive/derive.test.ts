import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import sharp, { type SharpOptions } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inWords, say } from '../../../core/say.ts';
import { derive, type Found } from '../../../worker/derive/derive.ts';
import { openFfmpeg } from '../../../worker/derive/ffmpeg.ts';
import { examine } from '../../../worker/examine.ts';
import { exr } from '../../support/films.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rendezvous-derive-'));
});
afterAll(() => rm(root, { recursive: true }));

const { signal } = new AbortController();
const log = pino({ level: 'silent' });

async function found(path: string, most?: number): Promise<Found> {
  const what = await examine(path, path, /\.(apng|webp|gif)$/.test(path));
  return derive({
    path,
    what,
    bytes: (await stat(path)).size,
    ffmpeg: null,
    ...(most && { most }),
    log,
    signal,
  });
}

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(root, name);
  await writeFile(path, bytes);
  return path;
}

const deep = (channels: 3 | 4) =>
  sharp(Buffer.from(new Uint16Array(8 * 6 * channels).fill(40_000).buffer), {
    raw: { width: 8, height: 6, channels, depth: 'ushort' },
  } as SharpOptions).toColourspace('rgb16');

test('what a chat shows as it is gets no preview', async () => {
  const png = await sharp({ create: { width: 8, height: 6, channels: 4, background: '#3366990f' } })
    .png()
    .toBuffer();
  expect(await found(await file('plain.png', png))).toEqual({});
});

test('sixteen bits per channel and TIFF are previewed with eight, alpha stays', async () => {
  const opaque = await found(await file('deep.png', await deep(3).png().toBuffer()));
  expect(opaque.preview).toMatchObject({ because: 'form', mediaType: 'image/jpeg', width: 8, height: 6 });
  const clear = await found(await file('clear.png', await deep(4).png().toBuffer()));
  expect(clear.preview).toMatchObject({ because: 'form', mediaType: 'image/webp' });
  expect(await sharp(clear.preview?.bytes).metadata()).toMatchObject({ hasAlpha: true, depth: 'uchar' });
  const tiff = await sharp({ create: { width: 9, height: 7, channels: 3, background: '#369' } })
    .tiff()
    .toBuffer();
  const { preview } = await found(await file('scan.tiff', tiff));
  expect(preview).toMatchObject({ because: 'form', width: 9, height: 7 });
});

test('what moves and is too large moves still, with fewer bytes', async () => {
  const frames = randomBytes(96 * 96 * 3 * 3);
  const raw = { width: 96, height: 96 * 3, channels: 3 as const, pageHeight: 96 };
  const webp = await sharp(frames, { raw })
    .webp({ lossless: true, delay: [100, 100, 100] })
    .toBuffer();
  const path = await file('moving.webp', webp);
  expect(await found(path)).toEqual({});
  const { preview } = await found(path, 20_000);
  expect(preview).toMatchObject({ because: 'size', mediaType: 'image/webp' });
  expect(preview?.bytes.length).toBeLessThanOrEqual(20_000);
  expect((await sharp(preview?.bytes).metadata()).pages).toBe(3);
  expect(inWords((await found(path, 100)).missing ?? '')).toContain('no copy of it could be made');
});

describe('without ffmpeg', () => {
  test('there is none where its programs are not', async () => {
    expect(await openFfmpeg({ ffmpeg: '/nowhere/ffmpeg', ffprobe: '/nowhere/ffprobe' })).toBeNull();
  });

  test('light is kept, and why it is not shown is said', async () => {
    const path = await file(
      'dark.exr',
      exr(4, 4, () => [1, 1, 1]),
    );
    expect(await found(path)).toEqual({
      mediaType: 'image/x-exr',
      missing: say('to show it, the worker would need ffmpeg'),
    });
  });
});
