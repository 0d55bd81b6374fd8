/** What a picture looks like while it is still being made: a small one soft and under noise. */
import type { Preview } from '../nodes/class.ts';
import { fromSharp, mapValues, mixValues, type Pixels, toSharp } from '../pixels.ts';
import { seeded } from './random.ts';

/** The longer side of a preview, as the real server sends it. */
const LONGER_SIDE = 512;

/** Frames by how far the work is, 0 to 1. The noise stays the same, so that the frames seem to clear up. */
export function sketch(small: Pixels, seed: string): (done: number) => Promise<Preview> {
  const random = seeded(`${seed}:noise`);
  const noise = mapValues(small, () => 255 * random());
  const scale = LONGER_SIDE / Math.max(small.width, small.height);
  const width = Math.max(1, Math.round(small.width * scale));
  const height = Math.max(1, Math.round(small.height * scale));

  return async (done) => {
    // First the large masses, then their edges; the noise is the last to go.
    const masses = await fromSharp(toSharp(small).blur(0.3 + 8 * (1 - done) ** 1.5));
    const noisy = 0.72 * (1 - done) ** 1.2;
    const mixed = mixValues(masses, noise, (picture, grain) => picture * (1 - noisy) + grain * noisy);
    const bytes = await toSharp(mixed)
      .resize(width, height, { kernel: 'linear' })
      .jpeg({ quality: 95 })
      .toBuffer();
    return { format: 'JPEG', bytes };
  };
}
