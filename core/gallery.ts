/**
 * The gallery: which results their makers agreed to show.
 *
 * An entry says who starred a job's post and whether its maker shared it. Whether it is shown follows from that
 * and the maker's consent (`isShown`); the gallery post is a projection of it, brought up to date by a delivery.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Commit, Owed } from './commit.ts';
import { type Person, type Platform, personKey, postRefSchema } from './people.ts';
import { createRecords } from './records.ts';

export const galleryEntrySchema = z.object({
  /** The job's id: one entry per job. */
  id: z.string(),
  revision: z.number().int().nonnegative(),
  /** The maker pressed Share, or starred it. */
  shared: z.boolean(),
  /** Keys of the people other than the maker whose star is on the post. */
  stars: z.array(z.string()),
  post: postRefSchema.optional(),
});
export type GalleryEntry = z.infer<typeof galleryEntrySchema>;

/**
 * What a person has said about others' stars in one space (Discord server, Slack team):
 * `asked` means the question went out and is not answered yet.
 */
export const consentSchema = z.enum(['allow', 'stop', 'asked', 'ask-next-time']);
export type Consent = z.infer<typeof consentSchema>;

/** The rule of the gallery. Others' stars count only with the maker's consent; the maker's own word always counts. */
export function isShown(
  entry: Pick<GalleryEntry, 'shared' | 'stars'>,
  consent: Consent | null,
  deleted: boolean,
): boolean {
  if (deleted) return false;
  return entry.shared || (consent === 'allow' && entry.stars.length > 0);
}

export type Gallery = ReturnType<typeof createGallery>;

/** Both posts show an entry: the one in the gallery, and the one with the buttons. */
const bothPosts = (platform: Platform, jobId: string): Owed[] => [
  { platform, subject: 'gallery', jobId },
  { platform, subject: 'job', jobId },
];

export function createGallery(redis: Redis, prefix: string, commit: Commit) {
  const records = createRecords<GalleryEntry>(
    { redis, commit },
    `${prefix}:gallery`,
    galleryEntrySchema,
    () => ({}),
  );
  const entriesKey = (person: Pick<Person, 'platform' | 'id'>, space: string) =>
    `${prefix}:gallery:of:${space}:${personKey(person)}`;
  const consentKey = (space: string) => `${prefix}:consent:${space}`;

  return {
    entry: records.get,

    /** Changes what an entry says; both posts owe an update then. See `Records.update`. */
    change(jobId: string, platform: Platform, change: (entry: GalleryEntry) => GalleryEntry | null) {
      return records.update(jobId, change, { owes: bothPosts(platform, jobId) });
    },

    /** Notes where the gallery post stands, or that there is none any more. */
    async keepPost(jobId: string, post: GalleryEntry['post']): Promise<void> {
      await records.update(jobId, (entry) => ({ ...entry, post }));
    },

    /** The entry of a job, made empty when there is none yet; listed under its maker. */
    async open(jobId: string, maker: Person, space: string): Promise<GalleryEntry> {
      const fresh: GalleryEntry = { id: jobId, revision: 0, shared: false, stars: [] };
      const listed = [['SADD', entriesKey(maker, space), jobId]];
      if (await records.create(fresh, { steps: listed })) return fresh;
      return (await records.get(jobId)) ?? fresh;
    },

    entriesOf: (maker: Pick<Person, 'platform' | 'id'>, space: string): Promise<string[]> =>
      redis.smembers(entriesKey(maker, space)),

    async consent(maker: Pick<Person, 'platform' | 'id'>, space: string): Promise<Consent | null> {
      const said = await redis.hget(consentKey(space), personKey(maker));
      return said === null ? null : consentSchema.parse(said);
    },
    /** Writes a maker's word down; the posts of these jobs of theirs owe an update because of it. */
    async setConsent(
      maker: Pick<Person, 'platform' | 'id'>,
      space: string,
      consent: Consent,
      jobIds: readonly string[] = [],
    ): Promise<void> {
      await commit({
        steps: [['HSET', consentKey(space), personKey(maker), consent]],
        owes: jobIds.flatMap((id) => bothPosts(maker.platform, id)),
      });
    },
    /** Owes a maker the question about a job. True for exactly one caller: nobody is asked twice. */
    beginAsking(maker: Pick<Person, 'platform' | 'id'>, space: string, jobId: string): Promise<boolean> {
      const key = consentKey(space);
      const field = personKey(maker);
      return commit({
        guards: [{ key, field, holds: null }],
        steps: [['HSET', key, field, 'asked' satisfies Consent]],
        owes: [{ platform: maker.platform, subject: 'question', jobId }],
      });
    },
  };
}
