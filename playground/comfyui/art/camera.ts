/** A moving picture of one drawing, or of a given picture: the camera drifts slowly over what is larger than the frame. */
import sharp from 'sharp';
import { type Batch, fromSharp, type Pixels, toSharp } from '../pixels.ts';
import { drawing, stripOverlay } from './picture.ts';
import { seeded } from './random.ts';

interface Shot {
  text: string;
  seed: string;
  width: number;
  height: number;
  frames: number;
  /** Shown instead of a drawing. */
  start?: Pixels;
}

/** How much larger the drawing is than the frame. */
const MARGIN = 1.3;
/** How much of the drawing a frame shows at the least. */
const CLOSEST = 1.08;

export async function cameraMove({ text, seed, width, height, frames, start }: Shot): Promise<Batch> {
  const drawn = drawing({ text, seed, width, height });
  const [fullWidth, fullHeight] = [Math.round(width * MARGIN), Math.round(height * MARGIN)];
  const whole = start ? toSharp(start) : sharp(Buffer.from(drawn.svg), { density: 72 * MARGIN });
  const full = await whole
    .resize(fullWidth, fullHeight, { fit: start ? 'cover' : 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer();
  const overlay = await stripOverlay(drawn, width, height);
  const random = seeded(`${seed}:camera`);
  const [rightwards, inwards] = [random.chance(0.5), random.chance(0.6)];

  const shots: Pixels[] = [];
  for (let index = 0; index < frames; index += 1) {
    const linear = frames === 1 ? 0.5 : index / (frames - 1);
    const eased = linear * linear * (3 - 2 * linear);
    const along = rightwards ? eased : 1 - eased;
    const zoom = 1 + (MARGIN / CLOSEST - 1) * (inwards ? 1 - eased : eased);
    const [shotWidth, shotHeight] = [Math.round(width * zoom), Math.round(height * zoom)];
    const region = {
      left: Math.round((fullWidth - shotWidth) * along),
      top: Math.round((fullHeight - shotHeight) * 0.6),
      width: shotWidth,
      height: shotHeight,
    };
    const frame = sharp(full, { raw: { width: fullWidth, height: fullHeight, channels: 3 } })
      .extract(region)
      .resize(width, height, { kernel: 'cubic', fit: 'fill' })
      .composite([{ input: overlay }])
      .removeAlpha();
    shots.push(await fromSharp(frame));
  }
  return shots as Batch;
}
