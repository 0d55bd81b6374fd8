/** What can be run from the composer: a slash command, or one of its subcommands. */
import type { Command, Option } from '../../../discord/payload.ts';

export const optionType = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

const SLASH = 1;
const ON_MESSAGES = 3;

export interface Invocation {
  name: string;
  /** With a group in front, where there is one: `group allow`. */
  subcommand?: string;
  /** As one types it, without the slash: `gallery allow`. */
  typed: string;
  description: string;
  /** Required ones first, otherwise in the app's order. */
  options: Option[];
}

export function invocationsOf(commands: Command[]): Invocation[] {
  return commands
    .filter(({ type }) => type === SLASH)
    .flatMap((command): Invocation[] => {
      const subcommands = subcommandsOf(command);
      if (subcommands.length === 0) {
        const { name, description, options } = command;
        return [{ name, typed: name, description, options: requiredFirst(options) }];
      }
      return subcommands.map(({ path, description, options }) => ({
        name: command.name,
        subcommand: path,
        typed: `${command.name} ${path}`,
        description,
        options: requiredFirst(options),
      }));
    });
}

/** A command as people name it: slash commands with their slash, those of a context menu without. */
export function asTyped(name: string, commands: Command[]): string {
  const [first] = name.split(' ');
  const ownName = ({ own, name: shown }: Command) => own ?? shown;
  const ofMenu = commands.find((command) => command.type !== SLASH && ownName(command) === name);
  return ofMenu && !commands.some((command) => command.type === SLASH && ownName(command) === first)
    ? ofMenu.name
    : `/${name}`;
}

/** Names of the commands in a message's context menu. */
export function messageCommands(commands: Command[]): string[] {
  return commands.filter(({ type }) => type === ON_MESSAGES).map(({ name }) => name);
}

function subcommandsOf({ options }: Command): { path: string; description: string; options: Option[] }[] {
  return options.flatMap(({ type, name, description, options: inner }) => {
    if (type === optionType.subcommand) return [{ path: name, description, options: inner }];
    if (type !== optionType.group) return [];
    return inner.map((sub) => ({
      path: `${name} ${sub.name}`,
      description: sub.description,
      options: sub.options,
    }));
  });
}

function requiredFirst(options: Option[]): Option[] {
  return [...options.filter(({ required }) => required), ...options.filter(({ required }) => !required)];
}
