import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawing, drawPicture } from '../../../../playground/comfyui/art/picture.ts';
import { readSubject } from '../../../../playground/comfyui/art/words.ts';
import { toSharp } from '../../../../playground/comfyui/pixels.ts';

const PROMPTS = [
  'a lighthouse on a cliff at sunset',
  'a red fox in a snowy forest',
  'cyberpunk city street, rain, neon',
  'mountain lake at dawn with balloons and a castle',
  'tulips and poppies in a meadow, windmill',
  'desert with cactus and a robot',
  'astronaut, galaxy, rocket',
  'coral reef, jellyfish, underwater',
  'portrait of a man with a beard',
  'whale and sailing boat in a storm',
  'deer in an autumn forest at night',
  'aurora over a cabin, winter',
  'hope',
  '',
];

const digest = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
const draw = (text: string, seed = '1', width = 96, height = 64) =>
  drawPicture({ text, seed, width, height });

describe('a drawing', () => {
  test.each(PROMPTS.map((text, index) => [text, index % 2 === 0] as const))(
    'of "%s" can be drawn (wide: %s)',
    async (text, wide) => {
      const [width, height] = wide ? [96, 64] : [64, 112];
      const pixels = await draw(text, '1', width, height);
      expect([pixels.width, pixels.height, pixels.channels]).toEqual([width, height, 3]);
      // More than one colour: something is on it.
      const { channels } = await toSharp(pixels).stats();
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(8);
    },
  );

  test('is sound SVG, whatever the seed and the shape', () => {
    for (const [index, text] of PROMPTS.entries()) {
      const { svg } = drawing({ text, seed: String(index), width: 64 + 40 * (index % 3), height: 64 });
      expect(svg, text).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test('is the same for the same words and seed, and another for others', async () => {
    const [one, same, otherSeed, otherWords] = await Promise.all([
      draw('a fox'),
      draw('a fox'),
      draw('a fox', '2'),
      draw('a cat'),
    ]);
    expect(digest(same.data)).toBe(digest(one.data));
    expect(digest(otherSeed.data)).not.toBe(digest(one.data));
    expect(digest(otherWords.data)).not.toBe(digest(one.data));
  });

  test('is the same picture small and large', async () => {
    const [small, large] = [
      await draw('mountain lake', '5', 64, 64),
      await draw('mountain lake', '5', 512, 512),
    ];
    const shrunk = await toSharp(large).resize(64, 64).raw().toBuffer();
    const apart =
      small.data.reduce((sum, value, at) => sum + Math.abs(value - (shrunk[at] as number)), 0) /
      small.data.length;
    expect(apart).toBeLessThan(9);
  });

  test('says on itself that it was drawn without a model', async () => {
    const { data, info } = await toSharp(await draw('a bright white snowy day', '1', 1000, 1000))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const light = (x: number, y: number) =>
      [0, 1, 2].reduce(
        (sum, channel) => sum + (data[(y * info.width + x) * info.channels + channel] as number),
        0,
      ) / 3;
    // The strip is dark all along its upper edge, and has light strokes in its left part.
    for (let x = 5; x < 1000; x += 40) expect(light(x, 958), `x = ${x}`).toBeLessThan(90);
    const written = Array.from({ length: 300 }, (_, x) => light(28 + x, 978)).filter((value) => value > 150);
    expect(written.length).toBeGreaterThan(20);
  });

  test('keeps the words of the prompt out of itself', () => {
    const text = '<script>alert(1)</script> "secret" & co, a lighthouse';
    const { svg } = drawing({ text, seed: '1', width: 64, height: 64 });
    expect(svg).not.toMatch(/script|secret|alert/);
  });
});

describe('words', () => {
  test.each([
    ['a lighthouse at night', 'sea', 'night', ['lighthouse']],
    ['a mountain lake at dawn', 'mountains', 'dawn', []],
    ['fox, snow', 'forest', null, ['fox']],
    ['portrait of a man with a beard', 'portrait', null, []],
    ['neon city', 'city', 'neon', []],
    ['a cup of coffee', null, null, []],
  ] as const)('"%s"', (text, scene, time, motifs) => {
    expect(readSubject(text)).toMatchObject({ scene, time, motifs });
  });

  test('a lighthouse is no house, a beard no bear', () => {
    expect(readSubject('lighthouse').motifs).not.toContain('house');
    expect(readSubject('a beard').scene).not.toBe('forest');
  });
});

test('previews clear up step by step', async () => {
  const { sketch } = await import('../../../../playground/comfyui/art/sketch.ts');
  const small = await draw('a fox in the forest', '1', 64, 48);
  const frame = sketch(small, 'seed');
  const target = await toSharp(small).resize(512, 384, { kernel: 'linear' }).raw().toBuffer();
  const distances: number[] = [];
  for (const done of [0.1, 0.4, 0.7, 1]) {
    const { format, bytes } = await frame(done);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([format, info.width, info.height]).toEqual(['JPEG', 512, 384]);
    distances.push(
      data.reduce((sum, value, at) => sum + Math.abs(value - (target[at] as number)), 0) / data.length,
    );
  }
  expect(distances).toEqual([...distances].sort((a, b) => b - a));
  expect(distances.at(-1)).toBeLessThan(4);
});
