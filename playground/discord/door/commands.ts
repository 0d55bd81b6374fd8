/** A person runs a command: which ones they have, and what is sent when they press Enter. */
import {
  type APIApplicationCommandOption,
  type APIApplicationCommandBasicOption as BasicOption,
  PermissionFlagsBits as Bit,
  ApplicationCommandType as CommandType,
  InteractionContextType,
  InteractionType,
  ApplicationCommandOptionType as OptionType,
} from 'discord-api-types/v10';
import { type CommandCall, MemberError } from '../member.ts';
import { ownersOf } from '../world/installs.ts';
import type { Gesture } from '../world/interactions.ts';
import { renderPartialMember, renderUser } from '../world/render.ts';
import { renderMessage } from '../world/render-message.ts';
import type { Channel, Command } from '../world/types.ts';
import { botId, guildIdOf, isIn, memberPermissions, permissionsIn, type World } from '../world/world.ts';
import { readValues, resolveOptions } from './command-values.ts';
import { channelFor, messageFor } from './sight.ts';

/** A server's own commands and those registered everywhere; in direct messages only the latter. */
export function commandsFor(world: World, userId: string, channel?: Channel): Command[] {
  const guildId = channel ? guildIdOf(world, channel) : world.seed.guild.id;
  const inDm = guildId === null;
  const context = inDm ? InteractionContextType.BotDM : InteractionContextType.Guild;
  const global = [...world.globalCommands.values()].filter(({ contexts, dm_permission: dm }) =>
    contexts ? contexts.includes(context) : !inDm || dm !== false,
  );
  const own =
    guildId === world.seed.guild.id && isIn(world, botId(world)) ? world.guildCommands.values() : [];
  return [...own, ...global].filter((command) => {
    const somewhere =
      channel ?? [...world.channels.values()].find((one) => guildIdOf(world, one) === guildId);
    const owners = somewhere ? ownersOf(world, userId, somewhere, command) : {};
    if (Object.keys(owners).length === 0) return false;
    // What a server allows its members concerns only the app it has installed itself.
    return inDm || owners[0] === undefined || mayUse(world, userId, command);
  });
}

function mayUse(world: World, userId: string, command: Command): boolean {
  const needed = command.default_member_permissions;
  const held = memberPermissions(world, userId);
  if (needed === null || needed === undefined) return true;
  // "0" means administrators only.
  const bits = BigInt(needed);
  return (held & Bit.Administrator) !== 0n || (bits !== 0n && (held & bits) === bits);
}

/** `focused` is the option being typed into, for suggestions. */
export function commandGesture(world: World, userId: string, call: CommandCall, focused?: string): Gesture {
  const channel = channelFor(world, userId, call.channelId);
  if (!(permissionsIn(world, userId, channel) & Bit.UseApplicationCommands)) {
    throw new MemberError('You cannot use commands in this channel.');
  }
  const command = findCommand(world, userId, channel, call);
  const registered = command.guild_id === undefined ? {} : { guild_id: command.guild_id };
  const base = { id: command.id, name: command.name, type: command.type, ...registered };
  const type =
    focused === undefined
      ? InteractionType.ApplicationCommand
      : InteractionType.ApplicationCommandAutocomplete;
  if (command.type !== CommandType.ChatInput) return menuGesture(world, userId, channel, command, base, call);

  const { path, options } = findSubcommand(command, call.subcommand);
  const sent = readValues(world, options, call.options, focused);
  const nested = path.reduceRight<object[]>((inner, part) => [{ ...part, options: inner }], sent);
  return {
    type,
    userId,
    channel,
    data: { ...base, options: nested, ...resolveOptions(world, sent, userId) },
    owners: ownersOf(world, userId, channel, command),
    origin: { commandName: [command.name, ...path.map(({ name }) => name)].join(' ') },
  };
}

/** The option must be one the app wants to make suggestions for. */
export function requireAutocomplete(world: World, userId: string, call: CommandCall, focused: string): void {
  const channel = channelFor(world, userId, call.channelId);
  const { options } = findSubcommand(findCommand(world, userId, channel, call), call.subcommand);
  const option = options.find(({ name }) => name === focused);
  if (option && 'autocomplete' in option && option.autocomplete) return;
  throw new MemberError(`There are no suggestions for "${focused}".`);
}

function findCommand(world: World, userId: string, channel: Channel, call: CommandCall): Command {
  const isMenu = call.targetId !== undefined;
  const found = commandsFor(world, userId, channel).find(
    ({ name, type }) => name === call.name && (type !== CommandType.ChatInput) === isMenu,
  );
  if (!found) throw new MemberError(`There is no command ${isMenu ? '' : '/'}${call.name} for you here.`);
  return found;
}

function findSubcommand(command: Command, subcommand: string | undefined) {
  const names = subcommand?.split(' ') ?? [];
  const path: { name: string; type: OptionType }[] = [];
  let options: readonly APIApplicationCommandOption[] = command.options ?? [];
  for (const name of names) {
    const found = options.find((option) => option.name === name);
    if (!found || (found.type !== OptionType.Subcommand && found.type !== OptionType.SubcommandGroup)) {
      throw new MemberError(`There is no command /${command.name} ${subcommand}.`);
    }
    path.push({ name, type: found.type });
    options = found.options ?? [];
  }
  if (options.some(({ type }) => type <= OptionType.SubcommandGroup)) {
    throw new MemberError(`Choose one of the subcommands of /${command.name}.`);
  }
  return { path, options: options.filter(isBasic) };
}

function isBasic(option: APIApplicationCommandOption): option is BasicOption {
  return option.type !== OptionType.Subcommand && option.type !== OptionType.SubcommandGroup;
}

/** Used on a message or a person; the target comes along in full, whatever the app may read otherwise. */
function menuGesture(
  world: World,
  userId: string,
  channel: Channel,
  command: Command,
  base: object,
  call: CommandCall,
): Gesture {
  const targetId = call.targetId ?? '';
  const owners = ownersOf(world, userId, channel, command);
  const gesture = { type: InteractionType.ApplicationCommand, userId, channel, owners };
  if (command.type === CommandType.Message) {
    const target = messageFor(world, userId, targetId);
    if (target.ephemeralFor !== undefined)
      throw new MemberError('Commands cannot be used on a message only you see.');
    return {
      ...gesture,
      data: {
        ...base,
        target_id: targetId,
        resolved: { messages: { [targetId]: renderMessage(world, target, botId(world)) } },
      },
      origin: { commandName: command.name, targetMessageId: targetId },
    };
  }
  const target = world.members.get(targetId);
  if (!target) throw new MemberError('There is no such person here.');
  return {
    ...gesture,
    data: {
      ...base,
      target_id: targetId,
      resolved: {
        users: { [targetId]: renderUser(target) },
        members: { [targetId]: renderPartialMember(target) },
      },
    },
    origin: { commandName: command.name, targetUserId: targetId },
  };
}
