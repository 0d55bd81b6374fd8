/** The gallery entry a gesture is about, and how one is changed. */
import { z } from 'zod';
import type { Button } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { GalleryEntry, GalleryEvent } from '../core/gallery-entry.ts';
import { type EntryOf, entryAfter, isShown, usualThreshold } from '../core/gallery-entry.ts';
import type { Job } from '../core/job.ts';
import { type Place, personKey } from '../core/people.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Gesture, Tools } from './command.ts';
import { membersOnly, spaceOf as spaceHere } from './instructors.ts';

/** How people name an entry: by the number that stands below its gallery post. */
const highest = 9_999_999;
const inRange = `must be 1 to ${highest}`;
/** A button carries it as text. */
export const entryNumber = z.coerce
  .number('must be a whole number')
  .int('must be a whole number')
  .min(1, inRange)
  .max(highest, inRange)
  .describe('Its number, as it stands below the gallery post');

/** Opens the form in which its maker describes an entry. It carries the number, which tells nothing of the job. */
export const describeButton = (number: number, label: Phrase = say('Words and tags')): Button => ({
  type: 'action',
  command: 'gallery describe',
  given: { option: 'entry', value: String(number) },
  label,
  look: 'plain',
});

export interface Found {
  entry: GalleryEntry;
  job: Job;
}

/** The space whose gallery a job can be shown in. @throws UserError for a job made in private, or not done. */
export function spaceOf(job: Job): string {
  if (job.place.guest) throw new UserError(membersOnly);
  if (job.place.space === undefined) {
    throw new UserError(
      say('This render was made in a private conversation; only those made in a channel can be shared.'),
    );
  }
  if (job.state !== 'done') throw new UserError(say('Only a finished render can be shared.'));
  return job.place.space;
}

export const whereOf = (gesture: Gesture): Pick<EntryOf, 'platform' | 'space'> => ({
  platform: gesture.place.platform,
  space: spaceHere(gesture, say('gallery')),
});

/** The entry of this number here. @throws UserError when there is none, or its render was deleted. */
export async function entryNumbered(tools: Tools, gesture: Gesture, number: number): Promise<Found> {
  const entry = await tools.core.gallery.byNumber(whereOf(gesture), number);
  const job = entry && (await tools.core.jobs.get(entry.id));
  if (!entry || !job || job.deletedAt !== undefined)
    throw new UserError(
      say('There is no gallery entry {number} here. The number stands below each gallery post.', {
        number: String(number),
      }),
    );
  return { entry, job };
}

/** What a reaction stands on: the finished job, and whether the post is its own or the gallery's. Null for a copy. */
export async function reactedTo(
  tools: Tools,
  { place: { platform } }: Gesture,
  { channel, message }: { channel: string; message: string },
): Promise<{ job: Job; on: 'job' | 'gallery' } | null> {
  const { core } = tools;
  const post = { platform, channel, message };
  const own = await core.jobs.byPost(post);
  const entry = own ? null : await core.gallery.byPost(post);
  const job = own ?? (entry && (await core.jobs.get(entry.id)));
  // What was shown once more may stand among other people.
  if (own && ![own.post, own.away?.post].some((one) => one?.message === message)) return null;
  if (job?.state !== 'done' || job.deletedAt !== undefined || job.place.space === undefined) return null;
  return { job, on: own ? 'job' : 'gallery' };
}

/** The entry as it stands after an event; its posts follow. */
export async function changeEntry(
  tools: Pick<Tools, 'core'>,
  job: Job,
  event: GalleryEvent,
): Promise<{ entry: GalleryEntry; changed: boolean }> {
  const { core } = tools;
  const space = spaceOf(job);
  const opened = await core.gallery.open(job.id, job.owner, space);
  const threshold = await thresholdIn(tools, job.place);
  const of: EntryOf = { platform: job.place.platform, space, maker: personKey(job.owner) };
  const result = await core.gallery.change(job.id, of, (entry) => entryAfter(entry, event, threshold));
  return { entry: result?.record ?? opened, changed: result?.changed ?? false };
}

export async function thresholdIn({ core }: Pick<Tools, 'core'>, place: Place): Promise<number> {
  return (await core.houseRules.of(place)).stars ?? usualThreshold;
}

/** Whether the gallery shows it, or is about to. */
export async function isInGallery(tools: Tools, { entry, job }: Found): Promise<boolean> {
  const { place, owner, deletedAt, nsfw = false } = job;
  if (place.space === undefined) return false;
  const consent = await tools.core.gallery.consent(owner, place.space);
  const channel = nsfw ? await tools.galleryChannel(place, entry.audience) : null;
  const ageRestricted =
    channel !== null && (await tools.ageRestricted({ ...place, channel, thread: undefined }));
  return isShown(entry, { consent, deleted: deletedAt !== undefined, nsfw, ageRestricted });
}

/** @throws UserError while an instructor keeps it out. */
export function mustNotBeRemoved({ removed }: GalleryEntry): void {
  if (!removed) return;
  throw new UserError(
    removed.reason
      ? say('This was taken out of the gallery: {reason}. Only an instructor can put it back.', {
          reason: removed.reason,
        })
      : say('This was taken out of the gallery. Only an instructor can put it back.'),
  );
}
