/** What a picture looks like while it is still being made: a small one under noise that thins out. */
import type { Preview } from '../nodes/class.ts';
import { mapValues, type Pixels, toSharp } from '../pixels.ts';
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
    const clear = done ** 1.3;
    const mixed = mapValues(small, (value, at) => value * clear + (noise.data[at] as number) * (1 - clear));
    const softened = toSharp(mixed).blur(0.3 + 2.2 * (1 - done));
    const bytes = await softened.resize(width, height, { kernel: 'linear' }).jpeg({ quality: 95 }).toBuffer();
    return { format: 'JPEG', bytes };
  };
}
