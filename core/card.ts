/**
 * Cards: what we say, as platform-neutral data. Shapes live here, words in `commands/`, native payloads in `bots/`.
 *
 * Text is literal. Whatever a person typed may stand in any text of a card: renderers escape it, so it can neither
 * mention anybody nor change the layout. Emphasis, times and links are spans of their own.
 */
import type { Output } from './output.ts';

export type Span =
  | string
  | { type: 'bold'; text: string }
  | { type: 'code'; text: string }
  /** A moment, drawn by the platform in the reader's own way; `countdown` runs by itself where the platform can. */
  | { type: 'time'; at: number; style: 'countdown' | 'clock' }
  /** Somebody named without being notified. */
  | { type: 'person'; id: string; name: string }
  | { type: 'channel'; id: string }
  | { type: 'link'; text: string; url: string };

export type Text = Span | readonly Span[];

/** A picture or file of a card: an output in the media store, or bytes at hand (a live preview). */
export type CardFile =
  | { from: 'store'; output: Output }
  | { from: 'bytes'; name: string; mediaType: string; bytes: Uint8Array };

export interface MediaItem {
  file: CardFile;
  /** What it shows, for those who cannot see it. */
  alt: string;
}

export type Button =
  | {
      type: 'action';
      /** Name of the command the button stands for; with the job id it is all that the button carries. */
      command: string;
      jobId: string;
      label: string;
      emoji?: string;
      look: 'plain' | 'main' | 'danger';
      disabled?: boolean;
    }
  | { type: 'link'; url: string; label: string };

export type Element =
  | { type: 'heading'; text: Text }
  | { type: 'text'; text: Text }
  /** A person's own words, set apart. Shown in part when long. */
  | { type: 'quote'; text: string }
  | { type: 'fields'; fields: readonly { label: string; value: Text }[] }
  /** 0 to 1. `label` says the same in words. */
  | { type: 'progress'; fraction: number; label: string }
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
  summary: string;
  elements: readonly Element[];
}

export const bold = (text: string): Span => ({ type: 'bold', text });
export const code = (text: string): Span => ({ type: 'code', text });
export const countdown = (at: number): Span => ({ type: 'time', at, style: 'countdown' });
export const named = (person: { id: string; name: string }): Span => ({ type: 'person', ...person });

/** A card that says one thing. */
export function notice(tone: Tone, heading: string, ...lines: Text[]): Card {
  return {
    tone,
    summary: heading,
    elements: [{ type: 'heading', text: heading }, ...lines.map((text): Element => ({ type: 'text', text }))],
  };
}
