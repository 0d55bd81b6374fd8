/** How values look when they are written out: in error reports, and where a text is asked for. */
import type { Batch } from '../pixels.ts';
import type { Value } from './values.ts';

/** How many members of a long list are written at each end, and from how many values on a list counts as long. */
const EDGE = 3;
const MOST_VALUES = 1000;

/** Scalars stay what they are, everything else becomes the long text Python's `str()` makes of it. */
export const describeInputValue = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? describeValue(value) : value;

export function describeValue(value: object): string {
  const known = value as Exclude<Value, string | number | bigint | boolean | null>;
  if (known.kind === 'IMAGE') return `tensor(${batchText(known.images)})`;
  if (known.kind === 'MASK') return `tensor(${batchText(known.masks)})`;
  return `<playground.${'kind' in known ? known.kind : 'object'} object>`;
}

function batchText(batch: Batch): string {
  const edge = batch.length * batch[0].data.length > MOST_VALUES ? EDGE : Number.POSITIVE_INFINITY;
  return nest(batch, 0, edge, ({ width, height, channels, data }) =>
    nest(indexes(height), 1, edge, (y) =>
      nest(indexes(width), 2, edge, (x) => {
        const start = (y * width + x) * channels;
        const values = [...data.subarray(start, start + channels)].map((value) => (value / 255).toFixed(4));
        return channels === 1 ? values.join('') : `[${values.join(', ')}]`;
      }),
    ),
  );
}

const indexes = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Long lists are cut in the middle, deeper lists begin on lines of their own. */
function nest<T>(items: readonly T[], depth: number, edge: number, write: (item: T) => string): string {
  const shown =
    items.length > 2 * edge
      ? [...items.slice(0, edge).map(write), '...', ...items.slice(-edge).map(write)]
      : items.map(write);
  return `[${shown.join(`,${'\n'.repeat(Math.max(1, 3 - depth))}${' '.repeat(8 + depth)}`)}]`;
}
