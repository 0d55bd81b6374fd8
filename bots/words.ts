/** Texts cut to a length, never inside a visible character: the same on every platform, before each escapes them. */
import { excerpt } from '../core/card.ts';
import { clean } from './clean.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The visible characters of a text; of an endless one, more than any message holds. */
export function characters(text: string): string[] {
  return Array.from(graphemes.segment(text.slice(0, 20_000)), ({ segment }) => segment);
}

/** At most `most` UTF-16 units, with an ellipsis where something is left out. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let fitting = '';
  for (const character of characters(text.slice(0, most + 1))) {
    if (fitting.length + character.length > most - 1) break;
    fitting += character;
  }
  return `${fitting.trimEnd()}…`;
}

/** One line, for names and labels. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/** What a picture shows, for those who cannot see it. */
export function altText(alt: string, most: number): string {
  return shortened(clean(alt).trim(), most);
}

/** The beginning of a long text, cut between words where one ends nearby. */
export function beginning(words: string): string {
  const lines = clean(words).trim().split('\n');
  const few = lines.slice(0, excerpt.lines).join('\n');
  const all = characters(few);
  if (all.length <= excerpt.characters) return lines.length > excerpt.lines ? `${few} …` : few;
  const start = all.slice(0, excerpt.characters - 1).join('');
  return `${start.replace(/\s+\S{0,24}$/u, '')} …`;
}
