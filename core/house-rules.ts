/**
 * House rules: what instructors have said for a space (a Discord server, a Slack team) or for one channel of it. What
 * a channel says wins over what its space says; what nobody has said is absent.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { readFields, writtenFields } from './fields.ts';
import type { Place } from './people.ts';
import { shapeNames } from './sizes.ts';

const atLeastOne = z.number().int().positive();

/** Every rule, with what it may be. The first three are what a request starts from; those that follow bound it. */
export const houseRulesSchema = z.object({
  workflow: z.string(),
  size: z.enum(shapeNames),
  steps: atLeastOne,
  max_megapixels: z.number().positive(),
  max_steps: atLeastOne,
  max_count: atLeastOne,
  /** Renders of one member that wait or run at a time. */
  max_waiting: atLeastOne,
  /** Seconds between two renders of one member. */
  cool_down: z.number().int().nonnegative(),
  /** Names of the only workflows that may be used. */
  workflows: z.array(z.string()).min(1),
  /** Whether renders may be asked for at all. */
  renders: z.boolean(),
  /** The language of what everybody sees, by its BCP 47 tag; what is said to one person is said in theirs. */
  language: z.string(),
  /** The id of the channel that shared results go to. Of a whole space only. */
  gallery: z.string(),
  /** And of the one for what is shown to instructors alone. Of a whole space only. */
  instructors_gallery: z.string(),
  /** Others' stars that it takes to be shown, where the maker lets them count. */
  stars: atLeastOne,
  /**
   * Children are kept out of this channel. For platforms that have no such channels; elsewhere the platform's own
   * word counts. Of a single channel only.
   */
  nsfw: z.boolean(),
});
export type HouseRules = Partial<z.infer<typeof houseRulesSchema>>;
export type RuleName = keyof z.infer<typeof houseRulesSchema>;
export const ruleNames = Object.keys(houseRulesSchema.shape) as RuleName[];

/** What the rules are of: a whole space, or one channel of it. */
export type Domain = Required<Pick<Place, 'platform' | 'space'>> & { channel?: string };

export function createHouseRules(redis: Redis, prefix: string) {
  const keyOf = ({ platform, space, channel }: Domain) =>
    `${prefix}:rules:${platform}:${space}${channel === undefined ? '' : `:${channel}`}`;
  const coolKey = (place: Place, identity: string) =>
    `${prefix}:cool:${place.platform}:${place.space}:${identity}`;

  async function read(domain: Domain): Promise<HouseRules> {
    return readFields(houseRulesSchema, await redis.hgetall(keyOf(domain)));
  }

  return {
    read,

    /** The rules that hold in a place. A private conversation has none. */
    async of({ platform, space, channel }: Place): Promise<HouseRules> {
      if (space === undefined) return {};
      const [wide, near] = await Promise.all([read({ platform, space }), read({ platform, space, channel })]);
      return { ...wide, ...near };
    },

    async set(domain: Domain, rules: HouseRules): Promise<void> {
      const fields = writtenFields(rules);
      if (fields.length > 0) await redis.hset(keyOf(domain), ...fields);
    },

    async unset(domain: Domain, names: readonly RuleName[]): Promise<void> {
      if (names.length > 0) await redis.hdel(keyOf(domain), ...names);
    },

    /** Begins somebody's cool-down. @returns milliseconds until they may ask again; 0 when it begins now. */
    async coolDown(place: Place, identity: string, seconds: number): Promise<number> {
      if (seconds <= 0) return 0;
      const key = coolKey(place, identity);
      if (await redis.set(key, '1', 'EX', seconds, 'NX')) return 0;
      return Math.max(1, await redis.pttl(key));
    },
  };
}
