/** Blocks: people who may make nothing in a space (a Discord server, a Slack team). All accounts of a person are one. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Domain } from './house-rules.ts';
import type { Links } from './links.ts';
import { type Person, type Place, personKey, personSchema } from './people.ts';

const blockSchema = z.object({
  who: personSchema,
  by: personSchema,
  at: z.number(),
  reason: z.string().optional(),
});
export type Block = z.infer<typeof blockSchema>;

type Account = Pick<Person, 'platform' | 'id'>;
type Space = Omit<Domain, 'channel'>;

export function createBlocks(redis: Redis, prefix: string, links: Links) {
  const keyOf = ({ platform, space }: Space) => `${prefix}:blocked:${platform}:${space}`;
  const read = (text: string): Block => blockSchema.parse(JSON.parse(text));

  return {
    /** The block that holds for somebody in a place; null when there is none. Nobody is blocked in private. */
    async of({ platform, space }: Pick<Place, 'platform' | 'space'>, person: Account): Promise<Block | null> {
      if (space === undefined) return null;
      const kept = await redis.hmget(keyOf({ platform, space }), ...(await links.accounts(person)));
      const text = kept.find((one) => one !== null);
      return text === undefined || text === null ? null : read(text);
    },

    /** Kept for every account there is now, so that unlinking one is no way out. */
    async set(space: Space, block: Block): Promise<void> {
      const text = JSON.stringify(block);
      const accounts = await links.accounts(block.who);
      await redis.hset(keyOf(space), ...accounts.flatMap((account) => [account, text]));
    },

    /** Lifts every block that a person's accounts are under. */
    async lift(space: Space, person: Account): Promise<void> {
      const key = keyOf(space);
      const accounts = new Set(await links.accounts(person));
      const all = Object.entries(await redis.hgetall(key)).map(
        ([account, text]) => [account, read(text)] as const,
      );
      const persons = new Set(
        all.flatMap(([account, { who }]) => (accounts.has(account) ? [personKey(who)] : [])),
      );
      const freed = all.filter(([account, { who }]) => accounts.has(account) || persons.has(personKey(who)));
      if (freed.length > 0) await redis.hdel(key, ...freed.map(([account]) => account));
    },

    /** Newest first, each person once. */
    async all(space: Space): Promise<Block[]> {
      const kept = Object.values(await redis.hgetall(keyOf(space))).map(read);
      const byPerson = new Map(kept.map((block) => [personKey(block.who), block]));
      return [...byPerson.values()].toSorted((a, b) => b.at - a.at);
    },
  };
}
