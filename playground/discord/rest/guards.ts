/** May the bot touch this? Every guard answers with the thing itself or throws Discord's refusal. */
import { PermissionFlagsBits as Bit, ChannelType } from 'discord-api-types/v10';
import { formError, refuse } from '../errors.ts';
import { isSnowflake } from '../snowflakes.ts';
import type { Channel, Message } from '../world/types.ts';
import { botId, isIn, permissionsIn, type World } from '../world/world.ts';

/** Ids stand in paths as text; what is no id is a form error there too. */
export function idParam(name: string, value: string | undefined): string {
  if (value !== undefined && isSnowflake(value)) return value;
  throw formError([name], 'NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`);
}

export function visibleChannel(world: World, id: string | undefined): Channel {
  const channel = world.channels.get(idParam('channel_id', id));
  if (!channel) throw refuse('unknownChannel');
  if (!(permissionsIn(world, botId(world), channel) & Bit.ViewChannel)) throw refuse('missingAccess');
  return channel;
}

export function requirePermission(world: World, channel: Channel, bit: bigint): void {
  if ((permissionsIn(world, botId(world), channel) & bit) !== bit) throw refuse('missingPermissions');
}

/** Ephemeral messages exist only for their person and the interaction's token. */
export function messageIn(world: World, channel: Channel, id: string | undefined): Message {
  const message = world.messages.get(idParam('message_id', id));
  if (!message || message.channelId !== channel.id || message.ephemeralFor !== undefined) {
    throw refuse('unknownMessage');
  }
  return message;
}

/** A place the bot can write to: text, thread, or the open direct messages of a person it shares something with. */
export function requireSending(world: World, channel: Channel): void {
  if (channel.type === ChannelType.DM) {
    const userId = channel.recipientId ?? '';
    if (world.closedDms.has(userId)) throw refuse('dmClosed');
    const share = isIn(world, userId) && isIn(world, botId(world));
    if (!share && !world.userInstalls.has(userId)) throw refuse('noMutualGuilds');
    return;
  }
  if (channel.type === ChannelType.GuildForum) throw refuse('notInTextChannel');
  const isThread = channel.type === ChannelType.PublicThread;
  requirePermission(world, channel, isThread ? Bit.SendMessagesInThreads : Bit.SendMessages);
}

export function requireGuild(world: World, id: string | undefined): void {
  if (idParam('guild_id', id) !== world.seed.guild.id || !isIn(world, botId(world)))
    throw refuse('unknownGuild');
}

export function requireApplication(world: World, id: string | undefined): void {
  if (idParam('application_id', id) !== world.seed.application.id) throw refuse('wrongApplication');
}
