/** Where readings are kept: for each file, one per kind of backend. Workers write them, bots and workers go by them. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Redis } from 'ioredis';
import { type Reading, readingSchema } from './reading.ts';

/** Readings for what no backend has now are kept for this many kinds of backends: they may only be away. */
const mostAway = 2;
/** What comes out of a reading that was packed. */
const largest = 64 * 1024 * 1024;

const pack = promisify(gzip);
const unpack = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

export function createReadings(
  { redis, changed }: { redis: Redis; changed: () => Promise<void> },
  prefix: string,
) {
  const key = (file: string) => `${prefix}:workflows:readings:${file}`;
  const infosKey = `${prefix}:workflows:infos`;
  const fieldOf = ({ info, reader }: Pick<Reading, 'info' | 'reader'>) => `${info} ${reader}`;

  return {
    /** Which there are of each file, without reading them: `<info> <reader>`. */
    async list(files: readonly string[]): Promise<Map<string, string[]>> {
      const pipeline = redis.pipeline();
      for (const file of files) pipeline.hkeys(key(file));
      const answers = (await pipeline.exec()) ?? [];
      return new Map(files.map((file, index) => [file, (answers[index]?.[1] ?? []) as string[]]));
    },

    /** Null: there is none, or none that this code can read. */
    async get(file: string, field: string): Promise<Reading | null> {
      const packed = await redis.hgetBuffer(key(file), field);
      if (packed === null) return null;
      try {
        const text = (await unpack(packed, { maxOutputLength: largest })).toString('utf8');
        return readingSchema.safeParse(JSON.parse(text)).data ?? null;
      } catch {
        return null;
      }
    },

    /** @param live what the backends have that are here: readings for anything else go, but for the latest few. */
    async put(reading: Reading, live: readonly string[]): Promise<void> {
      await redis.zadd(infosKey, Date.now(), reading.info);
      const packed = await pack(JSON.stringify(reading));
      await redis.hset(key(reading.file), fieldOf(reading), packed);
      const latest = await redis.zrevrange(infosKey, 0, live.length + mostAway);
      const keep = new Set([...live, ...latest, reading.info]);
      const fields = await redis.hkeys(key(reading.file));
      const infoOf = (field: string) => field.split(' ')[0] ?? '';
      const others = fields.filter((field) => infoOf(field) === reading.info && field !== fieldOf(reading));
      const old = [
        ...fields.filter((field) => !keep.has(infoOf(field))),
        // Workers of two versions may be at it side by side; those of a third are from before.
        ...(others.length > 1 ? others : []),
      ];
      if (old.length > 0) await redis.hdel(key(reading.file), ...old);
      await changed();
    },
  };
}
