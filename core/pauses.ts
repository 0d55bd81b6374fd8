/**
 * Pauses: an instructor may hold back the renders of their space (a Discord server, a Slack team). What runs goes on,
 * what waits keeps its turn, and other spaces that share the queue are not touched.
 */
import type { Redis } from 'ioredis';
import { type Person, type Place, personSchema } from './people.ts';

type Somewhere = Pick<Place, 'platform' | 'space'>;

export function createPauses(redis: Redis, prefix: string) {
  const pausedKey = `${prefix}:paused`;
  const field = ({ platform, space }: Somewhere) => `${platform}:${space}`;
  const heldKey = (where: Somewhere) => `${prefix}:paused:${field(where)}`;

  return {
    /** Who paused a space; null when nobody did. A private conversation cannot be paused. */
    async by(where: Somewhere): Promise<Person | null> {
      if (where.space === undefined) return null;
      const text = await redis.hget(pausedKey, field(where));
      return text === null ? null : personSchema.parse(JSON.parse(text));
    },

    async begin(where: Somewhere, person: Person): Promise<void> {
      await redis.hset(pausedKey, field(where), JSON.stringify(person));
    },

    /** Notes that a worker put a job off because of a pause. */
    async hold(where: Somewhere, jobId: string): Promise<void> {
      await redis.sadd(heldKey(where), jobId);
    },

    /** @returns the jobs that were held back meanwhile. */
    async end(where: Somewhere): Promise<string[]> {
      const answers = await redis
        .multi()
        .hdel(pausedKey, field(where))
        .smembers(heldKey(where))
        .del(heldKey(where))
        .exec();
      const held = answers?.[1]?.[1];
      return Array.isArray(held) ? held.map(String) : [];
    },
  };
}
