/**
 * The option `set` of `/render`: every input of a workflow that has no option of its own, as `frames=49, style="pencil"`.
 */

import { UserError } from '../core/errors.ts';
import { say, told } from '../core/say.ts';
import { fileWords } from '../core/values.ts';
import { type FileInput, type Input, isFileInput, type Values, type Workflow } from '../core/workflow.ts';
import type { Choice } from './command.ts';
import { ranked } from './rank.ts';
import { shortened } from './words.ts';

export const setLimit = 400;

/** More than any platform shows. */
const mostOffered = 100;

/** `name=value`; a value with spaces stands in quotes. */
const pair = /([\p{L}_][\p{L}\p{N}_]*)\s*=\s*("[^"]*"|“[^”]*”|'[^']*'|[^\s,;]+)/uy;
const between = /[\s,;]*/uy;

/** @throws UserError that names the word and says what would be right. */
export function parseSet(text: string, { title, inputs }: Pick<Workflow, 'title' | 'inputs'>): Values {
  const values: Values = {};
  const { pairs, rest } = readPairs(text);
  if (rest !== '') {
    const word = shortened(/^\S+/.exec(rest)?.[0] ?? rest, 40);
    throw new UserError(say('set must be pairs such as steps=20, guidance=4.5; "{word}" is none.', { word }));
  }
  for (const [name, typed] of pairs) {
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!input) {
      const known = Object.keys(inputs).join(', ');
      throw new UserError(
        say('{workflow} has no {name}. set takes {inputs}.', { workflow: title, name, inputs: known }),
      );
    }
    if (isFileInput(input))
      throw new UserError(say('{name} is {file}: attach it.', { name, file: told(fileWords[input.type]) }));
    if (Object.hasOwn(values, name))
      throw new UserError(say('set has {name} twice; give it once.', { name }));
    values[name] = readTyped(input, typed);
  }
  return values;
}

/** As many pairs as there are from the beginning on, and what is left where no pair stands. */
function readPairs(text: string): { pairs: [string, string][]; rest: string } {
  const pairs: [string, string][] = [];
  for (let at = skip(text, 0); at < text.length; at = skip(text, pair.lastIndex)) {
    pair.lastIndex = at;
    const found = pair.exec(text);
    if (!found) return { pairs, rest: text.slice(at) };
    const [, name = '', value = ''] = found;
    pairs.push([name.toLowerCase(), /^["'“]/.test(value) ? value.slice(1, -1) : value]);
  }
  return { pairs, rest: '' };
}

function skip(text: string, from: number): number {
  between.lastIndex = from;
  between.exec(text);
  return between.lastIndex;
}

/** A number where the input wants one. What is none stays as it is typed, for the check of the value to name it. */
export function readTyped(input: Input, typed: string): string | number {
  if (input.type === 'text' || input.type === 'choice' || input.type === 'size')
    return input.type === 'size' ? typed.toLowerCase() : typed;
  return typed.trim() !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed;
}

/** What could come next: a name that begins as the last word does, each with a value that is right. */
export function suggestSet(
  typed: string,
  { inputs }: Pick<Workflow, 'inputs'>,
  taken: readonly string[],
): Choice[] {
  const offered = suggestChoice(typed, inputs, taken);
  if (offered) return offered;
  const [, before = '', last = ''] = /^(.*?)([^\s,;]*)$/su.exec(typed) ?? [];
  const complete = /=./su.test(last);
  const { pairs, rest } = readPairs(complete ? typed : before);
  if (rest !== '') return [];
  const chosen = new Set([...taken, ...pairs.map(([name]) => name)]);
  const wanted = complete ? '' : last.toLowerCase().replace('=', '');
  const open = complete ? [{ name: typed, value: typed }] : [];
  const next = Object.entries(inputs)
    .filter(([name, { type }]) => !chosen.has(name) && type !== 'seed' && name.startsWith(wanted))
    .flatMap(([name, input]) => {
      if (isFileInput(input)) return [];
      const value = `${complete ? `${typed}, ` : before}${name}=${exampleOf(input)}`;
      return [{ name: shortened(`${value}  (${rangeOf(input)})`, 100), value }];
    });
  return [...open, ...next].filter(({ value }) => value !== '' && value.length <= 100);
}

/** A value that is being typed, such as `lora=ink`: those of its list that fit. Null when none is, or it stands there. */
function suggestChoice(typed: string, inputs: Workflow['inputs'], taken: readonly string[]): Choice[] | null {
  const [, before = '', name = '', part = ''] =
    /^(.*?)([\p{L}_][\p{L}\p{N}_]*)\s*=\s*(?:"([^"]*)|[^\s,;"]*)$/su.exec(typed) ?? [];
  const input = Object.hasOwn(inputs, name) && !taken.includes(name) ? inputs[name] : undefined;
  if (input?.type !== 'choice' || readPairs(before).rest !== '') return null;
  const wanted = part || typed.slice(typed.lastIndexOf('=') + 1).replace('"', '');
  if (input.options.includes(wanted)) return null;
  return ranked(input.options, wanted)
    .filter((option) => !option.includes('"'))
    .map((option) => {
      const value = `${before}${name}=${/[\s,;]/u.test(option) ? `"${option}"` : option}`;
      return { name: shortened(value, 100), value };
    })
    .filter(({ value }) => value.length <= 100)
    .slice(0, mostOffered);
}

function exampleOf(input: Exclude<Input, FileInput>): string {
  switch (input.type) {
    case 'text':
      return `"${input.default}"`;
    case 'seed':
      return String(input.min);
    default:
      return String(input.default);
  }
}

function rangeOf(input: Input): string {
  if (input.type === 'integer' || input.type === 'number') {
    return [input.description, `${input.min} to ${input.max}`].filter(Boolean).join(', ');
  }
  return input.description ?? input.type;
}
