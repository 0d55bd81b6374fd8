/** What a space (a Discord server, a Slack team) does not want in prompts, and who set it down. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Domain } from './house-rules.ts';
import { personSchema } from './people.ts';
import { createFind, folded, type WordRule } from './word-list.ts';

/** `refused`: nowhere. `nsfw`: only where children are kept out. */
export const wordLists = ['refused', 'nsfw'] as const;

const ruleSchema = z.object({
  /** Short, and never another rule's: logs name it in the place of the word. */
  id: z.string(),
  list: z.enum(wordLists),
  kind: z.enum(['word', 'pattern']),
  text: z.string(),
  by: personSchema,
  at: z.number(),
});
export type ListedRule = z.infer<typeof ruleSchema>;

export const mostWords = 500;
/** Every prompt is tried with all of them. */
export const mostPatterns = 50;

type Space = Omit<Domain, 'channel'>;

/** A rule that a text meets, and what of the text it was. */
export interface Met {
  rule: ListedRule;
  words: string;
}

export function createModeration(redis: Redis, prefix: string) {
  const keyOf = ({ platform, space }: Space) => `${prefix}:words:${platform}:${space}`;
  const find = createFind();
  const countKey = `${prefix}:words:count`;

  /** Oldest first. */
  async function rules(space: Space): Promise<ListedRule[]> {
    const kept = Object.values(await redis.hgetall(keyOf(space)));
    const read = kept.map((text) => ruleSchema.parse(JSON.parse(text)));
    return read.toSorted((a, b) => a.at - b.at || Number(a.id) - Number(b.id));
  }

  return {
    rules,

    /** The first rule of each list that one of the texts meets. */
    async meets(space: Space, texts: readonly string[]): Promise<Partial<Record<ListedRule['list'], Met>>> {
      const met: Partial<Record<ListedRule['list'], Met>> = {};
      for (const rule of await rules(space)) {
        if (met[rule.list]) continue;
        const words = texts.map((text) => find(rule, text)).find((one) => one !== null);
        if (words !== undefined && words !== null) met[rule.list] = { rule, words };
      }
      return met;
    },

    /** Adds those that are not there yet; one that is there, on the other list, moves. @returns the new ones */
    async add(space: Space, fresh: readonly Omit<ListedRule, 'id'>[]): Promise<ListedRule[]> {
      const known = await rules(space);
      const added: ListedRule[] = [];
      for (const one of fresh) {
        const same = [...known, ...added].find((rule) => isSame(rule, one));
        if (same?.list === one.list) continue;
        added.push({ ...one, id: same?.id ?? String(await redis.incr(countKey)) });
      }
      if (added.length > 0)
        await redis.hset(keyOf(space), ...added.flatMap((rule) => [rule.id, JSON.stringify(rule)]));
      return added;
    },

    async remove(space: Space, ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await redis.hdel(keyOf(space), ...ids);
    },
  };
}

export function isSame(a: WordRule, b: WordRule): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind === 'word' ? folded(a.text) === folded(b.text) : a.text === b.text;
}
