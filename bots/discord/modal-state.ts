/** What was filled into a modal, as options of its command. Pure. */
import { ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Command } from '../../commands/command.ts';
import type { Mentioned } from '../../commands/mentioned.ts';
import type { FileRef } from '../given-file.ts';
import { readLines } from '../lines.ts';
import { type Option, optionsOf } from '../options.ts';
import { refOf, resolvedSchema } from './attached.ts';
import { chosenSchema, mentionedInForm } from './mentioned.ts';
import { sharedField } from './modal.ts';

const partSchema = z.object({
  type: z.number(),
  custom_id: z.string(),
  value: z.union([z.string(), z.boolean()]).nullish(),
  values: z.array(z.string()).optional(),
});
const labelSchema = z.object({ type: z.literal(ComponentType.Label), component: partSchema });
/** What is none of our fields, such as a text between them, is nothing that was filled in. */
const componentsSchema = z.array(z.union([labelSchema, z.unknown().transform(() => null)]));

export const submittedSchema = z.object({
  custom_id: z.string(),
  components: componentsSchema,
  resolved: resolvedSchema.extend(chosenSchema.shape).optional().catch(undefined),
});

export interface FilledIn {
  /** By field. */
  typed: Record<string, string>;
  files: Record<string, FileRef>;
  /** People and channels. */
  chosen: Record<string, Mentioned>;
}

export function filledIn({ components, resolved }: z.infer<typeof submittedSchema>): FilledIn {
  const typed: Record<string, string> = {};
  const files: Record<string, FileRef> = {};
  const chosen: Record<string, Mentioned> = {};
  const known = resolved ?? chosenSchema.parse({});
  for (const label of components) {
    if (label === null) continue;
    const { type, custom_id: name, value, values = [] } = label.component;
    if (type !== ComponentType.FileUpload) {
      typed[name] = String(value ?? values[0] ?? '');
      const mentioned = mentionedInForm(type, values[0], known);
      if (mentioned) chosen[name] = mentioned;
      continue;
    }
    const found = resolved?.attachments?.[values[0] ?? ''];
    if (found) files[name] = refOf(found);
  }
  return { typed, files, chosen };
}

/** The other options of a form. Fields left empty are left out, but for inputs: emptied is something else than not shown. */
export function modalOptions(
  { typed, chosen }: Pick<FilledIn, 'typed' | 'chosen'>,
  command: Command,
): Record<string, unknown> {
  const options = new Map(optionsOf(command).map((option) => [option.name, option]));
  const { [sharedField]: lines = '', ...own } = typed;
  const inputs = Object.keys(command.options.shape).find((name) => !options.has(name));
  // Where fields of their own are of inputs, so are the lines: an option of the same name is not in such a form.
  const isOfInputs = Object.keys(own).some((name) => name.includes('.'));
  const shared = [...readLines(lines)].map(([name, value]): [string, string] => [
    inputs === undefined || (options.has(name) && !isOfInputs) ? name : `${inputs}.${name}`,
    value,
  ]);
  const given: Record<string, unknown> = {};
  for (const [name, value] of [...Object.entries(own), ...shared]) {
    const [record, key] = name.includes('.') ? split(name) : [];
    if (record !== undefined)
      given[record] = { ...(given[record] as object | undefined), [key ?? '']: value };
    else if (value !== '' || !options.has(name))
      given[name] = chosen[name] ?? asOption(value, options.get(name));
  }
  return given;
}

function split(name: string): [string, string] {
  const at = name.indexOf('.');
  return [name.slice(0, at), name.slice(at + 1)];
}

/** What is no number stays as it was typed, for the check of the option to name it. */
function asOption(value: string, option: Option | undefined): unknown {
  if (option?.type === 'boolean') return value === 'true';
  const isNumber = option?.type === 'integer' || option?.type === 'number';
  return isNumber && Number.isFinite(Number(value)) ? Number(value) : value;
}
