/** A form as Discord's modal. Pure. What is handed in is read in `modal-state.ts`. */
import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextDisplayComponent,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type { Field } from '../../commands/form.ts';
import type { AskedForm } from '../chat.ts';
import { lineOf, nameInLine } from '../lines.ts';
import { oneLine, shortened } from '../words.ts';
import { escapeLine } from './escape.ts';
import { limits } from './limits.ts';
import { channelTypes } from './mentioned.ts';

const most = limits.modal;

/** The field that several share. No option is called so. */
export const sharedField = '+';

/** `opening` is the id of the gesture that opens it: however often it is handed in, it is one form. */
export function modalOf(form: AskedForm, opening: string): APIModalInteractionResponseCallbackData {
  const { command, about, draft } = form;
  return {
    custom_id: modalIdOf({ command, opening, about: about ?? {}, ...(draft !== undefined && { draft }) }),
    title: shortened(oneLine(form.title), most.title) || '…',
    components: [...noteOf(form), ...labelsOf(form)],
  };
}

export interface Carried {
  command: string;
  opening: string;
  about: Readonly<Record<string, string | number>>;
  draft?: string;
}

/** Nothing that anybody wrote: only what the form is about, by ids and numbers. */
export function modalIdOf({ command, opening, about, draft }: Carried): string {
  const own = draft === undefined ? { '!': opening } : { '!': opening, '?': draft };
  const carried = Object.entries({ ...own, ...about }).map(([name, value]) => `${name}=${value}`);
  const id = `${command}:${carried.join('&')}`;
  if (id.length > limits.customId) throw new Error(`the form of ${command} carries too much: ${id}`);
  return id;
}

/** Null for a modal that is none of ours. */
export function readModalId(id: string): Carried | null {
  const [, command, carried = ''] = /^([\p{L}\p{N}][\p{L}\p{N} _-]{0,65}):(.*)$/u.exec(id) ?? [];
  const pairs = carried.split('&').map((pair) => /^([^=]+)=(.*)$/.exec(pair) ?? []);
  const {
    '!': opening,
    '?': draft,
    ...about
  } = Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value]));
  if (command === undefined || !opening) return null;
  const read = Object.entries(about).map(([name, value]) => [
    name,
    /^\d{1,7}$/.test(value) ? Number(value) : value,
  ]);
  return { command, opening, about: Object.fromEntries(read), ...(draft && { draft }) };
}

function noteOf({ note }: AskedForm): APITextDisplayComponent[] {
  return note ? [{ type: ComponentType.TextDisplay, content: escapeLine(oneLine(note)).join('') }] : [];
}

function labelsOf(form: AskedForm): APILabelComponent[] {
  const { fields, typed = {} } = form;
  const room = most.labels - noteOf(form).length;
  if (fields.length <= room) return fields.map((field) => labelOf(field, typed[field.name]));
  const apart = new Set(fields.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, room - 1));
  const labels = fields.filter((field) => apart.has(field)).map((field) => labelOf(field, typed[field.name]));
  return [
    ...labels,
    shared(
      form,
      fields.filter((field) => !apart.has(field)),
    ),
  ];
}

/** What must be filled in goes first; then what is chosen by Discord's own means, which cannot stand in a line. */
function rankOf({ required, type }: Field<string>): number {
  if (required) return 0;
  return type === 'person' || type === 'channel' || type === 'file' ? 1 : 2;
}

function shared(
  { others = '', othersHint = '', typed = {} }: AskedForm,
  fields: readonly Field<string>[],
): APILabelComponent {
  const lines = fields.flatMap((field) => lineOf(nameInLine(field), filledValue(field)) ?? []);
  // What does not fit is not shown, and what is not shown is not changed.
  while (lines.join('\n').length > most.text) lines.pop();
  return {
    type: ComponentType.Label,
    label: shortened(oneLine(others), most.label) || '…',
    ...(othersHint && { description: shortened(oneLine(othersHint), most.hint) }),
    component: {
      type: ComponentType.TextInput,
      custom_id: sharedField,
      style: TextInputStyle.Paragraph,
      required: false,
      max_length: most.text,
      ...withValue(typed[sharedField] ?? lines.join('\n')),
    },
  };
}

const filledValue = (field: Field<string>): string =>
  'value' in field && field.value !== undefined ? String(field.value) : '';

/** `typed` is what stood there before, and goes before the field's own value. */
function labelOf(field: Field<string>, typed: string | undefined): APILabelComponent {
  const range = rangeOf(field);
  const hint = oneLine(field.hint && range ? `${field.hint} (${range})` : (field.hint ?? range));
  return {
    type: ComponentType.Label,
    label: shortened(oneLine(field.label), most.label) || '…',
    ...(hint && { description: shortened(hint, most.hint) }),
    component: componentOf(field, typed ?? filledValue(field)),
  };
}

/** Numbers are typed as text here, so what may be typed is said. */
function rangeOf(field: Field<string>): string {
  if (field.type !== 'whole' && field.type !== 'decimal') return '';
  const { min, max } = field;
  return min === undefined || max === undefined || max >= Number.MAX_SAFE_INTEGER ? '' : `${min} – ${max}`;
}

function componentOf(field: Field<string>, filled: string): APIComponentInLabel {
  const common = { custom_id: field.name, required: field.required ?? false };
  switch (field.type) {
    case 'choice': {
      if (field.choices.length > most.options) return lineInput(common, filled);
      const options = field.choices.map(({ label, value }) => ({
        label: shortened(oneLine(label), most.optionText) || value,
        value,
        ...(value === filled && { default: true }),
      }));
      return { type: ComponentType.StringSelect, ...common, options, min_values: common.required ? 1 : 0 };
    }
    case 'file':
      return {
        type: ComponentType.FileUpload,
        ...common,
        min_values: common.required ? 1 : 0,
        max_values: 1,
      };
    case 'yes':
      return { type: ComponentType.Checkbox, custom_id: field.name, default: filled === 'true' };
    case 'text': {
      const longest = Math.min(field.max, most.text);
      const style = field.lines === 'many' ? TextInputStyle.Paragraph : TextInputStyle.Short;
      return {
        type: ComponentType.TextInput,
        ...common,
        style,
        ...(field.min && { min_length: Math.min(field.min, longest) }),
        max_length: longest,
        ...withValue(filled, longest),
      };
    }
    case 'person':
      return {
        type: ComponentType.UserSelect,
        ...common,
        min_values: common.required ? 1 : 0,
        ...(filled && { default_values: [{ id: filled, type: SelectMenuDefaultValueType.User }] }),
      };
    case 'channel':
      return {
        type: ComponentType.ChannelSelect,
        ...common,
        channel_types: [...channelTypes],
        min_values: common.required ? 1 : 0,
        ...(filled && { default_values: [{ id: filled, type: SelectMenuDefaultValueType.Channel }] }),
      };
    case 'whole':
    case 'decimal':
    case 'suggested':
      return lineInput(common, filled);
    default:
      return field satisfies never;
  }
}

function lineInput(common: { custom_id: string; required: boolean }, filled: string): APIComponentInLabel {
  return {
    type: ComponentType.TextInput,
    ...common,
    style: TextInputStyle.Short,
    max_length: most.line,
    ...withValue(filled, most.line),
  };
}

/** Discord refuses an empty value. */
function withValue(value: string, longest: number = most.text): { value?: string } {
  return value === '' ? {} : { value: shortened(value, longest) };
}
