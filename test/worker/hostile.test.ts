/** Files that mean no good: looked at without harm, and never shown as what they are not. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inWords, say } from '../../core/say.ts';
import { isPlainFolder, isPlainName } from '../../worker/comfyui/names.ts';
import { examine as examineFile } from '../../worker/examine.ts';
import { flatPng, gif, packedText, zipEnd } from '../support/crafted.ts';

let root: string;
let files = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rendezvous-hostile-'));
});
afterAll(() => rm(root, { recursive: true }));

async function examine(bytes: Uint8Array, name = 'a.png') {
  files += 1;
  const path = join(root, String(files));
  await writeFile(path, bytes);
  return examineFile(path, name, false);
}
const plain = { kind: 'file', mediaType: 'application/octet-stream', extension: '.bin' };
const colours = sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } });
const noise = () =>
  sharp({
    create: {
      width: 120,
      height: 90,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

describe('a picture with something behind it', () => {
  const kinds = {
    png: () => noise().png().toBuffer(),
    jpeg: () => noise().jpeg().toBuffer(),
    'jpeg in scans': () => noise().jpeg({ progressive: true }).toBuffer(),
    gif: () => noise().gif().toBuffer(),
    webp: () => noise().webp().toBuffer(),
    avif: () => colours.clone().avif({ effort: 0 }).toBuffer(),
  };
  it.each(Object.entries(kinds))(
    '%s: whole it is a picture, with an archive behind it a plain file',
    async (_kind, make) => {
      const picture = await make();
      expect(await examine(picture)).toMatchObject({ kind: 'image' });
      expect(await examine(Buffer.concat([picture, zipEnd]))).toEqual({
        ...plain,
        doubt: say('there is something else behind its picture'),
      });
      expect(await examine(Buffer.concat([picture, Buffer.from('<script>1</script>')]))).toMatchObject(plain);
    },
  );

  it('JPEGs behind a JPEG, as cameras write them, are no disguise', async () => {
    const picture = await noise().jpeg().toBuffer();
    expect(await examine(Buffer.concat([picture, picture]))).toMatchObject({ kind: 'image' });
    expect(await examine(Buffer.concat([picture, picture, zipEnd]))).toMatchObject(plain);
  });

  it('animations are walked through to their end, too', async () => {
    const frames = await sharp(await Promise.all([1, 2, 3].map(() => noise().png().toBuffer())), {
      join: { animated: true },
    })
      .gif()
      .toBuffer();
    expect(await examine(frames)).toMatchObject({ kind: 'animation' });
    expect(await examine(Buffer.concat([frames, zipEnd, Buffer.from(';')]))).toMatchObject(plain);
  });
});

describe('a picture too large to be opened', () => {
  it.each([
    ['PNG of 60,000 pixels square', flatPng(60_000, 60_000)],
    ['PNG of one very long row', flatPng(200_000_000, 1)],
    ['GIF on the largest canvas', gif(65_535, 65_535, 1)],
    ['GIF of 5000 frames', gif(10, 10, 5000)],
    ['GIF of many large frames', gif(5000, 5000, 100)],
  ])('%s', async (_what, bytes) => {
    expect(bytes.length).toBeLessThan(26_000_000);
    const examined = await examine(bytes);
    expect(examined).toMatchObject(plain);
    expect(inWords(examined.doubt ?? '')).toMatch(/larger than we open|more than we open|cannot be opened/);
  });

  it('what is small enough is opened as ever', async () => {
    expect(await examine(flatPng(1000, 1000))).toMatchObject({ kind: 'image', width: 1000 });
    expect(await examine(gif(10, 10, 50))).toMatchObject({ kind: 'animation' });
  });

  it('a text that unpacks to 100 MB is no reason to unpack it', async () => {
    const bomb = flatPng(100, 100, [packedText(100_000_000)]);
    expect(bomb.length).toBeLessThan(500_000);
    const before = process.memoryUsage().rss;
    await examine(bomb);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});

describe('a picture that is none', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
  it.each([
    ['SVG', Buffer.from(svg)],
    ['SVG with a declaration', Buffer.from(`<?xml version="1.0"?>\n${svg}`)],
    ['SVG, packed', gzipSync(svg)],
    ['page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['program', Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(60)])],
    ['PDF', Buffer.from('%PDF-1.7\n%\n')],
    ['script', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['nothing', Buffer.alloc(0)],
  ])('%s', async (_what, bytes) => {
    for (const name of ['a.png', 'a.jpg', 'a.svg', 'a'])
      expect(await examine(bytes, name)).toMatchObject(plain);
  });

  it('bytes at random, whatever their beginning, do no harm', async () => {
    const beginnings = [
      '89504e470d0a1a0a0000000d49484452',
      '474946383961',
      'ffd8ffe0',
      '52494646',
      '0000002066747970',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...beginnings.map((hex) => Buffer.from(hex, 'hex'))),
        fc.uint8Array({ maxLength: 300 }),
        async (beginning, rest) => {
          const { kind, extension } = await examine(Buffer.concat([beginning, rest]));
          expect(extension).toMatch(/^\.[a-z0-9]{1,8}$/);
          expect(kind).not.toBe('text');
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a name from the server', () => {
  it.each([
    '',
    '.',
    '..',
    '...',
    '../a.png',
    'a/b.png',
    'a\\b.png',
    '/etc/passwd',
    'C:evil.png',
    'a\0.png',
    'a\n.png',
    'CON',
    'con.png',
    'aux.png',
    'NUL .txt',
    'Com1.png',
    'lpt9',
    'x'.repeat(256),
    'gpj\u202egnp.exe',
    '\ud800.png',
  ])('is refused: %j', (name) => {
    expect(isPlainName(name)).toBe(false);
  });
  it.each([
    'ComfyUI_00001_.png',
    'Füchse im Schnee (2).webp',
    '🦊.png',
    '..a.png',
    'a..b.png',
    'console.png',
    'auxiliary.png',
    '日本語.mp4',
    '12:30.png',
  ])('is taken: %j', (name) => {
    expect(isPlainName(name)).toBe(true);
  });
  it.each([
    '..',
    '../..',
    '/etc',
    'a/../b',
    'a//b',
    'C:\\x',
    '\\\\host\\share',
    'a/',
    'nul/x',
    '/',
    'a/'.repeat(600),
  ])('leads nowhere: folder %j', (folder) => {
    expect(isPlainFolder(folder)).toBe(false);
  });
  it.each(['', 'rendezvous', 'video/2026', 'video\\2026'])('leads into the output folder: %j', (folder) => {
    expect(isPlainFolder(folder)).toBe(true);
  });
  it('never leaves the folder it is in', () => {
    const characters = fc.constantFrom('.', '/', '\\', 'a', ':', '\0', ' ', 'C', '\u202e');
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 8 }), (name) => {
        fc.pre(isPlainName(name));
        expect(join('/base', name)).toBe(`/base/${name}`);
        expect(join('/base', name)).not.toBe('/base/');
      }),
    );
  });
});
