/** Who put which emoji under a message. */
import { refuse } from '../errors.ts';
import { MESSAGE_LIMITS } from '../limits.ts';
import { type Emoji, sameEmoji } from './emoji.ts';
import type { Message, Reaction } from './types.ts';
import type { World } from './world.ts';

export function findReaction(message: Message, emoji: Emoji): Reaction | undefined {
  return message.reactions.find((reaction) => sameEmoji(reaction.emoji, emoji));
}

export function addReaction(world: World, message: Message, emoji: Emoji, userId: string): void {
  let reaction = findReaction(message, emoji);
  if (reaction?.userIds.includes(userId)) return;
  if (!reaction) {
    if (message.reactions.length >= MESSAGE_LIMITS.reactions) throw refuse('tooManyReactions');
    reaction = { emoji, userIds: [] };
    message.reactions.push(reaction);
  }
  reaction.userIds.push(userId);
  world.bus.publish({ type: 'reaction-added', message, emoji: reaction.emoji, userId });
}

export function removeReaction(world: World, message: Message, emoji: Emoji, userId: string): void {
  const reaction = findReaction(message, emoji);
  if (!reaction?.userIds.includes(userId)) return;
  reaction.userIds = reaction.userIds.filter((id) => id !== userId);
  if (reaction.userIds.length === 0) message.reactions = message.reactions.filter((one) => one !== reaction);
  world.bus.publish({ type: 'reaction-removed', message, emoji: reaction.emoji, userId });
}

/** All of them, or all of one emoji. */
export function clearReactions(world: World, message: Message, emoji?: Emoji): void {
  message.reactions = emoji ? message.reactions.filter((one) => !sameEmoji(one.emoji, emoji)) : [];
  world.bus.publish({ type: 'reactions-cleared', message, ...(emoji ? { emoji } : {}) });
}
