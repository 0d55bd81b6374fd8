/**
 * Presets: named sets of input values for a workflow.
 *
 * All presets of an account are one record, its book: so names are unique in it, limits hold and a preset moves or goes
 * in one step, whoever else writes at the same time. What is shared in a space is listed there by the same step; the
 * list only helps to find it, the book says whether it is shared.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Commit } from './commit.ts';
import { presetIdSchema } from './ids.ts';
import type { Links } from './links.ts';
import { type Person, type Place, personKey, personSchema } from './people.ts';
import { createRecords, type Effects } from './records.ts';
import { valuesSchema } from './workflow.ts';

export const presetSchema = z.object({
  id: presetIdSchema,
  name: z.string(),
  owner: personSchema,
  /** `version` is the workflow's at the time the preset was saved: values may not fit another. */
  workflow: z.object({ name: z.string(), title: z.string(), version: z.string() }),
  values: valuesSchema,
  /** The spaces it is shared in, as `platform:space`. */
  sharedIn: z.array(z.string()).default([]),
  savedAt: z.number(),
});
export type Preset = z.infer<typeof presetSchema>;

const bookSchema = z.object({
  /** The account, as `platform:id`. */
  id: z.string(),
  revision: z.number().int().nonnegative(),
  presets: z.array(presetSchema),
});
type Book = z.infer<typeof bookSchema>;

/** What a space lists of a preset that is shared there. */
const sharedSchema = presetSchema.pick({ id: true, name: true, owner: true, workflow: true });
export type SharedPreset = z.infer<typeof sharedSchema>;

/** Presets of one account; shared ones of one space. */
export const mostPresets = 60;
export const mostShared = 300;

/** Names that look the same are the same. */
export const presetKey = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** A space as presets name it; null in a private conversation. */
export function spaceKey({ platform, space }: Pick<Place, 'platform' | 'space'>): string | null {
  return space === undefined ? null : `${platform}:${space}`;
}

export function createPresets(redis: Redis, prefix: string, links: Links, commit: Commit) {
  const sharedKey = (space: string) => `${prefix}:presets:in:${space}`;

  /** The lists of the spaces follow the book. */
  function along({ presets }: Book, before: Book | null): Effects {
    const listed = new Map(
      presets.flatMap((one) => one.sharedIn.map((space) => [`${space} ${one.id}`, { space, one }])),
    );
    const gone = (before?.presets ?? []).flatMap((one) =>
      one.sharedIn.filter((space) => !listed.has(`${space} ${one.id}`)).map((space) => ({ space, one })),
    );
    return {
      steps: [
        ...gone.map(({ space, one }) => ['HDEL', sharedKey(space), one.id]),
        ...[...listed.values()].map(({ space, one }) => [
          'HSET',
          sharedKey(space),
          one.id,
          JSON.stringify(sharedSchema.parse(one)),
        ]),
      ],
    };
  }

  const books = createRecords<Book>({ redis, commit }, `${prefix}:presets:of`, bookSchema, along);

  async function ofPerson(person: Pick<Person, 'platform' | 'id'>): Promise<Preset[]> {
    return (await books.read(await links.accounts(person))).flatMap(({ presets }) => presets);
  }

  return {
    /** Of all their accounts. */
    ofPerson,

    /** Adds one to its owner's book. `taken`: there is one of that name; `full`: no more than {@link mostPresets}. */
    async add(preset: Preset): Promise<'added' | 'taken' | 'full'> {
      const account = personKey(preset.owner);
      const others = await ofPerson(preset.owner);
      if (others.some(({ name }) => presetKey(name) === presetKey(preset.name))) return 'taken';
      await books.create({ id: account, revision: 0, presets: [] });
      let outcome: 'added' | 'taken' | 'full' = 'added';
      await books.update(account, (book) => {
        outcome = 'added';
        if (book.presets.some(({ name }) => presetKey(name) === presetKey(preset.name))) outcome = 'taken';
        else if (book.presets.length >= mostPresets) outcome = 'full';
        return outcome === 'added' ? { ...book, presets: [...book.presets, preset] } : null;
      });
      return outcome;
    },

    /**
     * Changes one preset; null from `change` takes it away.
     * @returns it as it was; null when it is not there any more, `taken` when another has the name it would get.
     */
    async change(
      preset: Pick<Preset, 'id' | 'owner'>,
      change: (now: Preset) => Preset | null,
    ): Promise<Preset | 'taken' | null> {
      let outcome: Preset | 'taken' | null = null;
      await books.update(personKey(preset.owner), (book) => {
        const was = book.presets.find(({ id }) => id === preset.id) ?? null;
        const after = was && change(was);
        const others = book.presets.filter(({ id }) => id !== preset.id);
        const taken = after && others.some(({ name }) => presetKey(name) === presetKey(after.name));
        outcome = taken ? 'taken' : was;
        if (!was || taken) return null;
        return { ...book, presets: after ? book.presets.with(book.presets.indexOf(was), after) : others };
      });
      return outcome;
    },

    async sharedIn(space: string): Promise<SharedPreset[]> {
      const texts = await redis.hvals(sharedKey(space));
      return texts.flatMap((text) => sharedSchema.safeParse(JSON.parse(text)).data ?? []);
    },

    /** The whole of it, by what a space lists; null when it is not there any more. */
    async get({ id, owner }: Pick<Preset, 'id' | 'owner'>): Promise<Preset | null> {
      const book = await books.get(personKey(owner));
      return book?.presets.find((one) => one.id === id) ?? null;
    },
  };
}
