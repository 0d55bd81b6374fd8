/** Cursors: where the next page of a list starts, in a word nobody should read. */
import { refuse } from '../errors.ts';

export interface Page<T> {
  items: T[];
  metadata: { response_metadata: { next_cursor: string } };
  hasMore: boolean;
}

export function page<T>(
  items: readonly T[],
  given: { cursor?: string | undefined; limit?: number | undefined },
  most = 1000,
): Page<T> {
  const limit = given.limit ?? 100;
  if (limit < 1 || limit > most) throw refuse('invalid_limit');
  const start = given.cursor === undefined ? 0 : startOf(given.cursor);
  const end = start + limit;
  const hasMore = end < items.length;
  return {
    items: items.slice(start, end),
    hasMore,
    metadata: { response_metadata: { next_cursor: hasMore ? cursorAt(end) : '' } },
  };
}

const cursorAt = (start: number) => Buffer.from(`next:${start}`).toString('base64');

function startOf(cursor: string): number {
  const [, start] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  if (start === undefined) throw refuse('invalid_cursor');
  return Number(start);
}
