/** Turns what was typed into an option's value, and refuses, in a person's words, what Discord's client refuses. */
import type { Channel, Member, Option } from '../../../discord/payload.ts';
import type { State } from '../state.ts';
import type { CommandDraft, Field } from './draft.ts';
import { optionType } from './invocation.ts';

export interface Surroundings {
  members: Member[];
  channels: Channel[];
}

export function aroundOf({ guild }: Pick<State, 'guild'>): Surroundings {
  return { members: guild?.members ?? [], channels: guild?.channels ?? [] };
}

type Value = string | number | boolean;
export type Checked = { value: Value } | { error: string };

/** The values of a command, or the draft with every mistake marked. */
export function checkDraft(
  draft: CommandDraft,
  around: Surroundings,
): { options: { name: string; value: Value }[] } | { draft: CommandDraft; wrong: string | undefined } {
  const options: { name: string; value: Value }[] = [];
  let wrong: string | undefined;
  const fields = draft.fields.map((field): Field => {
    const { error: _, ...clean } = field;
    const { name, required } = field.option;
    const empty = field.picked === undefined && field.text.trim() === '';
    if (empty && !required) return clean;
    const checked = empty
      ? { error: 'This option is required. Give it a value.' }
      : checkField(field, around);
    if ('error' in checked) {
      wrong ??= name;
      return { ...clean, error: checked.error };
    }
    options.push({ name, value: checked.value });
    return clean;
  });
  const stray = draft.tail.trim();
  if (wrong === undefined && stray === '') return { options };
  const error = stray ? `/${draft.invocation.typed} has no option “${stray}”.` : undefined;
  return { draft: { ...draft, fields, ...(error && { error }) }, wrong };
}

export function checkField({ option, text, picked, uploading }: Field, around: Surroundings): Checked {
  if (picked !== undefined) return { value: picked };
  if (uploading) return { error: 'The file is still on its way.' };
  const typed = text.trim();
  if (option.choices.length > 0) return oneOf(option, typed);
  switch (option.type) {
    case optionType.string:
      return lengthWithin(option, typed);
    case optionType.integer:
      return /^[+-]?\d+$/.test(typed) && Number.isSafeInteger(Number(typed))
        ? within(option, Number(typed))
        : { error: 'Enter a whole number.' };
    case optionType.number:
      return Number.isFinite(Number(typed)) ? within(option, Number(typed)) : { error: 'Enter a number.' };
    case optionType.boolean:
      if (/^(true|yes|on)$/i.test(typed)) return { value: true };
      if (/^(false|no|off)$/i.test(typed)) return { value: false };
      return { error: 'Choose True or False.' };
    case optionType.user:
    case optionType.mentionable:
      return named(around.members, typed, '@', 'Choose a member of this server.');
    case optionType.channel:
      return named(around.channels, typed, '#', 'Choose a channel of this server.');
    case optionType.attachment:
      return { error: 'Choose a file.' };
    default:
      // Roles have no list on this page; their id is known to whoever wants one.
      return /^\d{17,20}$/.test(typed) ? { value: typed } : { error: 'Enter an id.' };
  }
}

/** What an option takes, for the line above the field; nothing where anything goes. */
export function limitsOf({ type, min_value, max_value, min_length, max_length }: Option): string {
  const isText = type === optionType.string;
  const [least, most] = isText ? [min_length, max_length] : [min_value, max_value];
  const unit = isText ? ' characters' : '';
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (least !== undefined) return `${least}${unit} or more`;
  if (most !== undefined) return isText ? `up to ${most}${unit}` : `${most} or less`;
  return '';
}

function oneOf({ choices }: Option, typed: string): Checked {
  const wanted = typed.toLowerCase();
  const found = choices.find(({ name, value }) => name.toLowerCase() === wanted || String(value) === typed);
  return found ? { value: found.value } : { error: 'Choose one of the listed values.' };
}

function within(option: Option, value: number): Checked {
  const { min_value: least = -Infinity, max_value: most = Infinity } = option;
  return value < least || value > most ? { error: `Enter a number: ${limitsOf(option)}.` } : { value };
}

function lengthWithin(option: Option, value: string): Checked {
  const { min_length: least = 0, max_length: most = 6000 } = option;
  if (value.length < least) return { error: `Too short: at least ${least} characters.` };
  if (value.length > most)
    return { error: `Too long: at most ${most} characters, these are ${value.length}.` };
  return { value };
}

function named(list: { id: string; name: string }[], typed: string, mark: string, error: string): Checked {
  const id = /^<[@#]!?(\d+)>$/.exec(typed)?.[1];
  const name = (typed.startsWith(mark) ? typed.slice(1) : typed).toLowerCase();
  const found = list.find((item) => item.id === id || item.id === typed || item.name.toLowerCase() === name);
  return found ? { value: found.id } : { error };
}
