/** Small words that many cards share: durations, places in a line, names of platforms. */

import type { z } from 'zod';
import type { Text } from '../core/card.ts';
import type { Platform } from '../core/people.ts';
import { type Phrase, say, told, type Words } from '../core/say.ts';

export const platformNames = { discord: 'Discord', slack: 'Slack' } as const satisfies Record<
  Platform,
  string
>;

/** `8.4 s`, `2 min 5 s`, `1 h 12 min`, in the reader's words. */
export function duration(ms: number): Phrase {
  const seconds = ms / 1000;
  if (seconds < 9.95) return say('{s, number, ::.0} s', { s: seconds });
  const whole = Math.round(seconds);
  if (seconds < 59.95) return say('{s} s', { s: whole });
  if (whole < 3600) {
    const min = Math.floor(whole / 60);
    return whole % 60 ? say('{min} min {s} s', { min, s: whole % 60 }) : say('{min} min', { min });
  }
  const minutes = Math.round(whole / 60);
  const h = Math.floor(minutes / 60);
  return minutes % 60 ? say('{h} h {min} min', { h, min: minutes % 60 }) : say('{h} h', { h });
}

/** `1st`, `2nd`, `11th`. */
export function ordinal(n: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${n}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`;
}

/** `1 render`, `3 renders`. */
export function counted(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}

export function fileSize(bytes: number): Phrase {
  return bytes < 1e8
    ? say('{n, number, ::.0} MB', { n: bytes / 1e6 })
    : say('{n, number, ::.0} GB', { n: bytes / 1e9 });
}

/** Cut to at most `most` characters (never inside one), with an ellipsis where something is left out. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** The same of what may be a sentence of ours, which is short in every language. */
export function cut(text: Text, most: number): Text {
  return typeof text === 'string' ? shortened(text, most) : text;
}

/** What means something in a sentence of ours. */
const markup = /[{}'<>#|]/;

/**
 * What a workflow's author says of it: in the reader's language where a language file has just these words, as it has
 * of the workflows that come along; else as it is written.
 */
export function authored(written: string, most = Number.POSITIVE_INFINITY): Words {
  const short = shortened(written, most);
  return short === written && !markup.test(written) ? told(written) : short;
}

/** One line for the first thing that is wrong with typed options: `steps must be 1 to 150, got 400.` */
export function explainIssue(error: z.ZodError): Phrase {
  const [issue] = error.issues;
  if (!issue) return say('That input cannot be read.');
  if (issue.code === 'unrecognized_keys')
    return say('There is no option called {names}.', { names: issue.keys.join(', ') });
  const name = issue.path.join('.') || 'input';
  if (issue.input === undefined) return say('{name} is missing.', { name });
  const problem = requirement(issue.message);
  return typeof issue.input === 'string' && issue.input.length > 60
    ? say('{name} {problem}.', { name, problem })
    : say('{name} {problem}, got {value}.', { name, problem, value: JSON.stringify(issue.input) });
}

/** What schemas ask for with a number or a list in it; the rest are sentences as they stand. */
const requirements = [
  'must be {min} to {max}',
  'must be at most {n} characters',
  'must be at most {n}',
  'must be one of {list}',
].map((message) => {
  const names = [...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return { message, names, pattern: new RegExp(`^${message.replaceAll(/\{\w+\}/g, '(.+)')}$`) };
});

/** The message of a schema, which zod knows as English words only. */
export function requirement(english: string): Phrase {
  for (const { message, names, pattern } of requirements) {
    const found = pattern.exec(english);
    if (found) return say(message, Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])));
  }
  return told(english);
}
