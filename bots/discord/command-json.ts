/** Our commands as Discord's. Pure: everything comes from each command's zod schema. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Command } from '../../commands/command.ts';
import { type Option, optionsOf } from '../options.ts';
import { shortened } from '../words.ts';
import { limits } from './limits.ts';
import { channelTypes } from './mentioned.ts';

type SlashBody = RESTPostAPIChatInputApplicationCommandsJSONBody;
type MenuBody = RESTPostAPIContextMenuApplicationCommandsJSONBody & { type: ApplicationCommandType.Message };
export type CommandBody = SlashBody | MenuBody;

const most = limits.command;
const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** `gallery allow` and `gallery stop` become one command with two subcommands. */
export function toDiscordCommands(commands: readonly Command[]): SlashBody[] {
  const bodies = new Map<string, SlashBody>();
  for (const command of commands) {
    if (!command.gestures.includes('slash')) continue;
    const [name = '', sub, ...rest] = command.name.split(' ');
    if (rest.length > 0) throw new Error(`command "${command.name}" has more than two words`);
    const known = bodies.get(name);
    if (sub === undefined) {
      if (known) throw new Error(`command "${name}" cannot have subcommands and be one itself`);
      bodies.set(name, { ...head(name, command.summary), options: listedOptions(command) });
      continue;
    }
    const subcommand: APIApplicationCommandSubcommandOption = {
      type: ApplicationCommandOptionType.Subcommand,
      ...named(sub, command.summary),
      options: listedOptions(command),
    };
    const before = (known?.options ?? []) as APIApplicationCommandSubcommandOption[];
    if (known && before[0]?.type !== ApplicationCommandOptionType.Subcommand)
      throw new Error(`command "${name}" cannot have subcommands and be one itself`);
    const all = [...before, subcommand];
    bodies.set(name, { ...head(name, `${name}: ${all.map((one) => one.name).join(', ')}`), options: all });
  }
  return [...bodies.values()];
}

/** Commands of a message's menu are called by a label, not by a name. */
export function toMenuCommands(commands: readonly Command[]): MenuBody[] {
  return commands.flatMap(({ menu }) =>
    menu === undefined ? [] : [{ type: ApplicationCommandType.Message, name: menu }],
  );
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
function listedOptions(command: Command): APIApplicationCommandBasicOption[] {
  const options = optionsOf(command).map(toOption);
  if (options.length > most.options)
    throw new Error(`/${command.name} has ${options.length} options; Discord takes ${most.options}`);
  return options.toSorted((a, b) => Number(b.required) - Number(a.required));
}

function toOption(option: Option): APIApplicationCommandBasicOption {
  const { min, max, minLength, maxLength } = option;
  const base = { ...named(option.name, option.description), required: option.required };
  const range = {
    ...(min !== undefined && { min_value: min }),
    ...(max !== undefined && { max_value: max }),
  };
  switch (option.type) {
    case 'file':
      return {
        type: ApplicationCommandOptionType.Attachment,
        ...base,
        ...(option.file && option.file !== 'any' && { file_types: [option.file] }),
      };
    case 'person':
      return { type: ApplicationCommandOptionType.User, ...base };
    case 'channel':
      return {
        type: ApplicationCommandOptionType.Channel,
        ...base,
        channel_types: [...channelTypes],
      };
    case 'boolean':
      return { type: ApplicationCommandOptionType.Boolean, ...base };
    case 'integer':
      return { type: ApplicationCommandOptionType.Integer, ...base, ...range, ...offered(option, Number) };
    case 'number':
      return { type: ApplicationCommandOptionType.Number, ...base, ...range, ...offered(option, Number) };
    case 'string':
      return {
        type: ApplicationCommandOptionType.String,
        ...base,
        ...(minLength && { min_length: Math.min(minLength, most.stringLength) }),
        ...(maxLength && { max_length: Math.min(maxLength, most.stringLength) }),
        ...offered(option, String),
      };
    default:
      return option.type satisfies never;
  }
}

/** Fixed choices, or choices while typing, or neither; Discord does not take both. */
function offered<Value>(
  option: Option,
  as: (value: string | number) => Value,
): { choices: { name: string; value: Value }[] } | { autocomplete: true } | Record<never, never> {
  const choices = choicesOf(option);
  if (choices) return { choices: choices.map(({ name, value }) => ({ name, value: as(value) })) };
  return option.suggests ? { autocomplete: true } : {};
}

/** None when there are more than Discord shows: then the option takes what is typed, and the schema says no. */
function choicesOf({ choices }: Option) {
  if (!choices || choices.length > most.choices) return null;
  if (choices.some(({ value }) => String(value).length > most.choiceValue)) return null;
  return choices.map(({ label, value }) => ({ name: shortened(label, most.choiceName), value }));
}
