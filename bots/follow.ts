/**
 * What people do on the platform itself, followed in the gallery: whoever deletes a gallery post takes the entry out,
 * and whoever deletes a render's own post or unpins one is followed as well. What we delete ourselves is reported too;
 * by the time its turn comes, the record knows of it.
 */

import type { Tools } from '../commands/command.ts';
import { thresholdIn } from '../commands/gallery-entry.ts';
import { toError } from '../core/errors.ts';
import { entryAfter, type GalleryEvent, withoutPost } from '../core/gallery-entry.ts';
import { type Platform, personKey } from '../core/people.ts';
import type { Chat, Gone, Handlers } from './chat.ts';
import type { Lock } from './lock.ts';

interface FollowOptions {
  tools: Tools;
  chat: () => Pick<Chat, 'pins'>;
  lock: Lock;
}

export function createFollow({
  tools,
  chat,
  lock,
}: FollowOptions): Required<Pick<Handlers, 'gone' | 'pinsChanged'>> {
  const { core, log, now } = tools;
  const { gallery } = core;

  /** After the delivery that may be at it. */
  const inTurn = (jobId: string, work: () => Promise<void>) => lock(`gallery-${jobId}`, work);

  async function change(jobId: string, event: GalleryEvent, fits: (entry: Entry) => boolean): Promise<void> {
    const job = await core.jobs.get(jobId);
    const { space } = job?.place ?? {};
    if (!job || space === undefined) return;
    const threshold = await thresholdIn(tools, job.place);
    const of = { platform: job.place.platform, space, maker: personKey(job.owner) };
    await gallery.change(jobId, of, (entry) => {
      if (!fits(entry)) return null;
      const left = event.type === 'remove' ? withoutPost(entry) : entry;
      return entryAfter(left, event, threshold);
    });
  }

  async function messageGone(post: { platform: Platform; channel: string; message: string }): Promise<void> {
    const entry = await gallery.byPost(post);
    if (entry) {
      const stands = (one: Entry) => one.post?.message === post.message;
      await inTurn(entry.id, () => change(entry.id, { type: 'remove', at: now() }, stands));
    }
    const job = await core.jobs.byPost(post);
    // Of a render that is posted in several places, only the post its record names is the original.
    if (job?.post?.message === post.message && job.deletedAt === undefined)
      await inTurn(job.id, () => change(job.id, { type: 'post gone' }, () => true));
  }

  /** What stood there may be shown elsewhere. */
  async function channelGone(where: { platform: Platform; channel: string }): Promise<void> {
    for (const id of await gallery.postsIn(where))
      await inTurn(id, () =>
        gallery.note(id, (one) => (one.post?.channel === where.channel ? withoutPost(one) : null)),
      );
  }

  async function gone({ platform, channel, messages, archived }: Gone): Promise<void> {
    if (archived) return;
    if (!messages) return channelGone({ platform, channel });
    for (const message of messages) await messageGone({ platform, channel, message });
  }

  async function pinsChanged(where: { platform: Platform; channel: string }): Promise<void> {
    const ids = await gallery.pinsIn(where);
    const pins = ids.length > 0 ? await chat().pins(where.channel) : null;
    if (!pins) return;
    for (const id of ids)
      await change(id, { type: 'unpin' }, ({ pinned }) => {
        const post = pinned?.post;
        return post?.channel === where.channel && !pins.includes(post.message);
      });
  }

  const orLog =
    <T>(work: (what: T) => Promise<void>) =>
    (what: T): Promise<void> =>
      work(what).catch((thrown: unknown) =>
        log.warn({ err: toError(thrown) }, 'what was done on the platform could not be followed'),
      );
  return { gone: orLog(gone), pinsChanged: orLog(pinsChanged) };
}

type Entry = Parameters<typeof entryAfter>[0];
