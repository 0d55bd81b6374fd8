import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine as examineFile } from '../../worker/examine.ts';

let root: string;
let files = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rendezvous-examine-'));
});
afterAll(() => rm(root, { recursive: true }));

async function examine(bytes: Uint8Array, name: string, animated: boolean) {
  files += 1;
  const path = join(root, String(files));
  await writeFile(path, bytes);
  return examineFile(path, name, animated);
}

const picture = (width = 8, height = 6) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } });

test('bytes decide, not the name', async () => {
  const jpeg = await picture().jpeg().toBuffer();
  expect(await examine(jpeg, 'evil.html', false)).toEqual({
    kind: 'image',
    mediaType: 'image/jpeg',
    extension: '.jpg',
    width: 8,
    height: 6,
  });
  const page = Buffer.from('<!doctype html><script>alert(1)</script>');
  expect(await examine(page, 'picture.png', false)).toMatchObject({
    kind: 'file',
    mediaType: 'application/octet-stream',
    extension: '.bin',
  });
});

test('what moves is an animation: by its frames, or by the word of the node for those of one frame', async () => {
  const frames = Buffer.concat([Buffer.alloc(8 * 8 * 3, 10), Buffer.alloc(8 * 8 * 3, 200)]);
  const raw = { width: 8, height: 16, channels: 3 as const, pageHeight: 8 };
  const webp = await sharp(frames, { raw })
    .webp({ delay: [100, 100] })
    .toBuffer();
  expect(await examine(webp, 'a.webp', false)).toMatchObject({ kind: 'animation', width: 8, height: 8 });
  const still = await picture().webp().toBuffer();
  expect((await examine(still, 'a.webp', false)).kind).toBe('image');
  expect((await examine(still, 'a.webp', true)).kind).toBe('animation');
});

test('texts are texts only when they are', async () => {
  expect(await examine(Buffer.from('héllo'), 'a.txt', false)).toMatchObject({
    kind: 'text',
    mediaType: 'text/plain',
  });
  expect((await examine(Buffer.from([0x68, 0, 0x69]), 'a.txt', false)).kind).toBe('file');
  expect((await examine(Buffer.from([0xff, 0xfe, 0x41]), 'a.json', false)).kind).toBe('file');
  expect((await examine(Buffer.from('<svg/>'), 'a.svg', false)).extension).toBe('.bin');
});

test('a picture that cannot be opened is a file, and an unknown name gives no extension', async () => {
  const png = await picture().png().toBuffer();
  const broken = await examine(png.subarray(0, 20), 'a.png', false);
  expect(broken).toMatchObject({ kind: 'file', extension: '.bin' });
  expect((await examine(Buffer.from([1, 2, 3]), 'x.latent', false)).extension).toBe('.latent');
  expect((await examine(Buffer.from([1, 2, 3]), '../../x.sh', false)).extension).toBe('.bin');
});
