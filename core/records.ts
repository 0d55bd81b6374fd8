/**
 * Records in Redis: JSON under one key each, parsed when read, changed only against the revision that was read.
 * Two processes that change the same record at the same time both succeed, one after the other.
 */
import type { Redis } from 'ioredis';
import type { z } from 'zod';

interface Revised {
  id: string;
  revision: number;
}

export interface Records<R extends Revised> {
  /** False when a record with this id exists already; it is left as it is. */
  create(record: R): Promise<boolean>;
  get(id: string): Promise<R | null>;
  /**
   * Reads, applies `change`, writes; again when somebody else wrote in between, so `change` must be pure.
   * `change` returns null to leave the record as it is.
   * @returns the record as it now stands and whether this call changed it; null when there is none.
   */
  update(id: string, change: (record: R) => R | null): Promise<{ record: R; changed: boolean } | null>;
  remove(id: string): Promise<void>;
}

const replaceIfUnchanged = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2]) return 1 end
return 0`;

export function createRecords<R extends Revised>(
  redis: Redis,
  prefix: string,
  schema: z.ZodType<R>,
): Records<R> {
  const keyOf = (id: string) => `${prefix}:${id}`;
  const parse = (text: string): R => schema.parse(JSON.parse(text));

  return {
    async create(record) {
      return (await redis.set(keyOf(record.id), JSON.stringify(record), 'NX')) === 'OK';
    },
    async get(id) {
      const text = await redis.get(keyOf(id));
      return text === null ? null : parse(text);
    },
    async update(id, change) {
      for (;;) {
        const text = await redis.get(keyOf(id));
        if (text === null) return null;
        const record = parse(text);
        const changed = change(record);
        if (changed === null) return { record, changed: false };
        const next = { ...changed, revision: record.revision + 1 };
        const won = await redis.eval(replaceIfUnchanged, 1, keyOf(id), text, JSON.stringify(next));
        if (won === 1) return { record: next, changed: true };
      }
    },
    async remove(id) {
      await redis.del(keyOf(id));
    },
  };
}
