/** What all figures have in common. A figure is drawn 100 units high around x = 0, standing on y = 0. */
import { group, n, type Stage } from '../stage.ts';

export interface Place {
  x: number;
  y: number;
  /** The height of the figure. */
  size: number;
  /** Mirrored. */
  flip?: boolean;
}

export type Figure = (stage: Stage, place: Place) => string;

export const placed = ({ x, y, size, flip = false }: Place, content: string): string =>
  group(
    content,
    `transform="translate(${n(x)} ${n(y)}) scale(${(size / 100) * (flip ? -1 : 1)} ${size / 100})"`,
  );
