/** What was filled into a form, as options of its command; and what is wrong with it, by field. Pure. */
import { z } from 'zod';
import type { Command } from '../../commands/command.ts';
import { requirement } from '../../commands/words.ts';
import { inWords, type Language, say } from '../../core/say.ts';
import type { FileRef } from '../given-file.ts';
import { type Option, optionsOf } from '../options.ts';
import { refOf, slackFileSchema } from './attached.ts';

const choiceSchema = z.object({ value: z.string() });
/** One filled-in field; which of these it has depends on its type. */
const fieldSchema = z.object({
  value: z.string().nullish(),
  selected_option: choiceSchema.nullish(),
  selected_options: z.array(choiceSchema).optional(),
  selected_user: z.string().nullish(),
  selected_conversation: z.string().nullish(),
  files: z.array(slackFileSchema).optional(),
});
export const stateSchema = z.record(z.string(), z.record(z.string(), fieldSchema));
export type FormState = z.infer<typeof stateSchema>;

/** The files of a submitted form. */
export function formFiles(state: FormState, command: Command): Record<string, FileRef> {
  const files = optionsOf(command).flatMap(({ name, type }) => {
    const [file] = (type === 'file' && state[name]?.[name]?.files) || [];
    return file ? [[name, refOf(file)] as const] : [];
  });
  return Object.fromEntries(files);
}

/** The other options of a submitted form. Fields left empty are left out, but for inputs: emptied is something else than not shown. */
export function formOptions(state: FormState, command: Command): Record<string, unknown> {
  const filled = optionsOf(command).map((option) => [option.name, filledIn(state, option)] as const);
  return Object.fromEntries([...filled.filter(([, value]) => value !== undefined), ...inputsIn(state)]);
}

/** The fields `inputs.steps` and `inputs.size` as the one option that holds them. */
function inputsIn(state: FormState): [string, Record<string, string>][] {
  const fields = Object.keys(state).filter((name) => name.includes('.'));
  const byOption = Map.groupBy(fields, (name) => name.slice(0, name.indexOf('.')));
  return [...byOption].map(([option, names]) => [
    option,
    Object.fromEntries(names.map((name) => [name.slice(option.length + 1), typedInto(state, name)])),
  ]);
}

function filledIn(state: FormState, { name, type }: Option) {
  const field = state[name]?.[name];
  if (!field || type === 'file') return undefined;
  if (type === 'boolean') return (field.selected_options ?? []).length > 0;
  const given = typedInto(state, name);
  if (given === '') return undefined;
  if (type === 'person' || type === 'channel') return { id: given, name: given };
  return type === 'string' ? given : Number(given);
}

function typedInto(state: FormState, name: string): string {
  const field = state[name]?.[name];
  if (field?.selected_options) return String(field.selected_options.length > 0);
  return (
    field?.selected_option?.value ??
    field?.selected_user ??
    field?.selected_conversation ??
    field?.value ??
    ''
  );
}

/** Everything as it was typed, to be shown once more. Files have to be chosen again. */
export function typedIn(state: FormState): Record<string, string> {
  return Object.fromEntries(Object.keys(state).map((name) => [name, typedInto(state, name)]));
}

/** What is wrong with the options, by field, for Slack to show where it was typed. Null when all is well. */
export function formErrors(
  options: unknown,
  command: Command,
  state: FormState,
  language: Language,
): Record<string, string> | null {
  const parsed = command.options.safeParse(options, { reportInput: true });
  if (parsed.success) return null;
  const errors = parsed.error.issues.map(({ path, message, input }) => [
    fieldOf(path, state),
    inWords(
      input === undefined
        ? say('This is missing.')
        : say('This {problem}.', { problem: requirement(message) }),
      language,
    ),
  ]);
  return Object.fromEntries(errors);
}

/** Slack shows an error only under a field that is there. */
function fieldOf(path: readonly PropertyKey[], state: FormState): string {
  const names = [path.join('.'), String(path[0]), ...Object.keys(state)];
  return names.find((name) => Object.hasOwn(state, name)) ?? '';
}

/** Where a refusal is shown: under the first field it names, else under the first there is. */
export function errorField(message: string, state: FormState): string | null {
  const names = Object.keys(state);
  const words: string[] = message.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  const named = words.map((word) =>
    names.find((name) => name.slice(name.indexOf('.') + 1).toLowerCase() === word),
  );
  return named.find((name) => name !== undefined) ?? names[0] ?? null;
}
