/** Chance that is the same for the same seed, on every machine and in every version of Node. */
import { createHash } from 'node:crypto';

/** Numbers from 0 to 1, one after the other. */
export function chanceOf(...seeds: unknown[]): () => number {
  const seed = JSON.stringify(seeds);
  let drawn = 0;
  return () => {
    const digest = createHash('sha256').update(`${seed} ${drawn}`).digest();
    drawn += 1;
    return digest.readUIntBE(0, 6) / 2 ** 48;
  };
}
