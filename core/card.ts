/**
 * Cards: what we say, as platform-neutral data. Shapes live here, words in `commands/`, native payloads in `bots/`.
 *
 * Text is literal. Whatever a person typed may stand in any text of a card: renderers escape it, so it can neither
 * mention anybody nor change the layout. Emphasis, times and links are spans of their own.
 */
import type { Output } from './output.ts';
import { inWords, type Language, type Phrase, spoken, type Words } from './say.ts';

type Marked<Inner> =
  | string
  | { type: 'bold'; text: Inner }
  | { type: 'code'; text: string }
  /** A moment, drawn by the platform in the reader's own way; `countdown` runs by itself where the platform can. */
  | { type: 'time'; at: number; style: 'countdown' | 'clock' | 'date' }
  /** Somebody named without being notified. */
  | { type: 'person'; id: string; name: string }
  | { type: 'channel'; id: string }
  /** A command people can type, by its name in the registry: drawn the way it is typed where the card is read. */
  | { type: 'command'; name: string }
  | { type: 'link'; text: Inner; url: string };

/** A sentence, or words as they are. */
export type Span = Marked<Words> | Phrase;
/** A span in the reader's language: what renderers draw. */
export type Spoken = Marked<string>;

/** How much of a quote is shown before it becomes a wall. */
export const excerpt = { characters: 300, lines: 6 } as const;

export type Text = Span | readonly Span[];

/** A picture or file of a card: an output in the media store, or bytes at hand (a live preview). */
export type CardFile =
  | { from: 'store'; output: Output }
  | { from: 'bytes'; name: string; mediaType: string; bytes: Uint8Array };

export interface MediaItem {
  file: CardFile;
  /** What it shows, for those who cannot see it. */
  alt: Words;
}

export type Button =
  | {
      type: 'action';
      /** Name of the command the button stands for; with the job id, and one option, it is all that the button carries. */
      command: string;
      /** Absent where the command is about no job. */
      jobId?: string;
      /** Which of the job's pictures, counted from 1; absent where it is about all of it. */
      picture?: number;
      /** An option in place of a picture, or without any job: a name, the number of a page. Short, and without spaces. */
      given?: { option: string; value: string };
      label: Words;
      emoji?: string;
      look: 'plain' | 'main' | 'danger';
      disabled?: boolean;
    }
  | { type: 'link'; url: string; label: Words };

export type Element =
  | { type: 'heading'; text: Text }
  | { type: 'text'; text: Text }
  /** A person's own words, set apart. Shown in part when long. */
  | { type: 'quote'; text: string }
  | { type: 'fields'; fields: readonly { label: Words; value: Text }[] }
  /** 0 to 1. `label` says the same in words. */
  | { type: 'progress'; fraction: number; label: Words }
  | { type: 'media'; items: readonly MediaItem[] }
  /** Files that are not shown but offered: a workflow, a sound, a long text. */
  | { type: 'files'; files: readonly CardFile[] }
  | { type: 'list'; items: readonly Text[] }
  /** Small print. */
  | { type: 'note'; text: Text }
  | { type: 'buttons'; buttons: readonly Button[] };

/** Tints the card; never the only carrier of a meaning. */
export type Tone = 'plain' | 'waiting' | 'busy' | 'good' | 'bad' | 'gallery';

export interface Card {
  tone: Tone;
  /** One sentence that says what the card says, for notifications. */
  summary: Text;
  /** The one it was put into: for the words that a platform adds to it. English where there is none. */
  language?: Language;
  elements: readonly Element[];
}

export const bold = (text: Words): Span => ({ type: 'bold', text });
export const code = (text: string): Span => ({ type: 'code', text });
export const countdown = (at: number): Span => ({ type: 'time', at, style: 'countdown' });
/** A command in a sentence: `['See ', typed('help')]`. Never its name with a slash in a text of its own. */
export const typed = (name: string): Span => ({ type: 'command', name });
export const named = (person: { id: string; name: string }): Span => ({ type: 'person', ...person });

/** A card that says one thing. */
export function notice(tone: Tone, heading: Words, ...lines: Text[]): Card {
  return {
    tone,
    summary: heading,
    elements: [{ type: 'heading', text: heading }, ...lines.map((text): Element => ({ type: 'text', text }))],
  };
}

/** In English where nobody chose a language. */
export function spansOf(text: Text, language?: Language): readonly Spoken[] {
  return spoken(text, language);
}

/** A text without its marks: for logs, and where only letters can stand. */
export function plain(text: Text, language?: Language): string {
  return inWords(text, language);
}
