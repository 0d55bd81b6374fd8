/** Our commands as Discord's. Pure: everything comes from each command's zod schema. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { z } from 'zod';
import type { Command } from '../../commands/command.ts';
import { limits } from './limits.ts';

export type CommandBody = RESTPostAPIChatInputApplicationCommandsJSONBody;

const most = limits.command;
const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** What we read of zod's JSON schema of one option; `labels` and `suggests` come from its meta. */
const optionSchema = z.object({
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  description: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  suggests: z.boolean().optional(),
});

/** `gallery allow` and `gallery stop` become one command with two subcommands. */
export function toDiscordCommands(commands: readonly Command[]): CommandBody[] {
  const bodies = new Map<string, CommandBody>();
  for (const command of commands) {
    if (!command.gestures.includes('slash')) continue;
    const [name = '', sub, ...rest] = command.name.split(' ');
    if (rest.length > 0) throw new Error(`command "${command.name}" has more than two words`);
    const known = bodies.get(name);
    if (sub === undefined) {
      if (known) throw new Error(`command "${name}" cannot have subcommands and be one itself`);
      bodies.set(name, { ...head(name, command.summary), options: optionsOf(command) });
      continue;
    }
    const subcommand: APIApplicationCommandSubcommandOption = {
      type: ApplicationCommandOptionType.Subcommand,
      ...named(sub, command.summary),
      options: optionsOf(command),
    };
    const before = (known?.options ?? []) as APIApplicationCommandSubcommandOption[];
    if (known && before[0]?.type !== ApplicationCommandOptionType.Subcommand)
      throw new Error(`command "${name}" cannot have subcommands and be one itself`);
    const all = [...before, subcommand];
    bodies.set(name, { ...head(name, `${name}: ${all.map((one) => one.name).join(', ')}`), options: all });
  }
  return [...bodies.values()];
}

function head(name: string, description: string) {
  return { type: ApplicationCommandType.ChatInput as const, ...named(name, description) };
}

function named(name: string, description: string) {
  if (!namePattern.test(name) || name !== name.toLowerCase())
    throw new Error(`"${name}" cannot be a name on Discord: use 1 to 32 lower-case letters, digits, - or _`);
  return { name, description: shortened(description || name, most.description) };
}

/** Those that must be given come first; Discord refuses them in any other order. */
function optionsOf(command: Command): APIApplicationCommandBasicOption[] {
  const schema = z.toJSONSchema(command.options, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required);
  const options = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const parsed = optionSchema.safeParse(property);
    if (!parsed.success)
      throw new Error(`option ${name} of /${command.name} has no counterpart on Discord`, {
        cause: parsed.error,
      });
    return toOption(name, parsed.data, required.has(name));
  });
  if (options.length > most.options)
    throw new Error(`/${command.name} has ${options.length} options; Discord takes ${most.options}`);
  return options.toSorted((a, b) => Number(b.required) - Number(a.required));
}

function toOption(
  name: string,
  schema: z.infer<typeof optionSchema>,
  required: boolean,
): APIApplicationCommandBasicOption {
  const base = { ...named(name, schema.description ?? name), required };
  const { minimum: min, maximum: max } = schema;
  const range = {
    // zod says of every whole number that it is a safe one; Discord takes that for granted.
    ...(min !== undefined && min > Number.MIN_SAFE_INTEGER && { min_value: min }),
    ...(max !== undefined && max < Number.MAX_SAFE_INTEGER && { max_value: max }),
  };
  switch (schema.type) {
    case 'boolean':
      return { type: ApplicationCommandOptionType.Boolean, ...base };
    case 'integer':
      return { type: ApplicationCommandOptionType.Integer, ...base, ...range, ...offered(schema, Number) };
    case 'number':
      return { type: ApplicationCommandOptionType.Number, ...base, ...range, ...offered(schema, Number) };
    case 'string':
      return {
        type: ApplicationCommandOptionType.String,
        ...base,
        ...(schema.minLength && { min_length: Math.min(schema.minLength, most.stringLength) }),
        ...(schema.maxLength && { max_length: Math.min(schema.maxLength, most.stringLength) }),
        ...offered(schema, String),
      };
    default:
      return schema.type satisfies never;
  }
}

/** Fixed choices, or choices while typing, or neither; Discord does not take both. */
function offered<Value>(
  schema: z.infer<typeof optionSchema>,
  as: (value: string | number) => Value,
): { choices: { name: string; value: Value }[] } | { autocomplete: true } | Record<never, never> {
  const choices = choicesOf(schema);
  if (choices) return { choices: choices.map(({ name, value }) => ({ name, value: as(value) })) };
  return schema.suggests ? { autocomplete: true } : {};
}

/** None when there are more than Discord shows: then the option takes what is typed, and the schema says no. */
function choicesOf({ enum: values, labels }: z.infer<typeof optionSchema>) {
  if (!values || values.length > most.choices) return null;
  if (values.some((value) => String(value).length > most.choiceValue)) return null;
  return values.map((value) => ({
    name: shortened(labels?.[value] ?? String(value), most.choiceName),
    value,
  }));
}

function shortened(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
