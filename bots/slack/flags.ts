/**
 * What is typed behind a command: `a fox in snow --seed 42 --size=wide --negative "blurry, dark"`. Pure.
 *
 * - A flag is `--name value` or `--name=value`; the dash that phones make of `--` counts as well.
 * - Quotes keep words together, and keep a `--` inside them from being a flag. Behind a lone `--` nothing is a flag.
 * - The words without a flag are the command's text, as typed; quotes around all of them are taken off.
 * - Somebody, or a channel, is what was mentioned; one that stands first among the words needs no flag.
 * - So does a whole number that must be given: `/gallery remove 12 not ours`.
 * - A flag takes one word. A flag for prose takes all words up to the next flag, once the text has been given.
 *
 * Ranges and the like are the schema's business. What is refused here names the word and says what would be right.
 */

import { closest, distance } from 'fastest-levenshtein';
import type { Mentioned } from '../../commands/mentioned.ts';
import { UserError } from '../../core/errors.ts';
import { say, type Words } from '../../core/say.ts';
import { type Option, textOption } from '../options.ts';
import type { References } from './escape.ts';
import { type Flag, tokensOf, type Word } from './tokens.ts';

/** @throws UserError */
export function parseFlags(
  typed: string,
  options: readonly Option[],
  command: string,
  references: References = new Map(),
): Record<string, unknown> {
  const known = new Map(options.map((option) => [option.name.toLowerCase(), option]));
  const tokens = tokensOf(typed, (name) => optionCalled(name, known) !== null);
  const values: Record<string, unknown> = {};
  const bare: Word[] = [];

  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'word') bare.push(token);
    if (token?.kind !== 'flag') continue;
    const found = optionCalled(token.name, known);
    if (!found) throw unknownFlag(token, options, command);
    const { option, negated } = found;
    if (option.type === 'file') throw new UserError(notTyped(option.name, command));
    if (Object.hasOwn(values, option.name))
      throw new UserError(say('--{name} is there twice. Leave one out.', { name: option.name }));

    if (option.type === 'boolean') {
      const next = token.value ?? tokens[at + 1];
      const said = next?.kind === 'word' ? yesOrNo(next.value) : null;
      if (token.value && said === null)
        throw new UserError(
          say('{name} must be yes or no, got "{value}".', { name: option.name, value: token.value.value }),
        );
      if (!token.value && said !== null) at += 1;
      values[option.name] = (said ?? true) !== negated;
      continue;
    }
    const taken = token.value ? [token.value] : wordsFrom(tokens, at + 1, option.prose && bare.length > 0);
    if (!token.value) at += taken.length;
    const text = textOf(typed, taken);
    values[option.name] = isMention(option) ? mentioned(option, text, references) : convert(option, text);
  }
  const free = options.find((option) => isMention(option) && !Object.hasOwn(values, option.name));
  const first = bare[0];
  if (free && first && isReference(first.value, references)) {
    values[free.name] = mentioned(free, first.value, references);
    bare.shift();
  }
  const numbered = options.find(({ type, required }) => type === 'integer' && required);
  const [number] = bare;
  if (numbered && number && !Object.hasOwn(values, numbered.name) && /^\d{1,15}$/.test(number.value)) {
    values[numbered.name] = Number(number.value);
    bare.shift();
  }
  return { ...values, ...bareText(typed, bare, values, options, command) };
}

const isMention = ({ type }: Option) => type === 'person' || type === 'channel';

/** What Slack calls people and channels by; a name alone could be anybody's. */
const ids = { person: /^@?([UW][A-Z0-9]{5,})$/, channel: /^#?([CG][A-Z0-9]{5,})$/ } as const;

const isReference = (word: string, references: References) =>
  references.has(word) || ids.person.test(word) || ids.channel.test(word);

function mentioned({ name, type }: Option, word: string, references: References): Mentioned {
  const pattern = type === 'channel' ? ids.channel : ids.person;
  const known = references.get(word);
  if (known && pattern.test(known.id)) return known;
  const [, id] = pattern.exec(word) ?? [];
  if (id !== undefined) return { id, name: id };
  throw new UserError(
    type === 'channel'
      ? say('{name} must be a channel, got "{value}". Type # and choose it from the list.', {
          name,
          value: word,
        })
      : say('{name} must be somebody, got "{value}". Type @ and choose them from the list.', {
          name,
          value: word,
        }),
  );
}

/** Slack attaches files to messages and forms, never to what is typed behind a slash. */
const notTyped = (name: string, command: string) =>
  say(
    '{name} is a file. Type {command} alone and choose it in the form, or mention me in a message with the file.',
    { name, command },
  );

type Found = { option: Option; negated: boolean };

function optionCalled(name: string, known: ReadonlyMap<string, Option>): Found | null {
  const plain = name.toLowerCase();
  const option =
    known.get(plain) ?? known.get(plain.replaceAll('-', '_')) ?? known.get(plain.replaceAll('_', '-'));
  if (option) return { option, negated: false };
  const negated = plain.startsWith('no-') ? known.get(plain.slice(3)) : undefined;
  return negated?.type === 'boolean' ? { option: negated, negated: true } : null;
}

function unknownFlag({ raw, name }: Flag, options: readonly Option[], command: string): UserError {
  const names = options.map((option) => option.name);
  const near = nearest(name, names);
  const remedy = near
    ? say('Did you mean {word}?', { word: `--${near}` })
    : names.length > 0
      ? say('It takes {names}.', { names: names.map((one) => `--${one}`).join(', ') })
      : say('It takes no options; leave it out.');
  return new UserError(say('{command} has no {flag}. {remedy}', { command, flag: raw, remedy }));
}

/** The words a flag takes, unless a quoted one comes first: that stands for itself. */
function wordsFrom(tokens: readonly (Word | Flag)[], at: number, all: boolean): Word[] {
  const words: Word[] = [];
  for (const token of tokens.slice(at)) {
    if (token.kind === 'flag') break;
    words.push(token);
    if (!all || (token.quoted && words.length === 1)) break;
  }
  return words;
}

function textOf(typed: string, words: readonly Word[]): string {
  const [first] = words;
  if (!first) return '';
  return words.length === 1 ? first.value : typed.slice(first.start, words.at(-1)?.end);
}

function convert(option: Option, text: string): string | number {
  const { name, type, choices } = option;
  if (text.trim() === '')
    throw new UserError(
      say('--{name} needs a value, such as {example}.', { name, example: exampleOf(option) }),
    );
  if (choices) {
    const wanted = text.trim().toLowerCase();
    const found = choices.find(
      ({ label, value }) => String(value).toLowerCase() === wanted || label.toLowerCase() === wanted,
    );
    if (found) return found.value;
    const names = choices.map(({ value }) => String(value));
    const near = nearest(text, names);
    const refused = say('{name} must be one of {list}, got {value}.', {
      name,
      list: names.join(', '),
      value: `"${text}"`,
    });
    throw new UserError(near ? [refused, ' ', say('Did you mean {word}?', { word: near })] : refused);
  }
  if (type === 'string') return text;
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number) || (type === 'integer' && !Number.isInteger(number))) {
    const value = `"${text}"`;
    throw new UserError([
      type === 'integer'
        ? say('{name} must be a whole number, got {value}.', { name, value })
        : say('{name} must be a number, got {value}.', { name, value }),
      ' ',
      say('Write it like {example}.', { example: exampleOf(option) }),
    ]);
  }
  return number;
}

function exampleOf({ name, type, choices, min, max }: Option): Words {
  if (choices) return `--${name} ${choices[0]?.value}`;
  if (type === 'string') return say('--{name} "some words"', { name });
  if (type === 'person') return say('--{name} @somebody', { name });
  if (type === 'channel') return say('--{name} #channel', { name });
  return `--${name} ${Math.min(max ?? 20, Math.max(min ?? 0, 20))}`;
}

function bareText(
  typed: string,
  bare: readonly Word[],
  values: Readonly<Record<string, unknown>>,
  options: readonly Option[],
  command: string,
): Record<string, string> {
  const [only, ...more] = bare;
  if (!only) return {};
  const runs = runsOf(typed, bare);
  const text = more.length === 0 && only.quoted ? only.value : runs.join(' ');
  const option = textOption(options);
  if (!option) throw new UserError(say('{command} takes no words; leave out "{text}".', { command, text }));
  if (Object.hasOwn(values, option.name)) {
    throw new UserError(
      say(
        '{name} is there twice: as {flag} and as "{text}". Put quotes around what belongs to a flag, or leave one out.',
        { name: option.name, flag: `--${option.name}`, text },
      ),
    );
  }
  return { [option.name]: text };
}

/** Neighbouring words keep what stood between them. */
function runsOf(typed: string, words: readonly Word[]): string[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of words) {
    const last = runs.at(-1);
    if (last && typed.slice(last.end, start).trim() === '') last.end = end;
    else runs.push({ start, end });
  }
  return runs.map(({ start, end }) => typed.slice(start, end));
}

function yesOrNo(text: string): boolean | null {
  if (/^(true|yes|on)$/i.test(text)) return true;
  return /^(false|no|off)$/i.test(text) ? false : null;
}

/** The known word that was probably meant; null when none is close. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const wanted = word.toLowerCase();
  const near = closest(wanted, [...known]);
  // Two letters that changed places make a distance of 2.
  const most = near.length < 4 ? 1 : Math.max(2, Math.floor(near.length / 2.5));
  return distance(wanted, near) <= most ? near : null;
}
