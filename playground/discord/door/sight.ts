/** What one person sees: which channels, which messages, and the messages with their own reactions marked. */
import { PermissionFlagsBits as Bit, ChannelType, MessageFlags } from 'discord-api-types/v10';
import type { SeenMessage } from '../member.ts';
import { MemberError } from '../member.ts';
import { renderMessage } from '../world/render-message.ts';
import type { Channel, Message } from '../world/types.ts';
import { permissionsIn, type World } from '../world/world.ts';

export function canSeeChannel(world: World, userId: string, channel: Channel): boolean {
  if (channel.type === ChannelType.DM) return channel.recipientId === userId;
  return (permissionsIn(world, userId, channel) & Bit.ViewChannel) !== 0n;
}

export function canSee(world: World, userId: string, message: Message): boolean {
  if (message.ephemeralFor !== undefined && message.ephemeralFor !== userId) return false;
  const channel = world.channels.get(message.channelId);
  return channel !== undefined && canSeeChannel(world, userId, channel);
}

export function see(world: World, userId: string, message: Message): SeenMessage {
  return {
    ...renderMessage(world, message, userId),
    ephemeral: message.ephemeralFor !== undefined,
    thinking: (message.flags & MessageFlags.Loading) !== 0 && !promiseIsBroken(world, message),
  };
}

/** The token that could still fill the placeholder is dead. */
function promiseIsBroken(world: World, message: Message): boolean {
  return world.now() - message.createdAt > world.limits.timing.tokenMs;
}

export function channelFor(world: World, userId: string, channelId: string): Channel {
  const channel = world.channels.get(channelId);
  if (!channel || !canSeeChannel(world, userId, channel)) throw new MemberError('There is no such channel.');
  return channel;
}

export function messageFor(world: World, userId: string, messageId: string): Message {
  const message = world.messages.get(messageId);
  if (!message || message.dismissed || !canSee(world, userId, message)) {
    throw new MemberError('There is no such message.');
  }
  return message;
}

/** In an archived thread one can write, which opens it again, and nothing else. */
export function requireOpen(channel: Channel): void {
  if (channel.archived) throw new MemberError('This thread is closed. Write in it, or open it again.');
}

export function requireRight(
  world: World,
  userId: string,
  channel: Channel,
  bit: bigint,
  words: string,
): void {
  if (!(permissionsIn(world, userId, channel) & bit)) throw new MemberError(words);
}
