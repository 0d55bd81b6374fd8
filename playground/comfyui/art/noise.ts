/** Smooth random curves, for ridges, hills, dunes and waves. */
import type { Random } from './random.ts';

export type Curve = (x: number) => number;

/** One-dimensional value noise between -1 and 1; one bump about every unit. */
function valueNoise(random: Random): Curve {
  const values = Array.from({ length: 256 }, () => random.between(-1, 1));
  return (x) => {
    const at = Math.floor(x);
    const share = x - at;
    const eased = share * share * (3 - 2 * share);
    const [from, to] = [values[at & 255] as number, values[(at + 1) & 255] as number];
    return from + (to - from) * eased;
  };
}

/** Several noises on top of each other, each twice as fine and less strong. */
export function fractal(random: Random, octaves: number, gain = 0.5): Curve {
  const layers = Array.from({ length: octaves }, (_, octave) => {
    const noise = valueNoise(random);
    const offset = random.between(0, 200);
    return (x: number) => noise(x * 2 ** octave + offset) * gain ** octave;
  });
  const most = layers.reduce((sum, _, octave) => sum + gain ** octave, 0);
  return (x) => layers.reduce((sum, layer) => sum + layer(x), 0) / most;
}
