/**
 * Draws the covers of the workflows again, and writes the film LUT: `node playground/covers/main.ts`. The covers show what a
 * workflow is for, drawn by the playground's painter; no model had a hand in them.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { drawing } from '../comfyui/art/picture.ts';
import { filmColour, filmCube } from './film.ts';
import { maps } from './maps.ts';
import { arrow, badge, bust, coverSize, film, frameOf, grid, half, perforations, words } from './shapes.ts';

const { width, height } = coverSize;
const folder = new URL('../../workflows/', import.meta.url).pathname;
/** WebP at this quality keeps every cover below 20 kB. */
const quality = 62;

const scene = (text: string, seed = '1'): Buffer => Buffer.from(drawing({ text, seed, width, height }).svg);
const png = (image: Sharp): Promise<Buffer> => image.removeAlpha().png().toBuffer();
const draw = (text: string, seed?: string): Promise<Buffer> => png(sharp(scene(text, seed)));
const over = (below: Buffer, ...shapes: (string | Buffer)[]): Promise<Buffer> =>
  png(sharp(below).composite(shapes.map((one) => ({ input: Buffer.from(one as string) }))));

/** One picture left, another right. */
async function beside(left: Buffer, right: Buffer, ...shapes: string[]): Promise<Buffer> {
  const part = await sharp(right)
    .extract({ left: width / 2, top: 0, width: width / 2, height })
    .toBuffer();
  const joined = await png(sharp(left).composite([{ input: part, left: width / 2, top: 0 }]));
  return over(joined, half, ...shapes);
}

/** What is white in `mask` of one picture, over another. */
async function through(below: Buffer, above: Buffer, mask: string): Promise<Buffer> {
  const cut = await sharp(above)
    .ensureAlpha()
    .composite([{ input: Buffer.from(mask), blend: 'dest-in' }])
    .png()
    .toBuffer();
  return over(below, cut);
}

const coarse = async (picture: Buffer): Promise<Buffer> =>
  png(
    sharp(await sharp(picture).resize(32, 18).png().toBuffer()).resize(width, height, { kernel: 'nearest' }),
  );
const plain = (colour: string): Promise<Buffer> =>
  png(sharp({ create: { width, height, channels: 3, background: colour } }));
const video = async (text: string, seed?: string): Promise<Buffer> => over(await draw(text, seed), film);
/** A video that begins with a picture: the picture stands in its corner. */
async function animated(text: string, seed?: string): Promise<Buffer> {
  const still = await sharp(await draw(text, seed))
    .resize(132, 74)
    .png()
    .toBuffer();
  const whole = await video(text, seed);
  return over(
    await png(sharp(whole).composite([{ input: still, left: 18, top: height - 110 }])),
    frameOf(18, height - 110, 132, 74),
  );
}

const recipes: Record<string, () => Promise<Buffer>> = {
  sdxl: () => draw('a lighthouse on the coast at sunset', '4'),
  flux: () => draw('a castle in the mountains at dawn', '2'),
  'no-model': () => draw('mountains at dusk', '3'),
  'flux-schnell': () => draw('a fox in an autumn forest', '2'),
  'flux2-klein-4b': () => draw('hot air balloons over mountains', '5'),
  'flux2-klein-9b': () => draw('a windmill in a field of tulips', '1'),
  'qwen-image': async () => over(await draw('a neon city street at night', '2'), words('open late')),
  'z-image': () => draw('an astronaut in space above a planet', '3'),
  sd15: () => draw('a boat on a lake', '6'),
  'cosmos-image': () => draw('a robot in the city', '4'),
  'image-to-image': async () =>
    beside(
      await png(sharp(scene('a house in a meadow', '2')).greyscale().blur(3)),
      await draw('a house in a meadow at sunset', '2'),
      arrow,
    ),
  'picture-no-model': async () =>
    beside(
      await draw('a boat on a lake', '8'),
      await png(sharp(await draw('a boat on a lake', '8')).negate({ alpha: false })),
      arrow,
    ),
  inpaint: async () =>
    through(await draw('a forest in summer', '3'), await draw('a forest in winter', '3'), badge),
  edit: async () =>
    beside(
      await draw('a house in a meadow in summer', '7'),
      await draw('a house in a meadow in winter', '7'),
      arrow,
    ),
  'style-transfer': async () =>
    beside(
      await draw('a windmill in a meadow', '4'),
      await png(
        sharp(await draw('a windmill in a meadow', '4'))
          .median(11)
          .modulate({ saturation: 1.9, hue: 320 }),
      ),
      arrow,
    ),
  upscale: async () =>
    beside(await coarse(await draw('a whale in the sea', '3')), await draw('a whale in the sea', '3'), arrow),
  'upscale-tiled': async () =>
    beside(
      await coarse(await draw('a castle in the mountains', '9')),
      await draw('a castle in the mountains', '9'),
      grid,
    ),
  'face-restore': async () =>
    beside(
      await png(sharp(scene('a portrait of a woman', '3')).blur(7)),
      await draw('a portrait of a woman', '3'),
    ),
  background: async () =>
    beside(
      await through(await draw('a city street', '3'), await plain('#e8b48a'), bust),
      await through(await draw('a beach at sunset', '3'), await plain('#e8b48a'), bust),
      arrow,
    ),
  'background-mask': async () =>
    beside(
      await through(await plain('#000'), await plain('#fff'), bust),
      await through(await draw('mountains in winter', '6'), await plain('#e8b48a'), bust),
      arrow,
    ),
  'chroma-key': async () =>
    beside(
      await through(await plain('#22c447'), await plain('#e8b48a'), bust),
      await through(await draw('a forest at dawn', '2'), await plain('#e8b48a'), bust),
      arrow,
    ),
  'film-look': async () =>
    beside(await draw('a boat on the sea', '2'), await graded('a boat on the sea', '2')),
  maps: () => png(sharp(maps(width, height), { raw: { width, height, channels: 3 } })),
  'wan-video': () => video('a whale in the sea at sunset', '5'),
  'wan-i2v': () => animated('a deer in a forest at dawn', '2'),
  'ltx-video': () => video('birds over the sea', '4'),
  ltx2: () => video('a neon city in the rain at night', '6'),
  'ltx2-i2v': () => animated('a lighthouse in a storm', '2'),
  svd: () => animated('a boat on a lake at dusk', '3'),
  animatediff: () => video('a cat on a rooftop at night', '2'),
  'cosmos-video': () => video('a desert at sunset', '3'),
  'cosmos-i2v': () => animated('a robot in the city', '8'),
  interpolate: async () => over(await draw('a rocket in space', '4'), words('2x 4x 8x'), perforations),
  'video-upscale': async () =>
    beside(await coarse(await draw('a coral reef', '2')), await draw('a coral reef', '2'), perforations),
  coherence: async () =>
    beside(
      await png(sharp(scene('a meadow in spring', '3')).modulate({ brightness: 1.25, saturation: 0.5 })),
      await draw('a meadow in spring', '3'),
      perforations,
    ),
  'chroma-key-video': async () =>
    beside(
      await through(await plain('#2257d4'), await plain('#e8b48a'), bust),
      await through(await draw('a desert at dawn', '4'), await plain('#e8b48a'), bust),
      perforations,
    ),
  'film-look-video': async () =>
    beside(await draw('mountains and a lake', '4'), await graded('mountains and a lake', '4'), perforations),
  export: async () => over(await draw('hot air balloons at dawn', '2'), words('mp4 webm webp'), perforations),
};

async function graded(text: string, seed: string): Promise<Buffer> {
  const { data } = await sharp(scene(text, seed)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    data.set(
      filmColour([red / 255, green / 255, blue / 255]).map((value) => Math.round(255 * value)),
      at,
    );
  }
  return png(sharp(data, { raw: { width, height, channels: 3 } }));
}

for (const [name, recipe] of Object.entries(recipes)) {
  const bytes = await sharp(await recipe())
    .webp({ quality, effort: 6 })
    .toBuffer();
  await writeFile(join(folder, `${name}.webp`), bytes);
}
await writeFile(join(folder, 'rendezvous-film.cube'), filmCube());
