/** From a latent to pictures: draws what it describes, over what it was encoded from. */
import { cameraMove } from '../art/camera.ts';
import { drawPicture } from '../art/picture.ts';
import { at, type Batch, blank, composite, mixValues, type Pixels, scale, withChannels } from '../pixels.ts';
import type { Latent } from './values.ts';

/** What a decoder makes of a latent that nothing was sampled into. */
const UNSAMPLED = [118, 104, 92];

export async function decode(latent: Latent): Promise<Batch> {
  const drawn = await drawings(latent);
  if (latent.source === undefined) return drawn;
  const { images, share } = latent.source;
  const pictures: Pixels[] = [];
  for (const [index, drawing] of drawn.entries()) {
    const source = await scale(await withChannels(at(images, index), 3), latent.width, latent.height);
    const mixed = mixValues(source, drawing, (a, b) => a * (1 - share) + b * share);
    pictures.push(latent.mask === undefined ? mixed : await through(latent.mask, index, source, mixed));
  }
  return pictures as Batch;
}

/** The first frames of a latent, small: what a preview shows. */
export async function decodeSmall(latent: Latent, width: number, height: number): Promise<Pixels> {
  const [first] = await decode({ ...latent, width, height, batch: 1, moving: latent.start !== undefined });
  return first;
}

async function drawings({ drawing, width, height, batch, moving, start }: Latent): Promise<Batch> {
  if (drawing === undefined) return fill(batch, () => blank(width, height, UNSAMPLED));
  if (moving) return cameraMove({ ...drawing, width, height, frames: batch, ...(start && { start }) });
  return fill(batch, (index) =>
    drawPicture({ text: drawing.text, seed: `${drawing.seed}#${index}`, width, height }),
  );
}

/** One after the other: a picture is large, and rasterising already uses every core it can. */
async function fill(count: number, make: (index: number) => Pixels | Promise<Pixels>): Promise<Batch> {
  const first = await make(0);
  const rest: Pixels[] = [];
  for (let index = 1; index < count; index += 1) rest.push(await make(index));
  return [first, ...rest];
}

async function through(masks: Batch, index: number, source: Pixels, drawing: Pixels): Promise<Pixels> {
  const mask = await scale(at(masks, index), source.width, source.height);
  return composite(source, drawing, 0, 0, mask);
}
