/** Messages pinned to their channel. */
import { refuse } from '../errors.ts';
import { MESSAGE_LIMITS as LIMITS } from '../limits.ts';
import type { Channel, Message } from './types.ts';
import { seconds, type World } from './world.ts';

export function pinMessage(world: World, channel: Channel, message: Message, userId: string): void {
  if (channel.pins.some(({ ts }) => ts === message.ts)) throw refuse('already_pinned');
  if (channel.pins.length >= LIMITS.pins) throw refuse('too_many_pins');
  channel.pins.push({ ts: message.ts, userId, at: seconds(world.now()) });
  world.bus.publish({ type: 'pinned', message, userId });
}

export function unpinMessage(world: World, channel: Channel, message: Message, userId: string): void {
  if (!channel.pins.some(({ ts }) => ts === message.ts)) throw refuse('no_pin');
  channel.pins = channel.pins.filter(({ ts }) => ts !== message.ts);
  world.bus.publish({ type: 'unpinned', message, userId });
}
