/** Pinned messages of a channel, latest pin first. */
import { MessageType } from 'discord-api-types/v10';
import { refuse } from '../errors.ts';
import { MESSAGE_LIMITS } from '../limits.ts';
import { createBareMessage } from './messages.ts';
import type { Channel, Message } from './types.ts';
import { messagesIn, type World } from './world.ts';

export function pinsOf(world: World, channelId: string): (Message & { pinnedAt: number })[] {
  return messagesIn(world, channelId)
    .filter((message): message is Message & { pinnedAt: number } => message.pinnedAt !== null)
    .sort((a, b) => b.pinnedAt - a.pinnedAt);
}

export function pinMessage(world: World, channel: Channel, message: Message, userId: string): void {
  if (message.pinnedAt !== null) return;
  const pins = pinsOf(world, channel.id);
  if (pins.length >= MESSAGE_LIMITS.pins) throw refuse('tooManyPins');
  // Pages of pins are cut by this time: no two may be equal.
  message.pinnedAt = Math.max(world.now(), (pins[0]?.pinnedAt ?? 0) + 1);
  world.bus.publish({ type: 'message-updated', message });
  publishPins(world, channel.id);
  createBareMessage(world, channel, {
    authorId: userId,
    type: MessageType.ChannelPinnedMessage,
    reference: { messageId: message.id, channelId: channel.id },
  });
}

export function unpinMessage(world: World, channel: Channel, message: Message): void {
  if (message.pinnedAt === null) return;
  message.pinnedAt = null;
  world.bus.publish({ type: 'message-updated', message });
  publishPins(world, channel.id);
}

function publishPins(world: World, channelId: string): void {
  const lastPinAt = pinsOf(world, channelId)[0]?.pinnedAt ?? null;
  world.bus.publish({ type: 'pins-changed', channelId, lastPinAt });
}
