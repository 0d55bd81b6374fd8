/**
 * Dynamic prompts, as the extension of that name writes them: `{a|b}`, weights `{3::a|b}`, several at once `{2$$a|b|c}`
 * and `{1-2$$ and $$a|b|c}`, wildcards `__name__`, all of them within each other.
 *
 * What is none of these stays as it is typed: `(weight:1.2)`, `\(`, and braces without a `|` such as those of JSON. A
 * backslash before `{`, `}`, `|` or `__` makes them plain characters.
 */

import { UserError } from '../errors.ts';
import { say } from '../say.ts';

export type Part = string | { type: 'wildcard'; name: string } | Choice;

export interface Choice extends Drawn {
  type: 'choice';
  options: Option[];
}

/** How many of the options are taken, and what stands between them. */
interface Drawn {
  least: number;
  most: number;
  separator: string;
}

export interface Option {
  weight: number;
  parts: Part[];
}

const deepest = 20;

const counts = /\s*(\d{1,3})?(-)?(\d{1,3})?\$\$/y;
const separatedBy = /([^|{}$\\]{0,40})\$\$/y;
const weighed = /\s*(\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})::/y;
const wildcard = /__([\p{L}\p{N}*](?:[\p{L}\p{N}*/.-]|_(?!_)){0,99})__/uy;

/** @throws UserError for a choice that is never closed, and for one within too many others */
export function parseTemplate(text: string): Part[] {
  let at = 0;

  function match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  }

  /** Up to a `|` or `}` that belongs to the choice around it, or to the end. */
  function sequence(depth: number): Part[] {
    const parts: Part[] = [];
    let literal = '';
    const add = (part: Part) => {
      if (typeof part === 'string') {
        literal += part;
        return;
      }
      if (literal) parts.push(literal);
      literal = '';
      parts.push(part);
    };
    while (at < text.length) {
      const char = text[at] ?? '';
      if (depth > 0 && (char === '|' || char === '}')) break;
      if (char === '\\') literal += escaped();
      else if (char === '{') for (const part of group(depth + 1)) add(part);
      else {
        const found = char === '_' ? match(wildcard) : null;
        if (found) add({ type: 'wildcard', name: found[1] ?? '' });
        else {
          literal += char;
          at += 1;
        }
      }
    }
    if (literal) parts.push(literal);
    return parts;
  }

  function escaped(): string {
    const next = text[at + 1] ?? '';
    const underscores = text.startsWith('__', at + 1);
    const plain = underscores ? '__' : /[{}|]/.test(next) ? next : null;
    at += underscores ? 3 : 1 + next.length;
    return plain ?? `\\${next}`;
  }

  /** A choice; or, where nothing is chosen, its braces and what stands between them. */
  function group(depth: number): Part[] {
    const start = at;
    if (depth > deepest)
      throw new UserError(say('The prompt has choices within choices more than {n} deep.', { n: deepest }));
    at += 1;
    const head = readHead();
    const headText = text.slice(start + 1, at);
    const options: Option[] = [];
    for (;;) {
      const before = at;
      const weight = match(weighed);
      const prefix = text.slice(before, at);
      options.push({ weight: weight ? Number(weight[1]) : 1, parts: sequence(depth) });
      const end = text[at];
      if (end === '|') {
        at += 1;
        continue;
      }
      const chosen = options.length > 1 || head !== null;
      if (end === '}') at += 1;
      else if (chosen) throw neverClosed(text.slice(start));
      const [only] = options;
      if (chosen) return [{ type: 'choice', options, ...(head ?? { least: 1, most: 1, separator: ', ' }) }];
      return [`{${headText}${prefix}`, ...(only?.parts ?? []), end === '}' ? '}' : ''];
    }
  }

  /** How many are chosen, where the choice says so. */
  function readHead(): Drawn | null {
    const before = at;
    const found = match(counts);
    const [, low, dash, high] = found ?? [];
    if (!found || (low === undefined && high === undefined) || (high !== undefined && !dash)) {
      at = before;
      return null;
    }
    const separator = match(separatedBy)?.[1] ?? ', ';
    const least = Number(low ?? 1);
    const most = dash ? Number(high ?? 999) : least;
    return { least: Math.min(least, most), most: Math.max(least, most), separator };
  }

  return sequence(0);
}

function neverClosed(from: string): UserError {
  const shown = from.length > 30 ? `${from.slice(0, 29)}…` : from;
  return new UserError(
    say(
      'The choice that begins with {shown} is never closed. Put a {end} behind it, or write {brace} for the brace itself.',
      {
        shown,
        end: '}',
        brace: '\\{',
      },
    ),
  );
}

/** The wildcards it names, whichever are chosen. */
export function wildcardsIn(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    return part.type === 'wildcard'
      ? [part.name]
      : part.options.flatMap((option) => wildcardsIn(option.parts));
  });
}
