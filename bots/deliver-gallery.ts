/**
 * Deliveries of the gallery: its post shows the entry, stands where the maker's audience is, and goes when the entry is
 * not shown any more; who lost an entry to an instructor is told.
 *
 * A post is edited when what it shows has changed, and for nothing else. Stars come in flurries: where only their
 * number has changed, the edit waits its turn (see `starPace`), and then shows the latest number.
 */
import { createHash, randomBytes } from 'node:crypto';
import { galleryCard, removedCard } from '../commands/cards/gallery-card.ts';
import type { Tools } from '../commands/command.ts';
import { describeButton } from '../commands/gallery-entry.ts';
import type { Card } from '../core/card.ts';
import type { Delivery } from '../core/deliveries.ts';
import { UserError } from '../core/errors.ts';
import {
  type Audience,
  countOf,
  entryAfter,
  type GalleryEntry,
  isShown,
  usualThreshold,
  withoutPost,
} from '../core/gallery-entry.ts';
import type { Job } from '../core/job.ts';
import { type PostRef, personKey } from '../core/people.ts';
import { say } from '../core/say.ts';
import type { Chat } from './chat.ts';
import { createCreateOnce } from './create-once.ts';
import type { Speech } from './speech.ts';

/** Between two edits of one post for its stars; Discord takes few edits of posts that are older than an hour. */
const starPace = { ms: 5000, oldMs: 60_000, isOldAfterMs: 55 * 60_000 };
/** The platform's edits are taken just now. */
const busyMs = 2000;

/** The delivery is to be made later, because nothing would be gained by making it now. */
export interface Later {
  laterMs: number;
}

interface DeliverGalleryOptions {
  tools: Tools;
  chat: Chat;
  speech: Speech;
}

export function createDeliverGallery({ tools, chat, speech }: DeliverGalleryOptions) {
  const { core, log, now } = tools;
  const { platform } = chat;
  const createOnce = createCreateOnce(tools, chat);
  /** When a post was last edited for its stars. */
  const edited = new Map<string, number>();

  /** A gallery post that was begun, and made, without anybody having noted where it is. */
  async function unrecorded(job: Job, space: string, delivery: Delivery): Promise<PostRef | null> {
    const begun = await core.deliveries.begun(platform, delivery);
    if (!begun) return null;
    const channels = [
      await tools.galleryChannel(job.place),
      await tools.galleryChannel(job.place, 'instructors'),
    ];
    for (const channel of channels) {
      const found = channel && (await chat.find({ platform, space, channel }, begun));
      if (found) return found;
    }
    return null;
  }

  async function takeDown(job: Job, entry: GalleryEntry, space: string, delivery: Delivery): Promise<void> {
    const post = entry.post ?? (await unrecorded(job, space, delivery));
    if (post) await chat.remove(post);
    if (post || entry.shown)
      await core.gallery.note(job.id, (one) => ({ ...withoutPost(one), shown: false }));
  }

  /** Made under a name that tells nothing of the job, so that a nameless post leads nobody to its maker. */
  function make(channel: string, space: string, card: Card, delivery: Delivery): Promise<PostRef> {
    return createOnce(delivery, { platform, space, channel }, card, `g-${randomBytes(8).toString('hex')}`);
  }

  /** The platform's own pin follows the post. Without it the entry is in the showcase all the same. */
  async function pinAnew(job: Job, entry: GalleryEntry, made: PostRef): Promise<void> {
    if (!entry.pinned) return;
    try {
      if (entry.pinned.post) await chat.unpin(entry.pinned.post);
      await chat.pin(made);
      await core.gallery.note(job.id, (one) =>
        one.pinned ? { ...one, pinned: { ...one.pinned, post: made } } : null,
      );
    } catch (thrown) {
      log.warn({ jobId: job.id, err: thrown }, `the gallery post of ${job.id} could not be pinned`);
    }
  }

  /** How long an edit for nothing but stars has to wait; 0 when it is made now. */
  function waitForStars(entry: GalleryEntry, standing: PostRef): number {
    const isOld = now() - (entry.since ?? 0) > starPace.isOldAfterMs;
    const last = edited.get(standing.message) ?? Number.NEGATIVE_INFINITY;
    const wait = last + (isOld ? starPace.oldMs : starPace.ms) - now();
    if (wait > 0) return wait;
    const giveBack = chat.turn(standing);
    if (!giveBack) return busyMs;
    // The edit itself takes the turn.
    giveBack();
    return 0;
  }

  /** Brings a standing post up to date. @returns 'gone' where none stands any more. */
  async function bringUpToDate(
    job: Job,
    entry: GalleryEntry,
    standing: PostRef,
    card: Card,
    drawn: Required<GalleryEntry>['drawn'],
  ): Promise<Later | 'gone' | null> {
    const before = entry.drawn;
    const same = before?.card === drawn.card;
    if (same && before.stars === drawn.stars && entry.shown) return null;
    if (same && before.stars !== drawn.stars) {
      const laterMs = waitForStars(entry, standing);
      if (laterMs > 0) return { laterMs };
      edited.delete(standing.message);
      edited.set(standing.message, now());
      const [oldest] = edited.keys();
      if (edited.size > 500 && oldest !== undefined) edited.delete(oldest);
    }
    const result = await chat.edit(standing, card, 'final');
    if (result === 'gone') return 'gone';
    // As it is, it stays.
    if (result === 'fixed') return null;
    // Somebody can let us, so it is tried again.
    if (result === 'shut') throw new UserError(say('I may not write in the gallery for now.'));
    if (result)
      await core.gallery.note(job.id, (one) =>
        one.post?.message === standing.message ? { ...one, post: result, drawn, shown: true } : null,
      );
    return null;
  }

  /** Somebody deleted the post, or its channel. @returns the entry, where it may be posted anew. */
  async function lost(job: Job, space: string, standing: PostRef): Promise<boolean> {
    const channelIsThere = (await tools.findChannel(job.place, standing.channel)) !== null;
    const of = { platform, space, maker: personKey(job.owner) };
    await core.gallery.change(job.id, of, (one) => {
      if (one.post?.message !== standing.message) return null;
      const left = withoutPost(one);
      // Somebody with the power to do so removed it from the gallery; it is not put back.
      return channelIsThere
        ? (entryAfter(left, { type: 'remove', at: now() }, usualThreshold) ?? left)
        : left;
    });
    return !channelIsThere;
  }

  async function deliver(job: Job, delivery: Delivery): Promise<Later | null> {
    const entry = await core.gallery.entry(job.id);
    const { space } = job.place;
    if (!entry || space === undefined) return null;
    const consent = await core.gallery.consent(job.owner, space);
    // What was swept can be shown only where it stands already.
    const deleted = job.deletedAt !== undefined || (job.sweptAt !== undefined && !entry.post);
    const audience: Audience = entry.audience ?? 'public';
    const channel = await tools.galleryChannel(job.place, audience);
    const standsElsewhere =
      entry.drawn !== undefined && (entry.drawn.audience === 'instructors') !== (audience === 'instructors');
    const ageRestricted =
      channel !== null && job.nsfw === true && (await tools.ageRestricted({ platform, space, channel }));
    const shown = isShown(entry, { consent, deleted, nsfw: job.nsfw === true, ageRestricted });
    if (!shown || standsElsewhere) await takeDown(job, entry, space, delivery);
    if (!shown) return null;

    const original = job.post && !job.private ? chat.link(job.post) : null;
    const stars = countOf(entry);
    const buttons = entry.number === undefined ? [] : [describeButton(entry.number)];
    const cardWith = (n: number) =>
      speech.forPlace(galleryCard(job, entry, { original, stars: n, buttons }), job.place, job.language);
    const card = await cardWith(stars);
    const drawn = { card: printOf(await cardWith(0)), stars, audience };
    if (entry.post && !standsElsewhere) {
      const result = await bringUpToDate(job, entry, entry.post, card, drawn);
      if (result !== 'gone') return result;
      if (!(await lost(job, space, entry.post))) return null;
    }
    if (channel === null) {
      log.warn({ jobId: job.id, space }, `no gallery channel to show ${job.id} in`);
      return null;
    }
    const made = await make(channel, space, card, delivery);
    await core.gallery.note(job.id, (one) => ({ ...one, post: made, drawn, shown: true }));
    await pinAnew(job, entry, made);
    return null;
  }

  /** Who lost an entry learns it, once; who takes no direct message learns it from *Share*. */
  async function tellRemoved(job: Job, delivery: Delivery): Promise<void> {
    const entry = await core.gallery.entry(job.id);
    if (!entry?.removed?.by) return;
    const nonce = `r-${randomBytes(8).toString('hex')}`;
    const first = await core.deliveries.beginPost(platform, delivery, nonce, now());
    const card = await speech.forPerson(removedCard(job, entry.removed), job.owner, job.language);
    await chat.tell(job.owner, card, first);
  }

  return { deliver, tellRemoved };
}

function printOf(card: Card): string {
  return createHash('sha256').update(JSON.stringify(card)).digest('base64url').slice(0, 22);
}
