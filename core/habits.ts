/**
 * What a person reaches for: what they marked as a favourite and what they used last, of all their accounts. It decides
 * the order in which things are offered to them, and nothing else.
 */
import type { Redis } from 'ioredis';
import type { Job } from './job.ts';
import type { Links } from './links.ts';
import { type Person, personKey } from './people.ts';

/** A workflow by its name, a preset by its id. */
export type Thing = `workflow:${string}` | `preset:${string}`;

export interface Habits {
  favourites: ReadonlySet<string>;
  /** When each was used last. */
  used: ReadonlyMap<string, number>;
}

/** What is remembered of a person, by account. */
const most = 200;

const usedKey = (prefix: string, account: string) => `${prefix}:used:${account}`;

/** What a new job says of its owner's habits; written in the step that writes the job. */
export function usedSteps(prefix: string, { owner, request, createdAt }: Job): string[][] {
  const key = usedKey(prefix, personKey(owner));
  const things: Thing[] = [
    `workflow:${request.workflow.name}`,
    ...(request.preset ? [`preset:${request.preset.id}` as const] : []),
  ];
  return [
    ['ZADD', key, ...things.flatMap((thing) => [String(createdAt), thing])],
    ['ZREMRANGEBYRANK', key, '0', String(-most - 1)],
  ];
}

export function createHabits(redis: Redis, prefix: string, links: Links) {
  type Account = Pick<Person, 'platform' | 'id'>;
  const favouritesKey = (account: string) => `${prefix}:favourites:${account}`;

  return {
    async of(person: Account): Promise<Habits> {
      const found = await Promise.all(
        (await links.accounts(person)).map(async (account) => ({
          favourites: await redis.smembers(favouritesKey(account)),
          used: await redis.zrange(usedKey(prefix, account), '0', '-1', 'WITHSCORES'),
        })),
      );
      const used = new Map<string, number>();
      for (const one of found) {
        for (let at = 0; at + 1 < one.used.length; at += 2) {
          const thing = one.used[at] ?? '';
          used.set(thing, Math.max(used.get(thing) ?? 0, Number(one.used[at + 1])));
        }
      }
      return { favourites: new Set(found.flatMap(({ favourites }) => favourites)), used };
    },

    /** False when there are too many already. */
    async favour(person: Account, thing: Thing): Promise<boolean> {
      const key = favouritesKey(personKey(person));
      if ((await redis.scard(key)) >= most) return false;
      await redis.sadd(key, thing);
      return true;
    },

    /** No favourite of any of their accounts any more. */
    async unfavour(person: Account, thing: Thing): Promise<void> {
      const accounts = await links.accounts(person);
      await Promise.all(accounts.map((account) => redis.srem(favouritesKey(account), thing)));
    },
  };
}

/** Favourites first, then what was used last, then as they stood. */
export function byHabit<T>(things: readonly T[], habits: Habits, thingOf: (one: T) => Thing): T[] {
  const rank = (one: T): [number, number] => {
    const thing = thingOf(one);
    return [habits.favourites.has(thing) ? 1 : 0, habits.used.get(thing) ?? 0];
  };
  const ranked = things.map((one) => ({ one, rank: rank(one) }));
  return ranked.toSorted((a, b) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1]).map(({ one }) => one);
}
