import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { contactSheet } from '../../core/contact-sheet.ts';

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
