/**
 * What is being written: plain text, or a command with a field for each option in use.
 *
 * Text becomes a command as soon as it begins with one and a space. From then on each field is typed into by itself;
 * writing `seed:` in any of them opens the field of that option, so a command can be typed or pasted straight through.
 */
import type { Option } from '../../../discord/payload.ts';
import type { Invocation } from './invocation.ts';

export interface Field {
  option: Option;
  text: string;
  /** Set when the value was taken from a list, or is an uploaded file's id; typing on drops it. */
  picked?: string | number | boolean;
  /** A file is on its way. */
  uploading?: boolean;
  error?: string;
}

export interface CommandDraft {
  kind: 'command';
  invocation: Invocation;
  fields: Field[];
  /** What is typed behind the fields, where further options are looked for. */
  tail: string;
  error?: string;
}

export type Draft = { kind: 'text'; text: string } | CommandDraft;

/** Where the cursor belongs after a change: in the text, in the field of an option, or behind the fields. */
export type Place = { in: 'text' } | { in: 'field'; name: string } | { in: 'tail' };

/** The id of the input at a place; equal for equal places. */
export function placeId(place: Place): string {
  return place.in === 'field' ? `option-${place.name}` : `composer-${place.in}`;
}

export interface Change {
  draft: Draft;
  place: Place;
}

export const emptyDraft: Draft = { kind: 'text', text: '' };

/** Reads what stands in the composer; a command that is complete enough turns the text into fields. */
export function readText(text: string, invocations: Invocation[]): Change {
  const found = invocations
    .filter(({ typed }) => text.startsWith(`/${typed} `) || text.startsWith(`/${typed}\n`))
    .sort((a, b) => b.typed.length - a.typed.length)[0];
  if (!found) return { draft: { kind: 'text', text }, place: { in: 'text' } };
  return chooseCommand(found, text.slice(found.typed.length + 2));
}

export function chooseCommand(invocation: Invocation, rest = ''): Change {
  const fields = invocation.options
    .filter(({ required }) => required)
    .map((option) => ({ option, text: '' }));
  const draft: CommandDraft = { kind: 'command', invocation, fields, tail: '' };
  const [first] = fields;
  if (first) return typeField(draft, first.option.name, rest);
  return typeTail(draft, rest);
}

/** Types `text` into a field; every `name:` of another option in it begins that option's field. */
export function typeField(draft: CommandDraft, name: string, text: string): Change {
  const { before, named } = split(text, draft, name);
  let fields = draft.fields.map((field) =>
    field.option.name === name ? { option: field.option, text: before } : field,
  );
  for (const { option, text } of named) {
    const open = fields.findIndex((field) => field.option === option);
    const words = option.name === name ? `${before} ${text}`.trimStart() : text;
    fields = open < 0 ? [...fields, { option, text }] : fields.with(open, { option, text: words });
  }
  const last = named.at(-1)?.option.name ?? name;
  return { draft: clearError({ ...draft, fields }), place: { in: 'field', name: last } };
}

/** Types behind the fields: words look for an option, `name:` opens it. */
export function typeTail(draft: CommandDraft, text: string): Change {
  const { before, named } = split(text, draft);
  const last = named.at(-1)?.option.name;
  return {
    draft: clearError({ ...draft, fields: [...draft.fields, ...named], tail: last ? '' : before }),
    place: last ? { in: 'field', name: last } : { in: 'tail' },
  };
}

/** Takes a value from a list. */
export function pick(
  draft: CommandDraft,
  name: string,
  picked: string | number | boolean,
  text: string,
): Change {
  const fields = draft.fields.map((field) =>
    field.option.name === name ? { option: field.option, text, picked } : field,
  );
  const next = fields.find((field) => field.option.required && field.text.trim() === '');
  return {
    draft: clearError({ ...draft, fields }),
    place: next ? { in: 'field', name: next.option.name } : { in: 'tail' },
  };
}

/** A file was chosen for a field; once it has an id, that is the field's value. */
export function attach(draft: CommandDraft, name: string, filename: string, id?: string): CommandDraft {
  const fields = draft.fields.map((field): Field => {
    if (field.option.name !== name) return field;
    const value = id === undefined ? { uploading: true } : { picked: id };
    return { option: field.option, text: filename, ...value };
  });
  return clearError({ ...draft, fields });
}

export function openField(draft: CommandDraft, option: Option): Change {
  return {
    draft: clearError({ ...draft, fields: [...draft.fields, { option, text: '' }], tail: '' }),
    place: { in: 'field', name: option.name },
  };
}

/** Takes a field away; a command whose required fields are all empty becomes text again. */
export function closeField(draft: CommandDraft, name: string): Change {
  const index = draft.fields.findIndex(({ option }) => option.name === name);
  const field = draft.fields[index];
  if (!field) return { draft, place: { in: 'tail' } };
  if (field.option.required) {
    if (draft.fields.every(({ text }) => text === '')) return backToText(draft);
    const before = draft.fields[index - 1];
    return { draft, place: { in: 'field', name: before?.option.name ?? name } };
  }
  const fields = draft.fields.filter((other) => other !== field);
  const before = fields[index - 1] ?? fields.at(-1);
  return {
    draft: clearError({ ...draft, fields }),
    place: before ? { in: 'field', name: before.option.name } : { in: 'tail' },
  };
}

export function backToText(draft: CommandDraft): Change {
  return { draft: { kind: 'text', text: `/${draft.invocation.typed}` }, place: { in: 'text' } };
}

export function unusedOptions(draft: CommandDraft): Option[] {
  const used = new Set(draft.fields.map(({ option }) => option.name));
  return draft.invocation.options.filter(({ name }) => !used.has(name));
}

/**
 * Cuts text at every `name:` of an option that has no text yet. The field's own name counts at its beginning,
 * where those who write everything out put it.
 */
function split(text: string, draft: CommandDraft, own?: string): { before: string; named: Field[] } {
  const filled = new Set(draft.fields.filter(({ text }) => text !== '').map(({ option }) => option.name));
  const cuts: { option: Option; from: number; to: number }[] = [];
  for (const { 0: mark, 1: name, index } of text.matchAll(/(?<=^|\s)([-_'\p{L}\p{N}]{1,32}):/gu)) {
    const option = draft.invocation.options.find((option) => option.name === name?.toLowerCase());
    const free = option && (option.name === own ? index === 0 || !filled.has(own) : !filled.has(option.name));
    if (free && !cuts.some((cut) => cut.option === option))
      cuts.push({ option, from: index, to: index + mark.length });
  }
  const [first] = cuts;
  const named = cuts.map(({ option, to }, index) => {
    const next = cuts[index + 1];
    // A space that was just typed behind the last word stays: the next word is on its way.
    return { option, text: next ? text.slice(to, next.from).trim() : text.slice(to).trimStart() };
  });
  return { before: first ? text.slice(0, first.from).trim() : text, named };
}

function clearError(draft: CommandDraft): CommandDraft {
  const { error: _, ...rest } = draft;
  return rest;
}
