/** Preferences: what a member has said for themselves, once, for all their accounts and wherever they ask. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { readFields, writtenFields } from './fields.ts';
import type { Links } from './links.ts';
import { type Person, personKey } from './people.ts';
import { shapeNames } from './sizes.ts';

/** When somebody is told that their render has ended, by a message that notifies them. */
export const pingTimes = ['always', 'long', 'never'] as const;

export const preferencesSchema = z.object({
  workflow: z.string(),
  size: z.enum(shapeNames),
  steps: z.number().int().positive(),
  guidance: z.number(),
  negative: z.string(),
  /** Results go to the member alone. */
  private: z.boolean(),
  ping: z.enum(pingTimes),
});
export type Preferences = Partial<z.infer<typeof preferencesSchema>>;
export type PreferenceName = keyof z.infer<typeof preferencesSchema>;

export function createPreferences(redis: Redis, prefix: string, links: Links) {
  type Account = Pick<Person, 'platform' | 'id'>;
  const keyOf = (account: string) => `${prefix}:preferences:${account}`;

  return {
    /** Where linked accounts have said different things, what the asking one has said counts. */
    async of(person: Account): Promise<Preferences> {
      const own = personKey(person);
      const others = (await links.accounts(person)).filter((account) => account !== own).toSorted();
      const said = await Promise.all([...others, own].map((account) => redis.hgetall(keyOf(account))));
      return readFields(preferencesSchema, Object.assign({}, ...said));
    },

    async set(person: Account, preferences: Preferences): Promise<void> {
      const fields = writtenFields(preferences);
      if (fields.length === 0) return;
      await Promise.all(
        (await links.accounts(person)).map((account) => redis.hset(keyOf(account), ...fields)),
      );
    },

    async unset(person: Account, names: readonly PreferenceName[]): Promise<void> {
      if (names.length === 0) return;
      await Promise.all(
        (await links.accounts(person)).map((account) => redis.hdel(keyOf(account), ...names)),
      );
    },
  };
}
