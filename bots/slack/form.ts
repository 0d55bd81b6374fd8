/** Forms: what a command asks for as a modal. Pure. What is handed in is read in `form-state.ts`. */
import type {
  InputBlock,
  InputBlockElement,
  KnownBlock,
  ModalView,
  PlainTextElement,
  PlainTextOption,
} from '@slack/types';
import { z } from 'zod';
import type { Command } from '../../commands/command.ts';
import type { Field } from '../../commands/form.ts';
import type { Offered } from '../../commands/given-file.ts';
import { inWords, type Language, say } from '../../core/say.ts';
import { someText } from '../../core/some-text.ts';
import type { AskedForm } from '../chat.ts';
import { oneLine, shortened } from '../words.ts';
import { limits } from './limits.ts';

const most = limits.form;

/** Where the answer goes. */
export const whereSchema = z.object({ channel: someText, thread: someText.optional() });
export type Where = z.infer<typeof whereSchema>;

/** All that a form knows: what is typed into it stays in its fields. */
const carriedSchema = whereSchema.extend({
  about: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  draft: z.string().optional(),
});
export type Carried = z.infer<typeof carriedSchema>;

const callbackPattern = /^form:(.+)$/;
export const callbackIdOf = ({ name }: Pick<Command, 'name'>) => `form:${name}`;
export const commandOfCallback = (callbackId: string) => callbackPattern.exec(callbackId)?.[1] ?? null;

const menuPattern = /^menu:(.+)$/;
export const menuIdOf = (command: Pick<Command, 'name'>) => `menu:${command.name}`;
export const commandOfMenu = (callbackId: string) => menuPattern.exec(callbackId)?.[1] ?? null;

/** What Slack lets people choose from, by the ends of names. */
const fileTypes = {
  image: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'tif', 'tiff', 'heic'],
  video: ['mp4', 'webm', 'mov', 'm4v', 'mkv'],
  audio: ['mp3', 'wav', 'flac', 'ogg', 'opus', 'm4a', 'aac'],
} as const satisfies Record<Exclude<Offered, 'any'>, readonly string[]>;

export function formView(form: AskedForm, { channel, thread }: Where): ModalView {
  const { command, about, draft, typed = {}, language } = form;
  const carried = { channel, thread, draft, ...(about && { about }) };
  return {
    type: 'modal',
    callback_id: callbackIdOf({ name: command }),
    title: plain(shortened(oneLine(form.title), most.title)),
    submit: plain(shortened(oneLine(form.submit), most.title)),
    close: plain(inWords(say('Cancel'), language)),
    private_metadata: JSON.stringify(carried),
    blocks: [
      ...(form.note ? [aside(form.note)] : []),
      ...form.fields.map((field) => blockOf(field, typed[field.name], language)),
    ].slice(0, most.fields),
  };
}

/** Null when it is not ours. */
export function readCarried(privateMetadata: string): Carried | null {
  try {
    return carriedSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return null;
  }
}

/** `typed` is what stood there before, and goes before the field's own value. */
function blockOf(field: Field<string>, typed: string | undefined, language: Language): KnownBlock {
  const filled = typed ?? ('value' in field && field.value !== undefined ? String(field.value) : '');
  if (filled.length > most.inputText && mayStayOut(field)) return tooLong(field, language);
  return inputOf(field, filled, language);
}

function inputOf(field: Field<string>, filled: string, language: Language): InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: plain(shortened(oneLine(field.label), most.label)),
    ...(field.hint && { hint: plain(shortened(oneLine(field.hint), most.hint)) }),
    optional: !field.required,
    element: elementOf(field, filled, language),
  };
}

/** An input that a form does not show is none that it changes: see `inputs` in commands/form.ts. */
const mayStayOut = ({ name }: Field<string>) => name.includes('.');

/** Slack's fields hold less than a prompt may have. Cut short it would be another one. */
function tooLong({ label }: Field<string>, language: Language): KnownBlock {
  const words = say('{label}: it is too long for a form of Slack, so it stays as it is.', { label });
  return aside(inWords(words, language));
}

const aside = (words: string): KnownBlock => ({ type: 'context', elements: [plain(words)] });

function elementOf(field: Field<string>, filled: string, language: Language): InputBlockElement {
  const base = { action_id: field.name };
  switch (field.type) {
    case 'choice': {
      if (field.choices.length > most.options) return listElement(base, filled);
      const options = field.choices.map(({ label, value }) => choiceOf(label, value));
      const chosen = options.find(({ value }) => value === filled);
      return { type: 'static_select', ...base, options, ...(chosen && { initial_option: chosen }) };
    }
    case 'suggested':
      return listElement(base, filled);
    case 'file':
      return {
        type: 'file_input',
        ...base,
        max_files: 1,
        ...(field.offered !== 'any' && { filetypes: [...fileTypes[field.offered]] }),
      };
    case 'person':
      return { type: 'users_select', ...base, ...(filled && { initial_user: filled }) };
    case 'channel':
      return {
        type: 'conversations_select',
        ...base,
        filter: { include: ['public', 'private'] },
        ...(filled && { initial_conversation: filled }),
      };
    case 'yes': {
      const yes = choiceOf(inWords(say('Yes'), language), 'true');
      const checked = filled === 'true' ? { initial_options: [yes] } : {};
      return { type: 'checkboxes', ...base, options: [yes], ...checked };
    }
    case 'whole':
    case 'decimal':
      return {
        type: 'number_input',
        ...base,
        is_decimal_allowed: field.type === 'decimal',
        ...(field.min !== undefined && { min_value: String(field.min) }),
        ...(field.max !== undefined && { max_value: String(field.max) }),
        ...(filled && { initial_value: filled }),
      };
    case 'text': {
      const longest = Math.min(field.max, most.inputText);
      return {
        type: 'plain_text_input',
        ...base,
        multiline: field.lines === 'many',
        ...(field.min && { min_length: Math.min(field.min, longest) }),
        max_length: longest,
        ...(filled && { initial_value: shortened(filled, longest) }),
      };
    }
    default:
      return field satisfies never;
  }
}

/** Filled by us while one types; it takes only what it offers. */
function listElement(base: { action_id: string }, filled: string): InputBlockElement {
  const chosen = filled && filled.length <= most.optionValue ? choiceOf(filled, filled) : null;
  return {
    type: 'external_select',
    ...base,
    min_query_length: 0,
    ...(chosen && { initial_option: chosen }),
  };
}

/** What an option's list shows and gives back; a value cut short would be another value, so it must fit as it is. */
export function choiceOf(label: string, value: string): PlainTextOption {
  return { text: plain(shortened(oneLine(label), most.optionText) || value), value };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text: text || '…', emoji: false };
}
