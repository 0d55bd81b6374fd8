import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { contentName } from '../../../bots/card-file.ts';
import { fitFiles } from '../../../bots/discord/files.ts';
import { limits } from '../../../bots/discord/limits.ts';
import type { Placed } from '../../../bots/discord/render-card.ts';
import { type Card, type CardFile, plain } from '../../../core/card.ts';
import { DamagedFile } from '../../../core/media/trouble.ts';
import type { MediaStore } from '../../../core/media.ts';
import type { Output } from '../../../core/output.ts';

const MiB = 1024 * 1024;

function stored(name: string, bytes: Uint8Array, more: Partial<Output> = {}): [CardFile, string, Buffer] {
  const key = `job-1/${name}`;
  const output: Output = { key, name, kind: 'image', mediaType: 'image/png', bytes: bytes.length, ...more };
  return [{ from: 'store', output }, key, Buffer.from(bytes)];
}

function storeOf(...files: [CardFile, string, Buffer][]): MediaStore & { reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    put: async () => '',
    removeFolder: async () => {},
    get: async (key) => {
      reads.push(key);
      return files.find(([, one]) => one === key)?.[2] ?? null;
    },
  };
}

const leftOut = (placed: Placed) => ('leftOut' in placed ? plain(placed.leftOut) : placed);

const card = (...files: CardFile[]): Card => ({
  tone: 'good',
  summary: '',
  elements: [{ type: 'media', items: files.map((file) => ({ file, alt: 'a lighthouse' })) }],
});

/** A picture that does not compress. */
async function noise(side: number, format: 'png' | 'jpeg' = 'png'): Promise<Buffer> {
  const image = sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } });
  return format === 'png' ? image.png({ compressionLevel: 0 }).toBuffer() : image.jpeg().toBuffer();
}

const rules = { kept: {}, fileBytes: limits.fileBytes };

describe('names', () => {
  const named = (name: string, key = 'job-1/abc.png') =>
    contentName({
      from: 'store',
      output: { key, name, kind: 'image', mediaType: 'image/png', bytes: 1 },
    });

  test('hold only what Discord leaves alone, and stand for the content', () => {
    expect(named('ComfyUI_00001_.png')).toMatch(/^ComfyUI_00001-[0-9a-f]{8}\.png$/);
    expect(named('../étoile du (nord)/灯 x.PNG')).toMatch(/^[A-Za-z0-9_.-]+-[0-9a-f]{8}\.png$/);
    expect(named('灯')).toMatch(/^file-[0-9a-f]{8}$/);
    expect(named('a.png', 'job-1/1.png')).not.toBe(named('a.png', 'job-1/2.png'));
    expect(named('x'.repeat(300)).length).toBeLessThan(80);
    const bytes = (text: string): CardFile => ({
      from: 'bytes',
      name: 'preview.jpg',
      mediaType: 'image/jpeg',
      bytes: Buffer.from(text),
    });
    expect(contentName(bytes('one'))).not.toBe(contentName(bytes('two')));
  });
});

describe('attachments', () => {
  test('a new one is sent with its alt text, a kept one is only listed', async () => {
    const one = stored('a.png', Buffer.from('aaa'));
    const two = stored('b.png', Buffer.from('bbb'));
    const store = storeOf(one, two);
    const name = contentName(one[0]);
    const fitted = await fitFiles(card(one[0], two[0]), { ...rules, kept: { [name]: '99' } }, store);
    expect(store.reads).toEqual([two[1]]);
    expect(fitted.attachments).toEqual([
      { id: '99', filename: name },
      { id: 0, filename: contentName(two[0]), description: 'a lighthouse' },
    ]);
    expect(fitted.uploads).toMatchObject([{ name: contentName(two[0]), contentType: 'image/png' }]);
    expect(fitted.place(one[0])).toEqual({ name });
  });

  test('the same file twice is sent once', async () => {
    const one = stored('a.png', Buffer.from('aaa'));
    const fitted = await fitFiles(card(one[0], one[0]), rules, storeOf(one));
    expect(fitted.uploads).toHaveLength(1);
  });

  test('an eleventh file is left out, and said to be', async () => {
    const files = Array.from({ length: 11 }, (_, n) => stored(`f${n}.png`, Buffer.from(`${n}`)));
    const fitted = await fitFiles(card(...files.map(([file]) => file)), rules, storeOf(...files));
    expect(fitted.attachments).toHaveLength(10);
    expect(leftOut(fitted.place(files[10]?.[0] as CardFile))).toBe(
      'f10.png is not shown: a message holds 10 files.',
    );
  });

  test('a file that is not kept any more is said to be gone', async () => {
    const [file] = stored('a.png', Buffer.from('aaa'));
    const { place } = await fitFiles(card(file), rules, storeOf());
    expect(leftOut(place(file))).toBe('a.png is not kept any more.');
  });

  test('a damaged file is told, not shown', async () => {
    const [file] = stored('a.png', Buffer.from('aaa'));
    const get = async () => {
      throw new DamagedFile('a.png is damaged');
    };
    const { place, uploads } = await fitFiles(card(file), rules, { ...storeOf(), get });
    expect(uploads).toEqual([]);
    expect(leftOut(place(file))).toBe('a.png was damaged where it is kept, so it is not shown.');
  });
});

describe('sizes', () => {
  test('a still that is too large is made smaller, and known again afterwards', async () => {
    const picture = stored('big.png', await noise(900));
    const fileBytes = 300_000;
    const fitted = await fitFiles(card(picture[0]), { kept: {}, fileBytes }, storeOf(picture));
    const [upload] = fitted.uploads;
    if (!Buffer.isBuffer(upload?.data)) throw new Error('nothing was sent');
    expect(upload.name).toMatch(/^big-[0-9a-f]{8}\.webp$/);
    expect(upload.data.length).toBeLessThanOrEqual(fileBytes);
    expect((await sharp(upload.data).metadata()).format).toBe('webp');

    const store = storeOf(picture);
    const again = await fitFiles(card(picture[0]), { kept: { [upload.name]: '7' }, fileBytes }, store);
    expect(again.uploads).toEqual([]);
    expect(again.attachments).toEqual([{ id: '7', filename: upload.name }]);
    expect(store.reads).toEqual([]);
  });

  test('a film that is too large is left out unread, with its size', async () => {
    const film = stored('film.mp4', Buffer.alloc(11 * MiB), { kind: 'video', mediaType: 'video/mp4' });
    const store = storeOf(film);
    const { place, uploads } = await fitFiles(card(film[0]), rules, store);
    expect(leftOut(place(film[0]))).toBe('film.mp4 (11 MB) is too large to be sent here.');
    expect(uploads).toEqual([]);
    expect(store.reads).toEqual([]);
  });

  test('files that fit one by one but not together: stills give way to films', async () => {
    const films = ['a.mp4', 'b.mp4'].map((name) =>
      stored(name, Buffer.alloc(9.5 * MiB), { kind: 'video', mediaType: 'video/mp4' }),
    );
    const picture = stored('big.png', await noise(1600));
    expect(picture[2].length).toBeGreaterThan(7 * MiB);
    const all = [picture, ...films] as const;
    const fitted = await fitFiles(card(...all.map(([file]) => file)), rules, storeOf(...all));
    const total = fitted.uploads.reduce((sum, { data }) => sum + (data as Buffer).length, 0);
    expect(fitted.uploads).toHaveLength(3);
    expect(total).toBeLessThanOrEqual(limits.requestBytes);
  });

  test('bytes that are no picture, whatever they are called, are left out', async () => {
    const broken = stored('x.png', Buffer.alloc(11 * MiB));
    const { place } = await fitFiles(card(broken[0]), rules, storeOf(broken));
    expect(leftOut(place(broken[0]))).toBe('x.png (11 MB) is too large to be sent here.');
  });
});
