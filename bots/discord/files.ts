/**
 * The files of a card as attachments of a message: which it already has, which have to be sent, and which Discord
 * would not take. Nothing is left out without the card saying so.
 */
import type { RawFile } from 'discord.js';
import { type Card, type CardFile, plain } from '../../core/card.ts';
import { readForPost } from '../../core/media/read.ts';
import type { MediaStore } from '../../core/media.ts';
import { type Phrase, say } from '../../core/say.ts';
import { createTurns } from '../../core/turns.ts';
import { contentName, fileName, mediaTypeOf } from '../card-file.ts';
import { isStill, largerThanShown, megabytes } from '../suited.ts';
import { altText } from '../words.ts';
import { limits } from './limits.ts';
import type { Placed } from './render-card.ts';
import { shrink } from './shrink.ts';

/** More than fits into a request: only pictures that have to be made smaller. One is in memory at a time. */
const large = limits.requestBytes;
const largeInTurn = createTurns(1);

export interface FileRules {
  /** Attachments the message already has, by file name. */
  kept: Readonly<Record<string, string>>;
  /** Bytes one file may have. */
  fileBytes: number;
}

/**
 * As Discord wants them: what is kept by its id, what is new by its index among the uploads. The name is repeated for
 * what is kept, or no component of the same request could refer to it (reported by others, not documented).
 */
export type Attachment = { id: string | number; filename: string; description?: string };

export interface Fitted {
  place: (file: CardFile) => Placed;
  uploads: RawFile[];
  attachments: Attachment[];
}

export async function fitFiles(card: Card, rules: FileRules, media: MediaStore): Promise<Fitted> {
  const placed = new Map<string, Placed>();
  const uploads: RawFile[] = [];
  const attachments: Attachment[] = [];
  const wanted = filesOf(card);
  const missing = [...wanted.entries()].filter(([name]) => keptUnder(name, rules.kept) === null);
  const allowance = allowanceOf(
    missing.map(([, { file }]) => file),
    rules.fileBytes,
  );
  let sent = 0;

  for (const [name, { file, alt }] of wanted) {
    const kept = keptUnder(name, rules.kept);
    if (attachments.length >= limits.attachments) {
      const leftOut = say('{name} is not shown: a message holds {n} files.', {
        name: fileName(file),
        n: limits.attachments,
      });
      placed.set(name, { leftOut });
    } else if (kept !== null) {
      const isSmaller = kept.name !== name || sizeOf(file) > rules.fileBytes;
      attachments.push({ id: kept.id, filename: kept.name });
      placed.set(name, { name: kept.name, ...(isSmaller && aboutSmaller(file, card)) });
    } else {
      const room = Math.min(rules.fileBytes, limits.requestBytes - sent);
      const most = Math.min(room, canShrink(file) ? allowance : room);
      const loading = () => load(file, name, most, media);
      const loaded = await (sizeOf(file) > large ? largeInTurn(loading) : loading());
      if ('bytes' in loaded) {
        const description = altText(alt, limits.altText);
        uploads.push({ name: loaded.name, data: Buffer.from(loaded.bytes), contentType: loaded.mediaType });
        attachments.push({
          id: uploads.length - 1,
          filename: loaded.name,
          ...(description && { description }),
        });
        sent += loaded.bytes.length;
        placed.set(name, {
          name: loaded.name,
          ...(loaded.bytes.length < sizeOf(file) && aboutSmaller(file, card)),
        });
      } else placed.set(name, loaded);
    }
  }
  return {
    place: (file) =>
      placed.get(contentName(file)) ?? {
        leftOut: say('{name} is missing.', { name: fileName(file) }),
      },
    uploads,
    attachments,
  };
}

/** In the order of the card, each once. */
function filesOf(card: Card): Map<string, { file: CardFile; alt: string }> {
  const found = new Map<string, { file: CardFile; alt: string }>();
  const add = (file: CardFile, alt: string) => {
    const name = contentName(file);
    if (!found.has(name)) found.set(name, { file, alt });
  };
  for (const element of card.elements) {
    if (element.type === 'media') for (const { file, alt } of element.items) add(file, plain(alt));
    if (element.type === 'files') for (const file of element.files) add(file, '');
  }
  return found;
}

/** A picture that had to be made smaller was sent under this name. */
function shrunkName(name: string): string {
  return name.replace(/(\.[a-z0-9]{1,8})?$/, '.webp');
}

function keptUnder(name: string, kept: FileRules['kept']): { name: string; id: string } | null {
  for (const candidate of [name, shrunkName(name)]) {
    const id = Object.hasOwn(kept, candidate) ? kept[candidate] : undefined;
    if (id !== undefined) return { name: candidate, id };
  }
  return null;
}

function sizeOf(file: CardFile): number {
  return file.from === 'store' ? file.output.bytes : file.bytes.length;
}

function canShrink(file: CardFile): boolean {
  return isStill(file.from === 'store' ? file.output : { kind: 'image', mediaType: file.mediaType });
}

/** What is said of a picture that was sent smaller than it is; a preview in passing needs no words. */
function aboutSmaller(file: CardFile, card: Card): { note?: Phrase } {
  return file.from === 'store' ? { note: largerThanShown(file.output, card) } : {};
}

/** Bytes each still may have so that all the files together fit into one request; only stills can give way. */
function allowanceOf(files: readonly CardFile[], fileBytes: number): number {
  const sum = (list: readonly CardFile[]) => list.reduce((total, file) => total + sizeOf(file), 0);
  const fitting = files.filter((file) => canShrink(file) || sizeOf(file) <= fileBytes);
  if (sum(fitting) <= limits.requestBytes) return fileBytes;
  const stills = fitting.filter(canShrink);
  const rest = sum(fitting.filter((file) => !canShrink(file)));
  return Math.max(0, Math.floor((limits.requestBytes - rest) / Math.max(1, stills.length)));
}

type Loaded = { name: string; mediaType: string; bytes: Uint8Array } | { leftOut: Phrase };

async function load(file: CardFile, name: string, most: number, media: MediaStore): Promise<Loaded> {
  const size = sizeOf(file);
  const tooLarge = {
    leftOut: say('{name} ({size}) is too large to be sent here.', {
      name: fileName(file),
      size: megabytes(size),
    }),
  };
  if (size > most && !canShrink(file)) return tooLarge;
  const bytes = file.from === 'bytes' ? file.bytes : await readForPost(media, file.output);
  if ('lost' in bytes) return { leftOut: bytes.lost };
  if (bytes.length <= most) return { name, mediaType: mediaTypeOf(file), bytes };
  const smaller = canShrink(file) ? await shrink(bytes, most) : null;
  return smaller ? { name: shrunkName(name), mediaType: 'image/webp', bytes: smaller } : tooLarge;
}
