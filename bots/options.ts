/** The options of a command, as they follow from its zod schema: for pickers, flags, forms and hints. */
import { z } from 'zod';
import type { Command } from '../commands/command.ts';
import { type Offered, offers } from '../commands/given-file.ts';
import { mentionable } from '../commands/mentioned.ts';

/** What we read of zod's JSON schema of one option; `labels` and `suggests` come from its meta. */
const propertySchema = z.object({
  type: z.enum(['string', 'integer', 'number', 'boolean']).optional(),
  description: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  suggests: z.boolean().default(false),
  free: z.boolean().default(false),
  file: z.enum(offers).optional(),
  mention: z.enum(mentionable).optional(),
});

export interface Option {
  name: string;
  description: string;
  required: boolean;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'file' | 'person' | 'channel';
  /** Which files, where it is one. */
  file?: Offered;
  choices?: readonly { label: string; value: string | number }[];
  /** The command offers choices while it is typed. */
  suggests: boolean;
  /** Suggestions are examples; anything may be typed. */
  free: boolean;
  /** Words that may run on, such as a prompt. */
  prose: boolean;
  min?: number;
  max?: number;
  minLength?: number;
  maxLength?: number;
}

/** A text that may be this long is meant for sentences. */
const proseLength = 500;

export function optionsOf({ name: command, options: shape }: Pick<Command, 'name' | 'options'>): Option[] {
  const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {})
    .filter(isTypable)
    .map(([name, property]) => {
      const parsed = propertySchema.safeParse(property);
      if (!parsed.success)
        throw new Error(`option ${name} of ${command} has no counterpart in a chat`, { cause: parsed.error });
      const { file, mention, type = mention ?? (file && ('file' as const)) } = parsed.data;
      if (!type) throw new Error(`option ${name} of ${command} has no counterpart in a chat`);
      const { enum: values, labels, minimum, maximum, minLength, maxLength, suggests, free } = parsed.data;
      return {
        name,
        description: parsed.data.description ?? name,
        required: required.has(name),
        type,
        ...(file && { file }),
        suggests,
        free,
        prose: type === 'string' && !values && !suggests && (maxLength ?? 0) >= proseLength,
        ...(values && {
          choices: values.map((value) => ({ label: labels?.[value] ?? String(value), value })),
        }),
        // zod says of every whole number that it is a safe one; that goes without saying.
        ...(minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER && { min: minimum }),
        ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && { max: maximum }),
        ...(minLength !== undefined && { minLength }),
        ...(maxLength !== undefined && { maxLength }),
      };
    });
}

/** Only forms fill in an option that holds several (see `inputs` in commands/form.ts). */
function isTypable([, property]: [string, unknown]): boolean {
  return !z.object({ type: z.literal('object') }).safeParse(property).success;
}

/** The option that takes the words without a flag: the first text that must be given, else the first that may be. */
export function textOption(options: readonly Option[]): Option | undefined {
  const texts = options.filter(({ type, choices }) => type === 'string' && !choices);
  return texts.find(({ required }) => required) ?? texts[0];
}
