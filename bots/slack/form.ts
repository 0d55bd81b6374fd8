/** Forms: a command's options as a modal, and what was filled in as options. Pure. */
import type {
  InputBlock,
  InputBlockElement,
  ModalView,
  PlainTextElement,
  PlainTextOption,
} from '@slack/types';
import { z } from 'zod';
import type { Command } from '../../commands/command.ts';
import type { Offered } from '../../commands/given-file.ts';
import type { Place } from '../../core/people.ts';
import { someText } from '../../core/some-text.ts';
import type { FileRef } from '../given-file.ts';
import { type Option, optionsOf } from '../options.ts';
import { oneLine, shortened } from '../words.ts';
import { refOf, slackFileSchema } from './attached.ts';
import { limits } from './limits.ts';

const most = limits.form;

/** Where the answer goes. A form knows nothing else: what is typed into it stays in its fields. */
export const whereSchema = z.object({ channel: someText, thread: someText.optional() });
export type Where = z.infer<typeof whereSchema>;

const callbackPattern = /^form:(.+)$/;
export const callbackIdOf = (command: Pick<Command, 'name'>) => `form:${command.name}`;
export const commandOfCallback = (callbackId: string) => callbackPattern.exec(callbackId)?.[1] ?? null;

const menuPattern = /^menu:(.+)$/;
export const menuIdOf = (command: Pick<Command, 'name'>) => `menu:${command.name}`;
export const commandOfMenu = (callbackId: string) => menuPattern.exec(callbackId)?.[1] ?? null;

/** Whether a command is better asked for with a form: something must be given that is not, or nothing is and it asks. */
export function wantsForm(command: Command, given: Readonly<Record<string, unknown>> = {}): boolean {
  if (command.asks && Object.keys(given).length === 0) return true;
  return optionsOf(command).some(({ name, required }) => required && !Object.hasOwn(given, name));
}

/** What Slack lets people choose from, by the ends of names. */
const fileTypes = {
  image: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'tif', 'tiff', 'heic'],
  video: ['mp4', 'webm', 'mov', 'm4v', 'mkv'],
  audio: ['mp3', 'wav', 'flac', 'ogg', 'opus', 'm4a', 'aac'],
} as const satisfies Record<Exclude<Offered, 'any'>, readonly string[]>;

/** `initial` are values that are known already. */
export function formView(
  command: Command,
  place: Pick<Place, 'channel' | 'thread'>,
  initial: Readonly<Record<string, unknown>> = {},
): ModalView {
  const title = shortened(capitalised(command.name), most.title);
  const where: Where = { channel: place.channel, ...(place.thread && { thread: place.thread }) };
  return {
    type: 'modal',
    callback_id: callbackIdOf(command),
    title: plain(title),
    submit: plain(title),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(where),
    blocks: optionsOf(command).map((option) => inputOf(option, initial[option.name])),
  };
}

/** Null when it is not ours. */
export function readWhere(privateMetadata: string): Where | null {
  try {
    return whereSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return null;
  }
}

function inputOf(option: Option, initial: unknown): InputBlock {
  return {
    type: 'input',
    block_id: option.name,
    label: plain(shortened(capitalised(option.name), most.label)),
    hint: plain(shortened(oneLine(option.description), most.hint)),
    optional: !option.required,
    element: elementOf(option, initial),
  };
}

function elementOf(option: Option, initial: unknown): InputBlockElement {
  const base = { action_id: option.name };
  if (option.choices && option.choices.length <= most.options) {
    const options = option.choices.map(({ label, value }) => choiceOf(label, String(value)));
    const chosen = options.find(({ value }) => value === String(initial));
    return { type: 'static_select', ...base, options, ...(chosen && { initial_option: chosen }) };
  }
  const typed = initial === undefined ? '' : String(initial);
  switch (option.type) {
    case 'file':
      return {
        type: 'file_input',
        ...base,
        max_files: 1,
        ...(option.file && option.file !== 'any' && { filetypes: [...fileTypes[option.file]] }),
      };
    case 'boolean': {
      const yes = choiceOf('Yes', 'true');
      const checked = initial === true ? { initial_options: [yes] } : {};
      return { type: 'checkboxes', ...base, options: [yes], ...checked };
    }
    case 'integer':
    case 'number':
      return {
        type: 'number_input',
        ...base,
        is_decimal_allowed: option.type === 'number',
        ...(option.min !== undefined && { min_value: String(option.min) }),
        ...(option.max !== undefined && { max_value: String(option.max) }),
        ...(typed && { initial_value: typed }),
      };
    case 'string':
      // A list takes only what it offers.
      if (option.suggests && !option.free) {
        const chosen = typed && typed.length <= most.optionValue ? choiceOf(typed, typed) : null;
        return {
          type: 'external_select',
          ...base,
          min_query_length: 0,
          ...(chosen && { initial_option: chosen }),
        };
      }
      return {
        type: 'plain_text_input',
        ...base,
        multiline: option.prose,
        ...(option.minLength && { min_length: Math.min(option.minLength, most.inputText) }),
        max_length: Math.min(option.maxLength ?? most.inputText, most.inputText),
        ...(typed && {
          initial_value: shortened(typed, Math.min(option.maxLength ?? most.inputText, most.inputText)),
        }),
      };
    default:
      return option.type satisfies never;
  }
}

/** What an option's list shows and gives back; a value cut short would be another value, so it must fit as it is. */
export function choiceOf(label: string, value: string): PlainTextOption {
  return { text: plain(shortened(oneLine(label), most.optionText) || value), value };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text: text || '…', emoji: false };
}

const choiceSchema = z.object({ value: z.string() });
/** One filled-in field; which of these it has depends on its type. */
const fieldSchema = z.object({
  value: z.string().nullish(),
  selected_option: choiceSchema.nullish(),
  selected_options: z.array(choiceSchema).optional(),
  files: z.array(slackFileSchema).optional(),
});
export const stateSchema = z.record(z.string(), z.record(z.string(), fieldSchema));

/** The files of a submitted form. */
export function formFiles(state: z.infer<typeof stateSchema>, command: Command): Record<string, FileRef> {
  const files = optionsOf(command).flatMap(({ name, type }) => {
    const [file] = (type === 'file' && state[name]?.[name]?.files) || [];
    return file ? [[name, refOf(file)] as const] : [];
  });
  return Object.fromEntries(files);
}

/** The other options of a submitted form. Fields left empty are left out. */
export function formOptions(state: z.infer<typeof stateSchema>, command: Command): Record<string, unknown> {
  const filled = optionsOf(command).map((option) => [option.name, filledIn(state, option)] as const);
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
}

function filledIn(state: z.infer<typeof stateSchema>, { name, type }: Option) {
  const field = state[name]?.[name];
  if (!field || type === 'file') return undefined;
  if (type === 'boolean') return (field.selected_options ?? []).length > 0;
  const given = field.selected_option?.value ?? field.value ?? '';
  if (given === '') return undefined;
  return type === 'string' ? given : Number(given);
}

/** What is wrong with the options, by field, for Slack to show where it was typed. Null when all is well. */
export function formErrors(options: unknown, command: Command): Record<string, string> | null {
  const parsed = command.options.safeParse(options, { reportInput: true });
  if (parsed.success) return null;
  const errors = parsed.error.issues.map(({ path, message, input }) => [
    String(path[0] ?? optionsOf(command)[0]?.name),
    input === undefined ? 'This is missing.' : `This ${message}.`,
  ]);
  return Object.fromEntries(errors);
}

/** Where a refusal is shown: under the first option it names, else under the first there is. */
export function errorField(message: string, command: Command): string | null {
  const names = optionsOf(command).map(({ name }) => name);
  const words: string[] = message.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  const named = words.map((word) => names.find((name) => name.toLowerCase() === word));
  return named.find((name) => name !== undefined) ?? names[0] ?? null;
}

function capitalised(name: string): string {
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`.replaceAll('_', ' ');
}
