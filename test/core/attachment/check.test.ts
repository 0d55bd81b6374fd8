/** What people attach, as it is and as it pretends to be. */
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkAttachment } from '../../../core/attachment/check.ts';

const red = { r: 200, g: 30, b: 30 };
const create = (channels: 3 | 4, width = 48, height = 32) =>
  sharp({ create: { width, height, channels, background: { ...red, alpha: channels === 4 ? 0.5 : 1 } } });

describe('a picture', () => {
  it('is turned upright and tells nothing but itself', async () => {
    const bytes = await create(3)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
      .toBuffer();
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    const checked = await checkAttachment('image', 'a.jpg', bytes);
    expect(checked).toMatchObject({ mediaType: 'image/jpeg', extension: '.jpg', width: 32, height: 48 });
    const after = await sharp(checked.bytes).metadata();
    expect(after).toMatchObject({ width: 32, height: 48 });
    expect([after.exif, after.xmp, after.orientation]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps what is transparent in it, whatever it calls itself', async () => {
    const bytes = await create(4).webp({ lossless: true }).toBuffer();
    const checked = await checkAttachment('image', 'a.jpg', bytes);
    expect(checked).toMatchObject({ mediaType: 'image/png', extension: '.png' });
    expect((await sharp(checked.bytes).metadata()).hasAlpha).toBe(true);
  });

  it('that moves is its first frame', async () => {
    const frames = [create(3), create(3).negate()].map((one) => one.png().toBuffer());
    const bytes = await sharp(await Promise.all(frames), { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(2);
    const checked = await checkAttachment('image', 'a.gif', bytes);
    expect(checked).toMatchObject({ mediaType: 'image/png', width: 48, height: 32 });
    expect((await sharp(checked.bytes).stats()).channels[0]?.mean).toBeGreaterThan(150);
  });

  it('loses what stands behind it', async () => {
    const bytes = Buffer.concat([await create(3).png().toBuffer(), Buffer.from('PK\x03\x04 an archive')]);
    const checked = await checkAttachment('image', 'a.png', bytes);
    expect(checked.bytes.includes('an archive')).toBe(false);
  });

  it('as a mask is never written with loss', async () => {
    const checked = await checkAttachment('mask', 'a.jpg', await create(3).jpeg().toBuffer());
    expect(checked.mediaType).toBe('image/png');
  });

  it.each([
    [
      'a drawing that is a program',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      /no picture that can be used\. PNG, JPEG/,
    ],
    ['nothing at all', () => Buffer.alloc(0), /no picture that can be used/],
    ['a page', () => Buffer.from('<!doctype html><title>Sign in</title>'), /no picture that can be used/],
    [
      'HDR',
      () => Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n'),
      /no picture that can be used/,
    ],
    [
      'a HEIC',
      () => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]),
      /HEIC picture.*JPEG or PNG/,
    ],
    [
      'a picture that is cut off',
      async () => (await create(3, 400, 400).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 9000),
      /cannot be used: it cannot be opened/,
    ],
    ['few bytes with very many pixels', () => bomb(30_000, 30_000), /cannot be used|pixels/],
    ['more pixels than are taken', () => bomb(10_000, 6000), /at most 50 million are taken/],
  ])('is not %s', async (_, bytes, words) => {
    await expect(checkAttachment('image', 'fox.png', await bytes())).rejects.toThrow(words);
  });
});

/** Says of itself that it is that large; what follows is a small picture's. */
async function bomb(width: number, height: number): Promise<Buffer> {
  const bytes = await create(3).png().toBuffer();
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

describe('a recording', () => {
  it.each(['video', 'audio'] as const)('as %s is told by its bytes', async (kind) => {
    const playlist = Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n');
    await expect(checkAttachment(kind, 'a.mp4', playlist)).rejects.toThrow(/that can be used/);
    const picture = await create(3).png().toBuffer();
    await expect(checkAttachment(kind, 'a.mp4', picture)).rejects.toThrow(/that can be used/);
  });
});
