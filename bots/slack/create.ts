/**
 * Makes posts, each of them once. Slack would post the same thing as often as it is asked to, so every post carries
 * the nonce it was made under in its metadata, and where an earlier try may have posted, its post is looked for.
 */
import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import type { FirstPost } from '../../core/deliveries.ts';
import type { Log } from '../../core/log.ts';
import type { Place, PostRef } from '../../core/people.ts';
import { meaningOf, translated } from './errors.ts';
import { type Files, filesOf } from './files.ts';
import { forSlack } from './pictures.ts';
import { asPosted, type Publish } from './publish.ts';
import type { Wire } from './wire.ts';

/** Nobody can read more out of it than which posts are ours. */
const eventType = 'rendezvous';
export const markedBy = (nonce: string) => ({ event_type: eventType, event_payload: { nonce } });
/** Slack's clock and ours may differ by so much. */
const clocksMs = 60_000;
/** How much of a channel is looked through. */
const perPage = 100;
const mostPages = 10;

export const postedSchema = z.object({ channel: z.string(), ts: z.string() });
const messageSchema = z.object({
  ts: z.string(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.looseObject({ nonce: z.string().optional() }) })
    .optional()
    .catch(undefined),
});
const historySchema = z.object({
  messages: z.array(messageSchema).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

interface CreateOptions {
  wire: Wire;
  publish: Publish;
  files: Files;
  /** Brings a post that is there up to date. */
  edit: (post: PostRef, card: Card) => Promise<PostRef>;
  log: Log;
}

export function createCreate({ wire, publish, files, edit, log }: CreateOptions) {
  async function look(place: Place, nonce: string, since: number): Promise<string | null> {
    const range = {
      channel: place.channel,
      oldest: ((since - clocksMs) / 1000).toFixed(6),
      limit: perPage,
      include_all_metadata: true,
    };
    let cursor: string | undefined;
    try {
      for (let page = 0; page < mostPages; page += 1) {
        const part = { ...range, ...(cursor && { cursor }) };
        const answer = await wire.patiently((client) =>
          place.thread === undefined
            ? client.conversations.history(part)
            : client.conversations.replies({ ...part, ts: place.thread }),
        );
        const { messages, response_metadata: more } = historySchema.parse(answer);
        const found = messages.find(
          ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload.nonce === nonce,
        );
        cursor = more?.next_cursor;
        if (found || !cursor) return found?.ts ?? null;
      }
      return null;
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
          metadata: markedBy(nonce),
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

  async function find(place: Place, { nonce, since }: FirstPost): Promise<PostRef | null> {
    if (since === null) return null;
    const ts = await look(place, nonce, since);
    // The thread may have been gone.
    const beside = ts === null && place.thread !== undefined ? { ...place, thread: undefined } : null;
    if (beside) return find(beside, { nonce, since });
    return ts === null ? null : refTo(place, ts);
  }

  async function create(place: Place, said: Card, first: FirstPost): Promise<PostRef> {
    const card = forSlack(said);
    const before = await find(place, first);
    if (before) return bringUpToDate(before, card);
    const { ref, refused } = await postThere(place, card, first.nonce);
    // What has to stand in the post's thread can only be shared once there is one.
    const more = refused !== 'nothing' || filesOf(card).some(({ as }) => as === 'file');
    return more ? bringUpToDate(ref, card) : ref;
  }

  /** Both throw as Slack says no. */
  return { create, find };
}

export function refTo({ space, channel, thread }: Place, message: string): PostRef {
  return {
    platform: 'slack',
    channel,
    message,
    ...(space !== undefined && { space }),
    ...(thread !== undefined && { thread }),
  };
}
