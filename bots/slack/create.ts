/**
 * Makes posts, each of them once. Slack would post the same thing as often as it is asked to, so every post carries
 * the nonce it was made under in its metadata, and where an earlier try may have posted, its post is looked for.
 *
 * That is the case when an earlier try of this process ended without a clear answer, and for a while after the start:
 * the process before may have posted and ended before it could note so.
 */
import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import type { Log } from '../../core/log.ts';
import type { Place, PostRef } from '../../core/people.ts';
import { isDoubtful, meaningOf, translated } from './errors.ts';
import { type Files, filesOf } from './files.ts';
import { asPosted, type Publish } from './publish.ts';
import { createRecent } from './recent.ts';
import type { Wire } from './wire.ts';

/** Nobody can read more out of it than which posts are ours. */
const eventType = 'rendezvous';
/** For how long after the start an earlier process may have been at it. */
const inheritedMs = 5 * 60_000;
/** How far back is looked. Longer ago, the delivery would have given up or been recorded. */
const lookBackMs = 7 * 60 * 60_000;
const lookedAt = 100;

const postedSchema = z.object({ channel: z.string(), ts: z.string() });
const messageSchema = z.object({
  ts: z.string(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.looseObject({ nonce: z.string().optional() }) })
    .optional()
    .catch(undefined),
});
const historySchema = z.object({ messages: z.array(messageSchema).default([]) });

interface CreateOptions {
  wire: Wire;
  publish: Publish;
  files: Files;
  /** Brings a post that is there up to date. */
  edit: (post: PostRef, card: Card) => Promise<PostRef>;
  now: () => number;
  log: Log;
}

export function createCreate({ wire, publish, files, edit, now, log }: CreateOptions) {
  const startedAt = now();
  const made = createRecent<PostRef>();
  const doubtful = createRecent<true>();

  async function look(place: Place, nonce: string): Promise<string | null> {
    const range = {
      channel: place.channel,
      oldest: ((now() - lookBackMs) / 1000).toFixed(6),
      limit: lookedAt,
      include_all_metadata: true,
    };
    try {
      const answer = await wire.patiently((client) =>
        place.thread === undefined
          ? client.conversations.history(range)
          : client.conversations.replies({ ...range, ts: place.thread }),
      );
      const { messages } = historySchema.parse(answer);
      const found = messages.find(
        ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload.nonce === nonce,
      );
      return found?.ts ?? null;
    } catch (thrown) {
      if (meaningOf(thrown) === 'passing') throw thrown;
      log.debug({ err: translated(thrown, 'looking for a post') }, 'the channel cannot be looked through');
      return null;
    }
  }

  async function post(place: Place, card: Card, nonce: string) {
    const pictures = await files.pictures(card, {}, nonce);
    const { answer, refused } = await publish(card, pictures.place, (message) =>
      wire.inTurn(place.channel, (client) =>
        client.chat.postMessage({
          channel: place.channel,
          ...(place.thread !== undefined && { thread_ts: place.thread }),
          ...message,
          ...asPosted,
          metadata: { event_type: eventType, event_payload: { nonce } },
        }),
      ),
    );
    const { channel, ts } = postedSchema.parse(answer);
    const ref: PostRef = { ...refTo(place, ts), channel, files: { ...pictures.known } };
    return { ref, refused };
  }

  /** Where the thread is gone, its channel is the next best place. */
  async function postThere(place: Place, card: Card, nonce: string) {
    try {
      return await post(place, card, nonce);
    } catch (thrown) {
      if (place.thread === undefined || meaningOf(thrown) !== 'gone') throw thrown;
      return post({ ...place, thread: undefined }, card, nonce);
    }
  }

  /** A post that was made and deleted by somebody since is not made again. */
  async function bringUpToDate(ref: PostRef, card: Card): Promise<PostRef> {
    try {
      return await edit(ref, card);
    } catch (thrown) {
      if (meaningOf(thrown) === 'gone') return ref;
      throw thrown;
    }
  }

  return async function create(place: Place, card: Card, nonce: string): Promise<PostRef> {
    try {
      const before = made.get(nonce);
      if (before) return await bringUpToDate(before, card);
      if (doubtful.get(nonce) || now() - startedAt < inheritedMs) {
        const ts = await look(place, nonce);
        if (ts !== null) return await bringUpToDate(refTo(place, ts), card);
      }
      const { ref, refused } = await postThere(place, card, nonce);
      made.set(nonce, ref);
      // What has to stand in the post's thread can only be shared once there is one.
      const more = refused !== 'nothing' || filesOf(card).some(({ as }) => as === 'file');
      return more ? await bringUpToDate(ref, card) : ref;
    } catch (thrown) {
      if (isDoubtful(thrown)) doubtful.set(nonce, true);
      throw translated(thrown, 'posting');
    }
  };
}

function refTo({ space, channel, thread }: Place, message: string): PostRef {
  return {
    platform: 'slack',
    channel,
    message,
    ...(space !== undefined && { space }),
    ...(thread !== undefined && { thread }),
  };
}
