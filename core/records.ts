/**
 * Records in Redis: JSON under one key each, parsed when read, changed only against what was read. Two processes that
 * change the same record at the same time both succeed, one after the other. What else a write brings with it (lists,
 * updates its posts owe) happens in the same step.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Change, Commit } from './commit.ts';

interface Revised {
  id: string;
  revision: number;
}

/** What a write brings with it. */
export type Effects = Omit<Change, 'guards'>;

export interface Records<R extends Revised> {
  /** False when a record with this id exists already, or a guard of `also` does not hold; nothing is written then. */
  create(record: R, also?: Change): Promise<boolean>;
  get(id: string): Promise<R | null>;
  /** Those that are there and can be read: one that cannot must not hide the others. */
  read(ids: readonly string[]): Promise<R[]>;
  /**
   * Reads, applies `change`, writes; again when somebody else wrote in between, so `change` must be pure.
   * `change` returns null to leave the record as it is.
   * @returns the record as it now stands and whether this call changed it; null when there is none.
   */
  update(
    id: string,
    change: (record: R) => R | null,
    also?: Effects,
  ): Promise<{ record: R; changed: boolean } | null>;
}

/** Records read in one go; more would keep Redis from everybody else. */
const chunk = 500;

export function createRecords<R extends Revised>(
  { redis, commit }: { redis: Redis; commit: Commit },
  prefix: string,
  schema: z.ZodType<R>,
  /** `before` is null for a new record. */
  along: (after: R, before: R | null) => Effects,
): Records<R> {
  const keyOf = (id: string) => `${prefix}:${id}`;
  const parse = (text: string): R => schema.parse(JSON.parse(text));

  /** @param holds what the record's key holds now */
  function write(after: R, before: R | null, holds: string | null, also: Change = {}): Promise<boolean> {
    const own = along(after, before);
    const key = keyOf(after.id);
    return commit({
      guards: [{ key, holds }, ...(also.guards ?? [])],
      steps: [['SET', key, JSON.stringify(after)], ...(own.steps ?? []), ...(also.steps ?? [])],
      owes: [...(own.owes ?? []), ...(also.owes ?? [])],
    });
  }

  return {
    create: (record, also) => write(record, null, null, also),
    async get(id) {
      const text = await redis.get(keyOf(id));
      return text === null ? null : parse(text);
    },
    async read(ids) {
      const found: R[] = [];
      for (let from = 0; from < ids.length; from += chunk) {
        for (const text of await redis.mget(ids.slice(from, from + chunk).map(keyOf))) {
          const record = text === null || text === undefined ? null : readable(() => parse(text));
          if (record !== null) found.push(record);
        }
      }
      return found;
    },
    async update(id, change, also) {
      for (;;) {
        const text = await redis.get(keyOf(id));
        if (text === null) return null;
        const before = parse(text);
        const changed = change(before);
        if (changed === null) return { record: before, changed: false };
        const after = { ...changed, revision: before.revision + 1 };
        if (await write(after, before, text, also)) return { record: after, changed: true };
      }
    },
  };
}

function readable<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (thrown) {
    if (thrown instanceof z.ZodError || thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}
