/** Small words that many cards share: durations, places in a line, names of platforms. */
import type { z } from 'zod';
import type { Platform } from '../core/people.ts';
import { type Phrase, say } from '../core/say.ts';

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

/** One line for the first thing that is wrong with typed options: `steps must be 1 to 150, got 400.` */
export function explainIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'That input cannot be read.';
  if (issue.code === 'unrecognized_keys') return `There is no option called ${issue.keys.join(', ')}.`;
  const name = issue.path.join('.') || 'input';
  if (issue.input === undefined) return `${name} is missing.`;
  const got =
    typeof issue.input === 'string' && issue.input.length > 60 ? '' : `, got ${JSON.stringify(issue.input)}`;
  return `${name} ${issue.message}${got}.`;
}
