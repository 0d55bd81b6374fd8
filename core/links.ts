/**
 * Linked accounts: one person who is on two platforms has one history and one place in the queue.
 *
 * Accounts that are linked share an identity; an account that is not linked is its own. A code shown on one account
 * and typed on the other proves that both are the same person's.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Person, personKey, personSchema } from './people.ts';

type Account = Pick<Person, 'platform' | 'id'>;

const codeSeconds = 600;
/** Letters and digits that are not mistaken for each other. */
const codeLetters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export type Links = ReturnType<typeof createLinks>;

export function createLinks(redis: Redis, prefix: string) {
  const codeKey = (code: string) => `${prefix}:link-code:${code}`;
  const identityOf = (account: Account) => `${prefix}:identity-of:${personKey(account)}`;
  const members = (identity: string) => `${prefix}:identity:${identity}`;

  async function identity(account: Account): Promise<string> {
    return (await redis.get(identityOf(account))) ?? personKey(account);
  }

  return {
    /** One string for all accounts of a person. */
    identity,

    async same(a: Account, b: Account): Promise<boolean> {
      return personKey(a) === personKey(b) || (await identity(a)) === (await identity(b));
    },

    /** Every account of a person as `platform:id`, this one included. */
    async accounts(account: Account): Promise<string[]> {
      const linked = await redis.smembers(members(await identity(account)));
      return linked.length > 0 ? linked : [personKey(account)];
    },

    /** A code that links whoever types it to this account, once, within ten minutes. */
    async offer(person: Person): Promise<string> {
      const letters = Array.from({ length: 8 }, () => codeLetters[randomInt(codeLetters.length)]);
      const code = letters.join('');
      await redis.set(codeKey(code), JSON.stringify(person), 'EX', codeSeconds);
      return `${code.slice(0, 4)}-${code.slice(4)}`;
    },

    /** Who offered this code; null when it is unknown or too old. The code stays, so that a mistake can be mended. */
    async offeredBy(code: string): Promise<Person | null> {
      const text = await redis.get(codeKey(plain(code)));
      return text === null ? null : personSchema.parse(JSON.parse(text));
    },

    /** Links two accounts, and whatever either was linked to, and uses the code up. */
    async link(code: string, a: Account, b: Account): Promise<void> {
      const joined = randomUUID();
      const all = new Set([...(await this.accounts(a)), ...(await this.accounts(b))]);
      const multi = redis.multi().del(codeKey(plain(code)));
      for (const account of [a, b]) multi.del(members(await identity(account)));
      multi.sadd(members(joined), ...all);
      for (const key of all) multi.set(`${prefix}:identity-of:${key}`, joined);
      await multi.exec();
    },

    /** Makes every account of a person its own again. */
    async unlink(account: Account): Promise<void> {
      const all = await this.accounts(account);
      const multi = redis.multi().del(members(await identity(account)));
      for (const key of all) multi.del(`${prefix}:identity-of:${key}`);
      await multi.exec();
    },
  };
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
