/** How values look when they are written out: in error reports, and where a text is asked for. */
import type { Pixels } from '../pixels.ts';
import type { Value } from './values.ts';

const EDGE = 3;

/** Scalars stay what they are, everything else becomes the long text Python's `str()` makes of it. */
export const describeInputValue = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? describeValue(value) : value;

export function describeValue(value: object): string {
  const known = value as Exclude<Value, string | number | bigint | boolean | null>;
  if (known.kind === 'IMAGE') return `tensor(${batchText(known.images)})`;
  if (known.kind === 'MASK') return `tensor(${batchText(known.masks)})`;
  return `<playground.${'kind' in known ? known.kind : 'object'} object>`;
}

const batchText = (batch: readonly Pixels[]): string => nest(batch, 0, (one) => pictureText(one));

const pictureText = (one: Pixels): string =>
  nest(rows(one.height), 1, (y) =>
    nest(rows(one.width), 2, (x) => {
      const start = (y * one.width + x) * one.channels;
      const values = [...one.data.subarray(start, start + one.channels)].map((value) =>
        (value / 255).toFixed(4),
      );
      return one.channels === 1 ? values.join('') : `[${values.join(', ')}]`;
    }),
  );

const rows = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Long lists are cut in the middle, deeper lists begin on lines of their own. */
function nest<T>(items: readonly T[], depth: number, write: (item: T) => string): string {
  const shown =
    items.length > 2 * EDGE
      ? [...items.slice(0, EDGE).map(write), '...', ...items.slice(-EDGE).map(write)]
      : items.map(write);
  return `[${shown.join(`,${'\n'.repeat(Math.max(1, 3 - depth))}${' '.repeat(8 + depth)}`)}]`;
}
