/**
 * The languages people were last seen with, as their platform names them (BCP 47). Not every gesture tells: a reaction
 * on Discord brings none.
 */
import type { Redis } from 'ioredis';
import { type Person, personKey } from './people.ts';

type Speaker = Pick<Person, 'platform' | 'id'>;

export function createTongues(redis: Redis, prefix: string) {
  const key = `${prefix}:tongues`;
  return {
    async seen(person: Speaker, language: string): Promise<void> {
      await redis.hset(key, personKey(person), language);
    },
    async of(person: Speaker): Promise<string | undefined> {
      return (await redis.hget(key, personKey(person))) ?? undefined;
    },
  };
}
