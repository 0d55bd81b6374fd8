/** The commands an app has registered, for everybody or for one server. */
import { type APIApplicationCommand, ApplicationCommandType as CommandType } from 'discord-api-types/v10';
import { refuse } from '../errors.ts';
import { COMMAND_LIMITS } from '../limits.ts';
import type { CommandBody } from '../validate/commands.ts';
import type { Command } from './types.ts';
import type { World } from './world.ts';

export type CommandScope = 'guild' | 'global';

export interface CommandBook {
  list(scope: CommandScope): Command[];
  get(scope: CommandScope, id: string): Command;
  /** Replaces all of them; those that keep their name and kind keep their id. */
  overwrite(scope: CommandScope, bodies: CommandBody[]): Command[];
  /** A command of the same name and kind is replaced. */
  put(scope: CommandScope, body: CommandBody): { command: Command; created: boolean };
  replace(scope: CommandScope, id: string, body: CommandBody): Command;
  delete(scope: CommandScope, id: string): void;
}

export function createCommandBook(world: World): CommandBook {
  const creates: number[] = [];
  const books = { guild: world.guildCommands, global: world.globalCommands };

  function countCreates(count: number): void {
    const dayAgo = world.now() - 24 * 60 * 60 * 1000;
    while (creates[0] !== undefined && creates[0] < dayAgo) creates.shift();
    if (creates.length + count > COMMAND_LIMITS.createsPerDay) throw refuse('tooManyCommandCreates');
    for (let made = 0; made < count; made += 1) creates.push(world.now());
  }

  function sameName(scope: CommandScope, body: CommandBody): Command | undefined {
    return [...books[scope].values()].find(({ name, type }) => name === body.name && type === body.type);
  }

  function build(scope: CommandScope, body: CommandBody, id: string): Command {
    const { id: _id, ...given } = body;
    const isGlobal = scope === 'global';
    const command = {
      ...given,
      id,
      application_id: world.seed.application.id,
      version: world.ids.next(),
      description: given.description ?? '',
      default_member_permissions: given.default_member_permissions ?? null,
      nsfw: given.nsfw ?? false,
      dm_permission: given.dm_permission ?? true,
      ...(isGlobal
        ? { integration_types: given.integration_types ?? [0], contexts: given.contexts ?? null }
        : { guild_id: world.seed.guild.id }),
    };
    // The schema has just said that this is what the published type describes.
    return dropNulls(command) as unknown as Command;
  }

  function refuseTooMany(commands: readonly { type?: CommandType }[]): void {
    const most = {
      [CommandType.ChatInput]: COMMAND_LIMITS.chatInput,
      [CommandType.User]: COMMAND_LIMITS.user,
      [CommandType.Message]: COMMAND_LIMITS.message,
    };
    for (const [type, limit] of Object.entries(most)) {
      if (commands.filter((one) => one.type === Number(type)).length > limit) throw refuse('tooManyCommands');
    }
  }

  function get(scope: CommandScope, id: string): Command {
    const command = books[scope].get(id);
    if (!command) throw refuse('unknownCommand');
    return command;
  }

  return {
    list: (scope) => [...books[scope].values()],
    get,
    overwrite(scope, bodies) {
      refuseTooMany(bodies);
      countCreates(bodies.filter((body) => !sameName(scope, body)).length);
      const commands = bodies.map((body) =>
        build(scope, body, sameName(scope, body)?.id ?? world.ids.next()),
      );
      books[scope].clear();
      for (const command of commands) books[scope].set(command.id, command);
      world.bus.publish({ type: 'commands-changed' });
      return commands;
    },
    put(scope, body) {
      const known = sameName(scope, body);
      if (!known) {
        refuseTooMany([...books[scope].values(), body]);
        countCreates(1);
      }
      const command = build(scope, body, known?.id ?? world.ids.next());
      books[scope].set(command.id, command);
      world.bus.publish({ type: 'commands-changed' });
      return { command, created: !known };
    },
    replace(scope, id, body) {
      get(scope, id);
      const command = build(scope, body, id);
      books[scope].set(id, command);
      world.bus.publish({ type: 'commands-changed' });
      return command;
    },
    delete(scope, id) {
      get(scope, id);
      books[scope].delete(id);
      world.bus.publish({ type: 'commands-changed' });
    },
  };
}

/** The full dictionaries of translations come only when they are asked for. */
export function withoutLocalizations(command: APIApplicationCommand): APIApplicationCommand {
  return JSON.parse(
    JSON.stringify(command, (key, value: unknown) =>
      key === 'name_localizations' || key === 'description_localizations' ? undefined : value,
    ),
  );
}

/** What Discord keeps as null; every other null of a request means "not given". */
const NULLABLE = [
  'default_member_permissions',
  'contexts',
  'name_localizations',
  'description_localizations',
];

function dropNulls(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) => (one === null && !NULLABLE.includes(key) ? undefined : one)),
  );
}
