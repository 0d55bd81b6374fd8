/**
 * The files of a card. Pictures are uploaded without a channel, so that a block can show them and the post stays one
 * message; everything else is shared in the post's thread, or with one person where the answer is private.
 *
 * A file is known by a name that stands for its content: the same name, the same bytes. So nothing is uploaded twice,
 * whichever try this is, and nothing is left out without the card saying so.
 */
import { type Card, type CardFile, plain } from '../../core/card.ts';
import type { Log } from '../../core/log.ts';
import { readForPost } from '../../core/media/read.ts';
import type { MediaStore } from '../../core/media.ts';
import { type Phrase, say } from '../../core/say.ts';
import { createTurns } from '../../core/turns.ts';
import { contentName, fileName, mediaTypeOf } from '../card-file.ts';
import { meaningOf, translated } from './errors.ts';
import { isPicture, showable } from './pictures.ts';
import type { Place, Placed } from './render-card.ts';
import { filesInThread, type Upload, untilReady, upload } from './uploads.ts';
import type { Wire } from './wire.ts';

/** Slack's file ids by our names; a name behind this mark is a file that stands in the thread. */
export type Known = Readonly<Record<string, string>>;
const inThread = (name: string) => `thread/${name}`;
export const isInThread = (name: string) => name.startsWith('thread/');

/** Uploads remembered for the next try, should this one fail further on. */
const remembered = 500;
const readyMs = 20_000;

/** Slack's SDK holds a file in memory while it sends it; of those that are larger, one at a time. */
const large = 32 * 1024 * 1024;

export interface Wanted {
  name: string;
  file: CardFile;
  alt: string;
  as: 'picture' | 'file';
}

/** In the order of the card, each once. */
export function filesOf(card: Card): Wanted[] {
  const found = new Map<string, Wanted>();
  const add = (file: CardFile, alt: string, as: Wanted['as']) => {
    const name = contentName(file);
    if (!found.has(name)) found.set(name, { name, file, alt, as });
  };
  for (const element of card.elements) {
    if (element.type === 'media')
      for (const { file, alt } of element.items)
        add(file, plain(alt), isPicture(mediaTypeOf(file)) ? 'picture' : 'file');
    if (element.type === 'files') for (const file of element.files) add(file, '', 'file');
  }
  return [...found.values()];
}

/** Where files went, and what the next edit has to know of them. */
export interface Fitted {
  place: Place;
  known: Known;
}

export type Files = ReturnType<typeof createFiles>;

export function createFiles({ wire, media, log }: { wire: Wire; media: MediaStore; log: Log }) {
  const memory = new Map<string, string>();
  const largeInTurn = createTurns(1);

  async function remembering(key: string, work: () => Promise<string>): Promise<string> {
    const before = memory.get(key);
    if (before !== undefined) return before;
    const id = await work();
    memory.set(key, id);
    const [oldest] = memory.keys();
    if (memory.size > remembered && oldest !== undefined) memory.delete(oldest);
    return id;
  }

  async function asUpload({ name, file, alt, as }: Wanted): Promise<Upload | { reason: Phrase }> {
    const title = fileName(file);
    const bytes = file.from === 'bytes' ? file.bytes : await readForPost(media, file.output);
    if ('lost' in bytes) return { reason: bytes.lost };
    if (as === 'file') return { name, title, bytes: Buffer.from(bytes), alt };
    const picture = await showable(bytes, mediaTypeOf(file));
    if (!picture) return { reason: say('{name} is no picture that can be shown here.', { name: title }) };
    const renamed = name.replace(/(\.[a-z0-9]{1,8})?$/, `.${picture.extension}`);
    return { name: renamed, title, bytes: picture.bytes, alt, picture: picture.extension };
  }

  async function attempt(
    wanted: Wanted,
    send: (upload: Upload) => Promise<string>,
  ): Promise<string | Placed> {
    const work = () => attemptNow(wanted, send);
    const { file } = wanted;
    return file.from === 'store' && file.output.bytes > large ? largeInTurn(work) : work();
  }

  /** What is Slack's last word about a file must not keep the rest of the card away. */
  async function attemptNow(
    wanted: Wanted,
    send: (upload: Upload) => Promise<string>,
  ): Promise<string | Placed> {
    const title = fileName(wanted.file);
    const ready = await asUpload(wanted);
    if ('reason' in ready) return { as: 'left-out', reason: ready.reason };
    try {
      return await send(ready);
    } catch (thrown) {
      const meaning = meaningOf(thrown);
      if (meaning === 'passing' || meaning === 'revoked') throw translated(thrown, 'an upload');
      log.warn({ err: translated(thrown, 'an upload'), file: wanted.name }, `Slack would not take ${title}`);
      return { as: 'left-out', reason: say('{name} could not be uploaded to Slack.', { name: title }) };
    }
  }

  function fitted(wanted: readonly Wanted[], placed: ReadonlyMap<string, Placed>, known: Known): Fitted {
    const ids = new Set(wanted.flatMap(({ name }) => [name, inThread(name)]));
    return {
      place: (file) => placed.get(contentName(file)) ?? { as: 'nothing' },
      known: Object.fromEntries(Object.entries(known).filter(([name]) => ids.has(name))),
    };
  }

  /** The message that shows a file comes when Slack has processed it; until then another try would not find it. */
  async function sharedIn(channel: string, thread: string, ready: Upload): Promise<string> {
    const id = await wire.patiently((client) => upload(client, ready, { channel, thread }));
    await wire.patiently((client) => untilReady(client, id, { within: readyMs, pause: wire.pause }));
    return id;
  }

  return {
    /** Uploads the pictures a card needs; `scope` tells the same picture in two posts apart. */
    async pictures(card: Card, known: Known, scope: string): Promise<Fitted> {
      const wanted = filesOf(card).filter(({ as }) => as === 'picture');
      const placed = new Map<string, Placed>();
      const all: Record<string, string> = { ...known };
      await Promise.all(
        wanted.map(async (one) => {
          const id =
            known[one.name] ??
            (await attempt(one, (ready) =>
              remembering(`${scope} ${one.name}`, async () => {
                const fresh = await wire.patiently((client) => upload(client, ready));
                await wire.patiently((client) =>
                  untilReady(client, fresh, { within: readyMs, pause: wire.pause }),
                );
                return fresh;
              }),
            ));
          if (typeof id === 'string') all[one.name] = id;
          placed.set(one.name, typeof id === 'string' ? { as: 'picture', id } : id);
        }),
      );
      return fitted(filesOf(card), placed, all);
    },

    /**
     * Shares in a thread what a block cannot show. `post` is the message the files belong to. What an earlier try has
     * shared is found again.
     */
    async intoThread(
      card: Card,
      known: Known,
      { channel, thread, post }: { channel: string; thread: string; post: string },
      which: (wanted: Wanted) => boolean = ({ as }) => as === 'file',
    ): Promise<Fitted> {
      const wanted = filesOf(card).filter(which);
      const placed = new Map<string, Placed>();
      const all: Record<string, string> = { ...known };
      const missing = wanted.filter(({ name }) => all[inThread(name)] === undefined);
      const there = missing.length > 0 ? await shared({ channel, thread, from: post }) : new Map();
      for (const one of wanted) {
        const id =
          all[inThread(one.name)] ??
          there.get(one.name) ??
          (await attempt({ ...one, as: 'file' }, (ready) =>
            remembering(`${channel} ${post} ${one.name}`, () => sharedIn(channel, thread, ready)),
          ));
        if (typeof id === 'string') all[inThread(one.name)] = id;
        placed.set(one.name, typeof id === 'string' ? { as: 'in-thread' } : id);
      }
      return fitted(filesOf(card), placed, all);
    },

    /** Sends every file of a card that is no picture to one conversation, for a card that itself stands elsewhere. */
    async apart(card: Card, channel: string, thread?: string): Promise<Fitted> {
      const placed = new Map<string, Placed>();
      const all: Record<string, string> = {};
      for (const one of filesOf(card)) {
        if (one.as !== 'file') continue;
        const id = await attempt(one, (ready) =>
          wire.patiently((client) => upload(client, ready, { channel, ...(thread && { thread }) })),
        );
        // They stand in messages of their own, as those in a thread do.
        if (typeof id === 'string') all[inThread(one.name)] = id;
        placed.set(one.name, typeof id === 'string' ? { as: 'sent-apart' } : id);
      }
      return fitted(filesOf(card), placed, all);
    },

    /** Deletes files nobody is to see any more. @throws when that has to be tried again. */
    async remove(ids: readonly string[]): Promise<void> {
      for (const id of ids) {
        try {
          await wire.patiently((client) => client.files.delete({ file: id }));
        } catch (thrown) {
          // One that is gone already, or was taken over by somebody else, is no trouble.
          if (meaningOf(thrown) === 'passing') throw translated(thrown, 'deleting a file');
        }
      }
    },

    /** Deletes files that are out of sight already, if that is easily done. */
    async discard(ids: readonly string[]): Promise<void> {
      for (const id of ids) await wire.progress.files.delete({ file: id }).catch(() => {});
    },
  };

  async function shared(where: { channel: string; thread: string; from: string }) {
    try {
      return await wire.patiently((client) => filesInThread(client, where));
    } catch (thrown) {
      if (meaningOf(thrown) === 'passing') throw translated(thrown, 'reading a thread');
      log.debug({ err: translated(thrown, 'reading a thread') }, 'a thread could not be read');
      return new Map<string, string>();
    }
  }
}

/** Asks one place after the other. */
export function either(...places: readonly Place[]): Place {
  return (file) => {
    for (const place of places) {
      const placed = place(file);
      if (placed.as !== 'nothing') return placed;
    }
    return { as: 'nothing' };
  };
}
