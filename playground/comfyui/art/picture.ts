/** From a prompt and a seed to a picture: the same ones give the same picture, at any size. */
import sharp, { type OverlayOptions } from 'sharp';
import { fromSharp, type Pixels } from '../pixels.ts';
import { strip } from './caption.ts';
import { captionColours, choosePalette, type Palette } from './palette.ts';
import { seeded } from './random.ts';
import { abstract } from './scenes/abstract.ts';
import { city } from './scenes/city.ts';
import { desert } from './scenes/desert.ts';
import { forest } from './scenes/forest.ts';
import { meadow } from './scenes/meadow.ts';
import { mountains } from './scenes/mountains.ts';
import { portrait } from './scenes/portrait.ts';
import { sea } from './scenes/sea.ts';
import { space } from './scenes/space.ts';
import { underwater } from './scenes/underwater.ts';
import { rain, snowfall } from './sky.ts';
import { n, type Stage } from './stage.ts';
import { type MotifName, readSubject, type SceneName } from './words.ts';

interface PictureWish {
  text: string;
  seed: string;
  width: number;
  height: number;
}

const SCENES: Record<SceneName, (stage: Stage, prompt: string) => string> = {
  sea,
  mountains,
  forest,
  city,
  meadow,
  desert,
  space,
  underwater,
  portrait,
  abstract,
};

/** Where things are when the prompt only names the thing. */
const HOMES: Partial<Record<MotifName, SceneName>> = {
  cat: 'city',
  robot: 'city',
  rocket: 'space',
  astronaut: 'space',
  birds: 'sea',
  balloons: 'mountains',
  house: 'meadow',
  castle: 'mountains',
};

const OUTDOORS: SceneName[] = ['sea', 'mountains', 'forest', 'city', 'meadow', 'desert'];

export interface Drawing {
  /** Without the strip, and with a viewBox of its own. */
  svg: string;
  palette: Palette;
  width: number;
  height: number;
}

export function drawing({ text, seed, width: pixelWidth, height: pixelHeight }: PictureWish): Drawing {
  const random = seeded(`${text}|${seed}`);
  const subject = readSubject(text);
  const palette = choosePalette(subject, random.fork('palette'));
  const scale = 1000 / Math.min(pixelWidth, pixelHeight);
  const [width, height] = [pixelWidth * scale, pixelHeight * scale];
  const own = random.fork('stage');
  const tall = height > width * 1.25;
  const horizon = height * (tall ? own.between(0.5, 0.6) : own.between(0.54, 0.64));
  const { low } = palette;
  const radius = palette.night ? own.between(34, 52) : low ? own.between(52, 82) : own.between(34, 48);
  const light = {
    x: width * (own.chance(0.5) ? own.between(0.2, 0.38) : own.between(0.62, 0.8)),
    y: low ? horizon - radius * own.between(0.6, 2.1) : horizon * own.between(0.2, 0.45),
    radius,
  };
  const definitions: string[] = [];
  const stage: Stage = {
    width,
    height,
    horizon,
    light,
    palette,
    subject,
    random,
    define(svg) {
      const id = `d${definitions.length}`;
      definitions.push(svg(id));
      return `url(#${id})`;
    },
  };
  const home = subject.motifs.map((name) => HOMES[name]).find((name) => name !== undefined);
  const scene = subject.scene ?? home ?? 'abstract';
  const weather = OUTDOORS.includes(scene)
    ? subject.season === 'winter'
      ? snowfall(stage)
      : subject.rain
        ? rain(stage)
        : ''
    : '';
  const content = SCENES[scene](stage, text) + weather;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${pixelWidth}" height="${pixelHeight}" viewBox="0 0 ${n(width)} ${n(height)}" preserveAspectRatio="none"><defs>${definitions.join('')}</defs>${content}</svg>`;
  return { svg, palette, width, height };
}

/** The strip alone, as large as the picture it belongs to, transparent above. */
export function stripOverlay(
  { palette, width, height }: Drawing,
  pixelWidth: number,
  pixelHeight: number,
): Promise<Buffer> {
  const dots = [palette.accent, palette.brights[1], palette.sky[1], palette.leaves[1]];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${pixelWidth}" height="${pixelHeight}" viewBox="0 0 ${n(width)} ${n(height)}" preserveAspectRatio="none">${strip(width, height, { ...captionColours(palette), dots })}</svg>`;
  return sharp(Buffer.from(svg)).png({ compressionLevel: 1 }).toBuffer();
}

export async function drawPicture(wish: PictureWish): Promise<Pixels> {
  const drawn = drawing(wish);
  const overlay = await stripOverlay(drawn, wish.width, wish.height);
  const picture = sharp(Buffer.from(drawn.svg)).composite([...grain(wish), { input: overlay }]);
  return fromSharp(picture.removeAlpha());
}

/** A little tooth, as of printed paper. Too small a picture shows none. */
function grain({ width, height, seed }: PictureWish): OverlayOptions[] {
  if (Math.min(width, height) < 256) return [];
  const size = 192;
  const random = seeded(`${seed}:grain`);
  const data = Buffer.alloc(size * size * 4);
  for (let at = 0; at < data.length; at += 4) {
    const tone = random() < 0.5 ? 0 : 255;
    data.fill(tone, at, at + 3);
    data[at + 3] = Math.round(10 * random());
  }
  return [{ input: data, raw: { width: size, height: size, channels: 4 }, tile: true, blend: 'over' }];
}
