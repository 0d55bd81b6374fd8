/** Slack as the bots' port: posts, direct messages and channels. */

import { z } from 'zod';
import type { Card, CardFile } from '../../core/card.ts';
import type { Log } from '../../core/log.ts';
import type { Place, PostRef } from '../../core/people.ts';
import { say } from '../../core/say.ts';
import { createBudget } from '../budget.ts';
import { mediaTypeOf } from '../card-file.ts';
import type { Chat } from '../chat.ts';
import { spread } from '../spread.ts';
import type { Channels } from './channels.ts';
import { createCreate, postedSchema, refTo } from './create.ts';
import { type Meaning, meaningOf, translated } from './errors.ts';
import { either, type Files, isInThread, type Known } from './files.ts';
import { limits, rates } from './limits.ts';
import { createOnce } from './once.ts';
import { forSlack, isPicture } from './pictures.ts';
import { createPing } from './ping.ts';
import { createPins } from './pins.ts';
import { createPreviews } from './previews.ts';
import { asPosted, asWritten, compose, type Message, type Publish } from './publish.ts';
import { createRecent } from './recent.ts';
import type { Place as Placing } from './render-card.ts';
import { messagesWith } from './uploads.ts';
import type { Wire } from './wire.ts';

/** A single job gets an edit whenever the workspace's budget has one. */
const editPace = Math.ceil(60_000 / rates.edits.perMinute);

const openedSchema = z.object({ channel: z.object({ id: z.string() }) });

interface ChatOptions {
  wire: Wire;
  publish: Publish;
  files: Files;
  channels: Channels;
  /** Address of the workspace, with a slash at the end. */
  teamUrl: string;
  /** The bot's own user id. */
  ourUser: string;
  log: Log;
  now: () => number;
  trouble: Chat['trouble'];
  stopHearing: () => Promise<void>;
  close: () => Promise<void>;
}

export type SlackChat = Chat & {
  /** A public answer that is no job's post. */
  post(place: Place, card: Card): Promise<PostRef>;
  /** The conversation with one person alone. */
  directly(person: string): Promise<string>;
};

const keyOf = ({ channel, message }: Pick<PostRef, 'channel' | 'message'>) => `${channel}:${message}`;

export function createChat(options: ChatOptions): SlackChat {
  const { wire, publish, files, channels, teamUrl, ourUser, log, now } = options;
  const { trouble, stopHearing, close } = options;
  const edits = createBudget({ ...rates.edits, now });
  const previews = createPreviews({ wire, discard: files.discard, now });
  /** Every edit in passing would say the same again. */
  const isNewTrouble = createOnce({ ms: 10 * 60_000, now });
  /** Direct messages by person; their ids never change. */
  const conversations = createRecent<string>();

  async function editFinally(post: PostRef, card: Card): Promise<PostRef> {
    const key = keyOf(post);
    const known = await show(post, card, post.files ?? {}, key);
    const preview = previews.end(key);
    if (preview !== null) await files.discard([preview]);
    return { ...post, files: { ...known } };
  }

  /** @returns the files the post has from now on. */
  async function show(post: PostRef, said: Card, given: Known, scope: string): Promise<Known> {
    const card = forSlack(said);
    const where = { channel: post.channel, thread: post.thread ?? post.message, post: post.message };
    const pictures = await files.pictures(card, given, scope);
    const others = await files.intoThread(card, pictures.known, where);
    const freshFiles = Object.keys(pictures.known).some((name) => given[name] === undefined);
    const send = (message: Message) =>
      wire.patiently(async (client) => {
        for (let wait = edits.wait(); wait > 0; wait = edits.wait()) await wire.pause(wait);
        edits.take();
        return client.chat.update({ channel: post.channel, ts: post.message, ...message, ...asWritten });
      });
    const place = either(pictures.place, others.place);
    const { refused } = await publish(card, place, send, { freshFiles });
    if (refused === 'nothing') return others.known;
    const stale = Object.keys(given).filter((name) => !isInThread(name));
    if (refused === 'pictures' && stale.length > 0) {
      // Somebody, or the workspace's rules, deleted what the post showed: it is uploaded anew, once.
      const left = Object.entries(others.known).filter(([name]) => isInThread(name));
      return show(post, card, Object.fromEntries(left), `${scope} anew`);
    }
    const { known } = await files.intoThread(card, others.known, where, ({ as }) => as === 'picture');
    return known;
  }

  async function editInPassing(post: PostRef, card: Card): Promise<PostRef> {
    const key = keyOf(post);
    const { place, settle } = await previews.next(key, card);
    const message = compose(card, place);
    const { channel, message: ts } = post;
    try {
      await wire.progress.chat.update({ channel, ts, ...message, ...asWritten });
      settle(true);
    } catch (thrown) {
      settle(false);
      throw thrown;
    }
    return post;
  }

  async function edit(post: PostRef, card: Card, urgency: 'progress' | 'final') {
    try {
      return urgency === 'final' ? await editFinally(post, card) : await editInPassing(post, card);
    } catch (thrown) {
      const meaning = meaningOf(thrown);
      const end = endOf(meaning);
      if (end !== null) {
        const preview = previews.end(keyOf(post));
        if (preview !== null) await files.discard([preview]);
        return end;
      }
      if (urgency === 'final') throw translated(thrown, 'editing a post');
      const wait = retryAfterOf(thrown);
      if (wait !== null) edits.close(wait * 1000);
      if (wait === null && meaning !== 'passing' && isNewTrouble(keyOf(post)))
        log.warn({ err: translated(thrown, 'showing progress') }, 'progress could not be shown');
      return null;
    }
  }

  async function directly(person: string): Promise<string> {
    const before = conversations.get(person);
    if (before !== undefined) return before;
    const opened = await wire.patiently((client) => client.conversations.open({ users: person }));
    const { id } = openedSchema.parse(opened).channel;
    conversations.set(person, id);
    return id;
  }

  /** Posts what nobody will edit. */
  async function post(where: Place, said: Card): Promise<PostRef> {
    const { channel, thread } = where;
    const card = forSlack(said);
    const apart = await files.apart(card, channel, thread);
    const pictures = await files.pictures(card, {}, channel);
    // A file of the card stands right beside it, so there is nothing to say about it.
    const beside: Placing = (file) => {
      const placed = apart.place(file);
      return placed.as === 'sent-apart' ? { as: 'nothing' } : placed;
    };
    const { answer } = await publish(card, either(pictures.place, beside), (message) =>
      wire.inTurn(channel, (client) =>
        client.chat.postMessage({ channel, ...(thread && { thread_ts: thread }), ...message, ...asPosted }),
      ),
    );
    const known = { ...pictures.known, ...apart.known };
    return { ...refTo(where, postedSchema.parse(answer).ts), files: known };
  }

  /** Does something in the conversation with one person alone, if they take messages of ours. */
  async function between<T>(person: string, work: (place: Place) => Promise<T>): Promise<T | 'refused'> {
    try {
      return await work({ platform: 'slack', channel: await directly(person) });
    } catch (thrown) {
      if (meaningOf(thrown) === 'closed') return 'refused';
      throw translated(thrown, 'a direct message');
    }
  }

  const { create, find } = createCreate({ wire, publish, files, edit: editFinally, log });

  const ping = createPing({ wire, find });

  return {
    platform: 'slack',
    editPace,
    create: (...given) => create(...given).catch(rethrown('posting')),
    find: (...given) => find(...given).catch(rethrown('looking for a post')),
    edit,
    spread(card) {
      const counts = (file: CardFile) => isPicture(mediaTypeOf(file));
      return spread(
        forSlack(card),
        { files: limits.pictures, counts },
        say('further down in the thread of this post'),
      );
    },
    below: ({ platform, space, channel, thread, message }) => ({
      platform,
      channel,
      thread: thread ?? message,
      ...(space !== undefined && { space }),
    }),
    turn() {
      return edits.offer() ? edits.giveBack : null;
    },
    ...createPins(wire, ourUser),
    trouble,
    stopHearing,
    close,
    directly,
    post: (...given) => post(...given).catch(rethrown('an answer')),
    async remove(post) {
      const preview = previews.end(keyOf(post));
      try {
        await removeFiles(post, preview);
        await wire.patiently((client) => client.chat.delete({ channel: post.channel, ts: post.message }));
      } catch (thrown) {
        const meaning = meaningOf(thrown);
        if (meaning !== 'gone' && meaning !== 'unseen') throw translated(thrown, 'deleting a post');
      }
    },
    tell: (person, card, first) =>
      between(person.id, async (place) => {
        if (first) await create(place, card, first);
        else await post(place, card);
        return 'told' as const;
      }),
    ping: (...given) => ping(...given).catch(rethrown('telling somebody that their render has ended')),
    give: (person, card, first) => between(person.id, (place) => create(place, card, first)),
    sees: (person, { channel }) => channels.sees(channel, person.id),
    findChannel: (_space, idOrName) => channels.find(idOrName),
    link({ channel, message, thread }) {
      const address = `${teamUrl}archives/${channel}/p${message.replace('.', '')}`;
      return thread === undefined ? address : `${address}?thread_ts=${thread}&cid=${channel}`;
    },
  };

  /** With the post go its pictures, and the messages in its thread that hold its files. */
  async function removeFiles(post: PostRef, preview: string | null): Promise<void> {
    const all = Object.entries(post.files ?? {});
    for (const [name, id] of all) {
      if (!isInThread(name)) continue;
      const messages = await wire
        .patiently((client) => messagesWith(client, id, post.channel))
        .catch(unlessPassing([]));
      for (const ts of messages) {
        await wire
          .patiently((client) => client.chat.delete({ channel: post.channel, ts }))
          .catch(unlessPassing(null));
      }
    }
    await files.remove([...all.map(([, id]) => id), ...(preview === null ? [] : [preview])]);
  }
}

/** What a refusal makes of a post, where trying again would change nothing by itself. */
function endOf(meaning: Meaning): 'gone' | 'fixed' | 'shut' | null {
  if (meaning === 'gone' || meaning === 'fixed') return meaning;
  // A private channel that we were put out of looks like one that is not there: we may be invited again.
  return meaning === 'unseen' || meaning === 'forbidden' || meaning === 'archived' ? 'shut' : null;
}

function rethrown(doing: string): (thrown: unknown) => never {
  return (thrown) => {
    throw translated(thrown, doing);
  };
}

/** What is gone is gone; what may pass is tried again. */
function unlessPassing<T>(otherwise: T): (thrown: unknown) => T {
  return (thrown) => {
    if (meaningOf(thrown) === 'passing') throw thrown;
    return otherwise;
  };
}

function retryAfterOf(thrown: unknown): number | null {
  return thrown instanceof Error && 'retryAfter' in thrown ? Number(thrown.retryAfter) : null;
}
