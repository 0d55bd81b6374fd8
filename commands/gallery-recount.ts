/** Stars as they stand on the posts, whatever was heard of them while they were given and taken. */
import { UserError } from '../core/errors.ts';
import { countOf, type GalleryEntry } from '../core/gallery-entry.ts';
import type { Job } from '../core/job.ts';
import { type PostRef, personKey } from '../core/people.ts';
import type { Tools } from './command.ts';
import { changeEntry, type Found, spaceOf } from './gallery-entry.ts';
import { shareOwn } from './gallery-share.ts';

/** Keys of those whose star stands on a post; null where there is no such post. */
async function starsOn(tools: Pick<Tools, 'posts'>, post: PostRef | undefined): Promise<string[] | null> {
  const ids = post && (await tools.posts.starredBy(post));
  return ids?.map((id) => personKey({ platform: post?.platform ?? 'discord', id })) ?? null;
}

/** Counts others' stars anew. What its maker said stays their word. */
export async function recount(
  tools: Pick<Tools, 'core' | 'posts'>,
  { entry, job }: Found,
): Promise<{ stars: number; mended: boolean }> {
  const makers = await tools.core.links.accounts(job.owner);
  const others = (keys: string[] | null) => keys?.filter((key) => !makers.includes(key)) ?? null;
  const { entry: counted, changed } = await changeEntry(tools, job, {
    type: 'recount',
    job: others(await starsOn(tools, job.post)),
    gallery: others(await starsOn(tools, entry.post)),
  });
  return { stars: countOf(counted), mended: changed };
}

/**
 * The same for what nobody heard, because no bot was there: stars of others count as they would have, and ask the maker
 * as they would have; a maker's own star shares, unless something they said since speaks against it. That a maker's
 * star is gone says nothing: it may have been shared by a press.
 */
export async function catchUp(tools: Tools, job: Job): Promise<void> {
  const { core } = tools;
  const space = spaceOf(job);
  const entry = await core.gallery.entry(job.id);
  const seen = await starsOn(tools, job.post);
  if (!seen) return;
  const makers = await core.links.accounts(job.owner);
  const isStarred = seen.some((key) => !makers.includes(key));
  if (seen.some((key) => makers.includes(key)) && (await isNews(tools, job, entry)))
    await shareAll(tools, job);
  if (!entry && !isStarred) return;
  await recount(tools, { entry: entry ?? (await core.gallery.open(job.id, job.owner, space)), job });
  if (isStarred) await core.gallery.beginAsking(job.owner, space, job.id);
}

/** Whether the maker never said anything that goes before their star. */
async function isNews({ core }: Tools, job: Job, entry: GalleryEntry | null): Promise<boolean> {
  if (entry?.shared || entry?.withdrawn || entry?.removed) return false;
  const consent = await core.gallery.consent(job.owner, spaceOf(job));
  return entry?.since === undefined || (consent !== 'stop' && consent !== 'allow');
}

/** What cannot be shared now is refused to nobody: the star stands, and whoever presses Share is told why. */
async function shareAll(tools: Tools, job: Job): Promise<void> {
  await shareOwn(tools, job).catch((thrown: unknown) => {
    if (!(thrown instanceof UserError)) throw thrown;
  });
}
