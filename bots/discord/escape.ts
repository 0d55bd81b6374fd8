/**
 * Literal text in Discord's markdown: whatever a person typed is shown as typed. It mentions nobody, draws no layout,
 * links nowhere, and hides or reorders nothing.
 *
 * Text is handled as atoms, one per visible character with its escape, so that cutting between two atoms can never
 * cut an emoji or an escape in half.
 */

import { characters, oneLine } from '../words.ts';

const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/** Text that runs from right to left is walled in, so that it does not pull our own words along. */
export function isolation(text: string): { open: string; close: string } {
  return rightToLeft.test(text) ? { open: firstStrongIsolate, close: popIsolate } : { open: '', close: '' };
}

/** Atoms of one line of clean text. Discord shows any escaped punctuation mark as the mark itself. */
export function escapeLine(line: string): string[] {
  // What is a mark of layout only at the start of a line, or behind the number that starts it.
  let at: Position = 'start';
  return characters(line).map((character, index, all) => {
    const points = [...character];
    // One visible character may hide a mark behind the first code point.
    return points
      .map((point, n) => {
        const escaped = isMark(point, points[n + 1] ?? all[index + 1], at) ? `\\${point}` : point;
        if (at !== 'text' && !/\s/.test(point)) at = /\d/.test(point) ? 'number' : 'text';
        return escaped;
      })
      .join('');
  });
}

type Position = 'start' | 'number' | 'text';

function isMark(point: string, next: string | undefined, at: Position): boolean {
  if ('\\*_~`|<>[]@'.includes(point)) return true;
  // Behind a colon and a slash stands an address, which Discord would make a link.
  if (point === ':') return next === undefined || next.startsWith('/');
  if (at === 'start') return '#-+.)'.includes(point);
  return at === 'number' && '.)'.includes(point);
}

/** Between backticks nothing is interpreted, so nothing is escaped; the backticks must only not end too early. */
export function codeSpan(text: string): string {
  const content = oneLine(text);
  if (content === '') return '';
  const { open, close } = isolation(content);
  const longest = Math.max(0, ...Array.from(content.matchAll(/`+/g), ([run]) => run.length));
  if (longest === 0) return `${open}\`${content}\`${close}`;
  // Three would begin a code block, so a longer run becomes a look-alike.
  if (longest > 1) return codeSpan(content.replaceAll('`', '\u02cb'));
  return `${open}\`\` ${content} \`\`${close}`;
}
