/**
 * A gallery entry, and what becomes of it. Pure: the same entry and the same event make the same entry, whatever came
 * before and however often an event is reported.
 *
 * Whether an entry is shown follows from the entry and its circumstances (`isShown`):
 *
 *   - never, once its render is deleted, an instructor removed it, or its gallery is no place for it;
 *   - always, while its maker shares it: the maker's own word needs no stars;
 *   - else by others' stars, if its maker lets those count: at `threshold` stars it comes, and it stays until fewer
 *     than half of them are left (`keeps`), so that one star that comes and goes does not make the post come and go.
 *
 * A maker who takes an entry back has the last word: no star shows it until the maker shares it again. An instructor
 * may remove an entry (only an instructor's word brings it back), freeze it (others' stars are noted and change
 * nothing), and pin it to the showcase (which shows nothing its maker does not share).
 */
import { z } from 'zod';
import { type PostRef, personSchema, platformSchema, postRefSchema } from './people.ts';

/** Who it is shown to, as the maker says: everybody with the maker's name, without it, or instructors alone. */
export const audiences = ['public', 'anonymous', 'instructors'] as const;
export type Audience = (typeof audiences)[number];

export const descriptionLimit = 300;
export const mostTags = 5;
export const tagLimit = 24;
/** Letters and digits of any script, in lower case, with hyphens inside. */
export const tagSchema = z.string().regex(/^[\p{L}\p{N}\p{M}]+(-[\p{L}\p{N}\p{M}]+)*$/u);

const said = z.object({ by: personSchema, at: z.number() });

export const galleryEntrySchema = z.object({
  /** The job's id: one entry per job. */
  id: z.string(),
  revision: z.number().int().nonnegative(),
  /** Whose it is and where; absent in records of before it was noted, until they change. */
  of: z.object({ platform: platformSchema, space: z.string(), maker: z.string() }).optional(),
  /** By which people call it. It tells nothing of the job, which may be nobody's business. */
  number: z.number().int().positive().optional(),
  /** The maker pressed Share, or starred it. */
  shared: z.boolean(),
  /** When it was first shared or starred: its age in lists. */
  since: z.number().optional(),
  /** The maker took it back. */
  withdrawn: z.boolean().optional(),
  /** Keys of the people other than the maker whose star is on the job's post, and on the gallery post. */
  stars: z.array(z.string()),
  galleryStars: z.array(z.string()).optional(),
  /** Others' stars have reached the threshold, and not fallen below half of it since. */
  risen: z.boolean().optional(),
  audience: z.enum(audiences).optional(),
  /** The maker's own words, shown literally. */
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  /** `stars`: how many it stands at. */
  frozen: said.extend({ stars: z.number().int().nonnegative() }).optional(),
  /** Without a name where somebody deleted the gallery post on the platform, which does not say who. */
  removed: said.partial({ by: true }).extend({ reason: z.string().optional() }).optional(),
  /** `post` is the one that carries the platform's pin. */
  pinned: said.extend({ post: postRefSchema.optional() }).optional(),
  /** Whether it is shown, as the last delivery found. Its post may be gone all the same, with its channel. */
  shown: z.boolean().optional(),
  /** The gallery post, and what it was last made to show: `card` stands for all but the stars. */
  post: postRefSchema.optional(),
  drawn: z
    .object({ card: z.string(), stars: z.number().int().nonnegative(), audience: z.enum(audiences) })
    .optional(),
});
export type GalleryEntry = z.infer<typeof galleryEntrySchema>;
export type EntryOf = NonNullable<GalleryEntry['of']>;

/**
 * What a person has said about others' stars in one space (Discord server, Slack team):
 * `asked` means the question went out and is not answered yet.
 */
export const consentSchema = z.enum(['allow', 'stop', 'asked', 'ask-next-time']);
export type Consent = z.infer<typeof consentSchema>;

export interface Circumstances {
  consent: Consent | null;
  /** The render was deleted. */
  deleted: boolean;
  /** Whether the render may only stand where grown-ups are, and whether its gallery channel is such a place. */
  nsfw?: boolean;
  ageRestricted?: boolean;
}

/** Others' stars from which an entry is shown, unless a space says otherwise. */
export const usualThreshold = 1;
/** With fewer stars than these, what was shown is taken down again. */
export const keeps = (threshold: number): number => Math.ceil(threshold / 2);

/** The rule of the gallery. Others' stars count only with the maker's consent; the maker's own word always counts. */
export function isShown(
  entry: GalleryEntry,
  { consent, deleted, nsfw, ageRestricted }: Circumstances,
): boolean {
  if (deleted || entry.removed || (nsfw && !ageRestricted)) return false;
  return entry.shared || (consent === 'allow' && !entry.withdrawn && hasRisen(entry));
}

/** Everybody counts once, however many posts of it they starred. */
export function countOf(entry: GalleryEntry): number {
  return entry.frozen?.stars ?? starsOn(entry);
}

function starsOn({ stars, galleryStars = [] }: GalleryEntry): number {
  return new Set([...stars, ...galleryStars]).size;
}

/** In records of before there were thresholds, one star was enough. */
const hasRisen = (entry: GalleryEntry): boolean => entry.risen ?? entry.stars.length > 0;

type On = 'job' | 'gallery';
type By = z.infer<typeof personSchema>;

export type GalleryEvent =
  | { type: 'share'; at: number }
  /** `lastWord`: stars of others do not show it any more either. */
  | { type: 'unshare'; lastWord: boolean }
  | { type: 'star' | 'unstar'; who: string; on: On; at: number }
  /** Who is seen to star it now, whatever was heard; null where that could not be seen. */
  | { type: 'recount'; job: readonly string[] | null; gallery: readonly string[] | null }
  | { type: 'describe'; description?: string; tags?: readonly string[]; audience?: Audience }
  | { type: 'freeze'; by: By; at: number }
  /** `post` is the one that was pinned. */
  | { type: 'pin'; by: By; at: number; post: PostRef }
  | { type: 'unfreeze' | 'unpin' | 'restore' }
  | { type: 'remove'; by?: By; reason?: string; at: number }
  /** The job's post was deleted on the platform. */
  | { type: 'post gone' };

/** The entry after an event; null when that leaves it as it was. */
export function entryAfter(entry: GalleryEntry, event: GalleryEvent, threshold: number): GalleryEntry | null {
  switch (event.type) {
    case 'share':
      return entry.shared
        ? null
        : { ...entry, shared: true, withdrawn: false, since: entry.since ?? event.at };
    case 'unshare':
      if (!entry.shared && (!event.lastWord || entry.withdrawn)) return null;
      return { ...entry, shared: false, ...(event.lastWord && { withdrawn: true }) };
    case 'star':
    case 'unstar':
      return starred(entry, event, threshold);
    case 'recount':
      return recounted(entry, event, threshold);
    case 'describe': {
      const { type: _type, tags, ...words } = event;
      const told = { ...entry, ...words, ...(tags && { tags: [...new Set(tags)] }) };
      return JSON.stringify(told) === JSON.stringify(entry) ? null : told;
    }
    case 'freeze':
      if (entry.frozen) return null;
      return { ...entry, frozen: { by: event.by, at: event.at, stars: starsOn(entry) } };
    case 'unfreeze':
      return entry.frozen ? settled({ ...entry, frozen: undefined }, entry, threshold) : null;
    case 'remove':
      if (entry.removed) return null;
      return { ...entry, removed: without(event) };
    case 'restore':
      return entry.removed ? { ...entry, removed: undefined } : null;
    case 'pin':
      return entry.pinned?.post ? null : { ...entry, pinned: without(event) };
    case 'unpin':
      return entry.pinned ? { ...entry, pinned: undefined } : null;
    case 'post gone': {
      if (entry.withdrawn && !entry.shared && entry.stars.length === 0) return null;
      return settled({ ...entry, shared: false, withdrawn: true, stars: [] }, entry, threshold);
    }
    default:
      return event satisfies never;
  }
}

function starred(
  entry: GalleryEntry,
  { type, who, on, at }: Extract<GalleryEvent, { who: string }>,
  threshold: number,
): GalleryEntry | null {
  const before = (on === 'job' ? entry.stars : entry.galleryStars) ?? [];
  if (before.includes(who) === (type === 'star')) return null;
  const stars = type === 'star' ? [...before, who] : before.filter((one) => one !== who);
  const now = { ...entry, since: entry.since ?? at, [on === 'job' ? 'stars' : 'galleryStars']: stars };
  return settled(now, entry, threshold);
}

function recounted(
  entry: GalleryEntry,
  { job, gallery }: Extract<GalleryEvent, { type: 'recount' }>,
  threshold: number,
): GalleryEntry | null {
  const differs = (seen: readonly string[] | null, noted: readonly string[] = []) =>
    seen !== null && (seen.length !== noted.length || seen.some((one) => !noted.includes(one)));
  const now: GalleryEntry = {
    ...entry,
    ...(differs(job, entry.stars) && { stars: [...(job ?? [])] }),
    ...(differs(gallery, entry.galleryStars) && { galleryStars: [...(gallery ?? [])] }),
  };
  const result = settled(now, entry, threshold);
  return JSON.stringify(result) === JSON.stringify(entry) ? null : result;
}

/** Whether the stars are enough now, after they were enough or not before. A frozen entry stays as it was. */
function settled(now: GalleryEntry, before: GalleryEntry, threshold: number): GalleryEntry {
  const was = hasRisen(before);
  const risen = now.frozen ? was : starsOn(now) >= (was ? keeps(threshold) : threshold);
  return { ...now, risen };
}

function without<E extends { type: string }>({ type: _type, ...said }: E): Omit<E, 'type'> {
  return said;
}

/** The gallery post is gone, and with it the stars on it and its pin. */
export function withoutPost(entry: GalleryEntry): GalleryEntry {
  const { post, pinned } = entry;
  const left = { ...entry, post: undefined, drawn: undefined, galleryStars: undefined };
  return pinned?.post && pinned.post.message === post?.message
    ? { ...left, pinned: { ...pinned, post: undefined } }
    : left;
}
