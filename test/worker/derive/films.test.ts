import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { derive, type Found } from '../../../worker/derive/derive.ts';
import { type Ffmpeg, openFfmpeg } from '../../../worker/derive/ffmpeg.ts';
import { makePlayable } from '../../../worker/derive/film.ts';
import { inputOf, probe } from '../../../worker/derive/probe.ts';
import { examine } from '../../../worker/examine.ts';
import { exr, film, hasFfmpeg } from '../../support/films.ts';

let root: string;
let ffmpeg: Ffmpeg | null;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rendezvous-derive-'));
  ffmpeg = await openFfmpeg();
});
afterAll(() => rm(root, { recursive: true }));

const { signal } = new AbortController();
const log = pino({ level: 'silent' });

async function found(path: string, by = ffmpeg): Promise<Found> {
  const what = await examine(path, path, /\.(apng|webp|gif)$/.test(path));
  return derive({ path, what, bytes: (await stat(path)).size, ffmpeg: by, log, signal });
}

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(root, name);
  await writeFile(path, bytes);
  return path;
}

describe.runIf(hasFfmpeg)('with ffmpeg', () => {
  test('a film that plays everywhere has a poster and a length, and no copy', async () => {
    const path = film(root, 'plain.mp4', [
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
      '-t',
      '1',
    ]);
    const { preview, poster, seconds, width, height } = await found(path);
    expect({ preview, width, height }).toEqual({ preview: undefined, width: 64, height: 48 });
    expect(seconds).toBeCloseTo(1, 0);
    expect(await sharp(poster?.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 48 });
  });

  test.each([
    ['ten bits', 'ten.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p10le']],
    ['ProRes', 'pro.mov', ['-c:v', 'prores_ks', '-profile:v', '0']],
    ['Matroska', 'a.mkv', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p']],
    ['WebM', 'a.webm', ['-c:v', 'libvpx', '-deadline', 'realtime']],
    ['odd sides', 'odd.avi', ['-c:v', 'ffv1', '-vf', 'crop=63:47', '-pix_fmt', 'yuv444p']],
  ])('%s gets a copy that plays everywhere', async (_what, name, args) => {
    const path = film(root, name, [...args, '-t', '1']);
    const { preview, poster, missing } = await found(path);
    expect(missing).toBeUndefined();
    expect(poster?.mediaType).toBe('image/jpeg');
    expect(preview).toMatchObject({ because: 'form', mediaType: 'video/mp4' });
    const copy = await file(`${name}.copy.mp4`, preview?.bytes ?? Buffer.alloc(0));
    const input = inputOf(copy, 'video/mp4');
    if (!ffmpeg || !input) throw new Error('no ffmpeg');
    const { picture, sound, seconds } = await probe(ffmpeg, input, signal);
    expect(picture).toMatchObject({ codec: 'h264', pixels: 'yuv420p' });
    expect(sound?.codec ?? 'aac').toBe('aac');
    expect(seconds).toBeGreaterThan(0.8);
    // What says how to play it stands before what is played.
    const bytes = await readFile(copy);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  test('what is too large is made to fit, or refused', async () => {
    const noisy = film(
      root,
      'noisy.mp4',
      ['-vf', 'noise=alls=90:allf=t', '-c:v', 'libx264', '-crf', '4', '-t', '3'],
      '320x240',
      3,
    );
    const input = inputOf(noisy, 'video/mp4');
    if (!ffmpeg || !input) throw new Error('no ffmpeg');
    const probed = await probe(ffmpeg, input, signal);
    const most = 300 * 1024;
    expect((await stat(noisy)).size).toBeGreaterThan(4 * most);
    const bytes = await makePlayable(ffmpeg, input, probed, most, signal, async (path) => readFile(path));
    expect(bytes.length).toBeLessThan(most);
    const copy = inputOf(await file('small.mp4', bytes), 'video/mp4');
    expect((copy && (await probe(ffmpeg, copy, signal)))?.seconds).toBeCloseTo(3, 0);
    const whole = makePlayable(ffmpeg, input, probed, 20 * 1024, signal, async (path) => readFile(path));
    await expect(whole).rejects.toThrow('small enough');
  });

  test.each([
    ['a.flac', ['-c:a', 'flac']],
    ['a.mp3', ['-c:a', 'libmp3lame']],
    ['a.opus', ['-c:a', 'libopus']],
    ['a.ogg', ['-c:a', 'libvorbis']],
    ['a.wav', []],
  ])('the length of %s is known', async (name, args) => {
    const path = film(root, name, ['-vn', ...args, '-t', '2'], '64x48', 2);
    expect((await examine(path, name, false)).kind).toBe('audio');
    expect((await found(path)).seconds).toBeCloseTo(2, 0);
  });

  test('light is brought to what a screen shows: what is bright stays apart, nothing turns black or is cut off', async () => {
    const bytes = exr(32, 16, (x) => (x < 16 ? [0.18, 0.18, 0.18] : [8, 4, 2]));
    const { preview, mediaType } = await found(await file('light.exr', bytes));
    expect(mediaType).toBe('image/x-exr');
    expect(preview).toMatchObject({ because: 'form', mediaType: 'image/jpeg', width: 32, height: 16 });
    const pixels = await sharp(preview?.bytes).raw().toBuffer();
    const at = (x: number) => [...pixels.subarray((8 * 32 + x) * 3, (8 * 32 + x) * 3 + 3)];
    expect(at(4)[0]).toBeGreaterThan(20);
    const [red = 0, green = 0, blue = 0] = at(28);
    expect(red).toBeGreaterThan(green);
    expect(green).toBeGreaterThan(blue);
    expect(blue).toBeGreaterThan(at(4)[0] ?? 255);
  });

  test('an animated PNG is made to move', async () => {
    const path = film(root, 'moving.apng', ['-an', '-f', 'apng', '-plays', '0']);
    expect((await examine(path, 'a.png', true)).kind).toBe('animation');
    const { preview } = await found(path);
    expect(preview).toMatchObject({ because: 'form', mediaType: 'image/webp' });
    expect((await sharp(preview?.bytes).metadata()).pages).toBeGreaterThan(10);
  });

  test('a playlist that calls itself a film opens no other file, and a damaged one ends nothing', async () => {
    const mp4 = await readFile(film(root, 'whole.mp4', ['-c:v', 'libx264', '-t', '1']));
    const cut = await found(await file('cut.mp4', mp4.subarray(0, 600)));
    expect(cut.preview).toBeUndefined();
    if (!ffmpeg) throw new Error('no ffmpeg');
    const list = await file('list.mp4', Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:/etc/passwd\n'));
    await expect(probe(ffmpeg, { path: list, demuxer: 'hls' }, signal)).rejects.toThrow();
    await expect(probe(ffmpeg, { path: list, demuxer: 'mov' }, signal)).rejects.toThrow();
  });

  test('whoever calls it off is obeyed', async () => {
    const over = new AbortController();
    over.abort(new Error('enough'));
    const path = film(root, 'over.mkv', ['-c:v', 'libx264', '-t', '1']);
    const what = await examine(path, path, false);
    const work = derive({ path, what, bytes: 1, ffmpeg, log, signal: over.signal });
    await expect(work).rejects.toThrow('enough');
  });
});
