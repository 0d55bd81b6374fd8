import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { contactSheet, gridAcross, pictureGrid } from '../../core/contact-sheet.ts';

const plain = (background: string, width = 64, height = 32) =>
  sharp({ create: { width, height, channels: 4, background } })
    .png()
    .toBuffer();

describe('a contact sheet', () => {
  it('is as wide as its pictures, at most four, and shows them in turn', async () => {
    const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff'];
    const pictures = await Promise.all(
      colours.map(async (colour, index) => ({ number: index + 1, bytes: await plain(colour) })),
    );
    const sheet = await contactSheet(pictures);
    const { data, info } = await sharp(sheet ?? Buffer.alloc(0))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([4 * 240 + 5 * 12, 2 * 240 + 3 * 12]);
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
    ];
    const middle = (index: number) =>
      at(12 + (index % 4) * 252 + 120, 12 + Math.floor(index / 4) * 252 + 120);
    // JPEG changes colours a little.
    for (const [index, colour] of colours.entries()) {
      const wanted = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
      for (const [channel, value] of middle(index).entries())
        expect(Math.abs(value - (wanted[channel] ?? 0))).toBeLessThan(12);
    }
  });

  it('leaves out what is no picture, and is none without any', async () => {
    const text = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(await contactSheet([{ number: 1, bytes: text }])).toBeNull();
    expect(await contactSheet([])).toBeNull();
    const one = await contactSheet([
      { number: 1, bytes: text },
      { number: 2, bytes: await plain('#123456') },
    ]);
    expect((await sharp(one ?? Buffer.alloc(0)).metadata()).width).toBe(264);
  });
});

describe('the grid of a batch', () => {
  const square = { width: 1024, height: 1024 };
  const wide = { width: 1344, height: 768 };
  const tall = { width: 768, height: 1344 };

  it.each([
    [2, square, 2],
    [2, wide, 1],
    [2, tall, 2],
    [3, square, 2],
    [3, tall, 3],
    [4, square, 2],
    [4, wide, 2],
    [4, tall, 2],
    [6, square, 3],
    [9, square, 3],
    [16, square, 4],
  ])('of %i pictures of %o has %i in a row', (count, shape, across) => {
    expect(gridAcross(count, shape)).toBe(across);
  });

  it('shows each whole, in their order, with a number in its corner', async () => {
    const colours = ['#c00000', '#00c000', '#0000c0', '#c0c000'];
    const grid = await pictureGrid(await Promise.all(colours.map((one) => plain(one, 400, 300))));
    const { data, info } = await sharp(grid?.bytes ?? Buffer.alloc(0))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([2 * 400 + 3 * 8, 2 * 300 + 3 * 8]);
    expect(grid).toMatchObject({ width: info.width, height: info.height });
    for (const [index, colour] of colours.entries()) {
      const left = 8 + (index % 2) * 408;
      const top = 8 + Math.floor(index / 2) * 308;
      const wanted = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
      const at = ((top + 150) * info.width + left + 200) * 3;
      for (const [channel, value] of [...data.subarray(at, at + 3)].entries())
        expect(Math.abs(value - (wanted[channel] ?? 0))).toBeLessThan(12);
      // White of the number, dark of what it stands on.
      const corner = Array.from({ length: 44 }, (_, y) => {
        const from = ((top + y) * info.width + left) * 3;
        return [...data.subarray(from, from + 44 * 3)];
      }).flat();
      expect(Math.max(...corner)).toBeGreaterThan(220);
    }
  });

  it('is no larger than it is looked at, however large its pictures are', async () => {
    const large = await plain('#123456', 3000, 2000);
    const grid = await pictureGrid([large, large, large, large]);
    expect(Math.max(grid?.width ?? 0, grid?.height ?? 0)).toBeLessThan(2100);
  });

  it('is none where one of them cannot be drawn: the numbers would stand at the wrong ones', async () => {
    expect(await pictureGrid([await plain('#123456'), Buffer.from('no picture')])).toBeNull();
    expect(await pictureGrid([])).toBeNull();
  });
});
