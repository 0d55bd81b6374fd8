/** Emoji under messages, by Slack's names for them. */
import { refuse } from '../errors.ts';
import { MESSAGE_LIMITS as LIMITS } from '../limits.ts';
import type { Message } from './types.ts';
import type { World } from './world.ts';

/** Names Slack knows twice; events carry the first. */
const ALIASES: Record<string, string> = {
  thumbsup: '+1',
  thumbsdown: '-1',
  collision: 'boom',
  satisfied: 'laughing',
};

/** `star`, `+1::skin-tone-3`; never the emoji itself. Colons around it are taken off. */
export function emojiName(written: string): string {
  const [, name = '', tone = ''] = /^:?([a-z0-9_+'-]+)((?:::skin-tone-[2-6])?):?$/.exec(written) ?? [];
  if (name === '') throw refuse('invalid_name');
  return (ALIASES[name] ?? name) + tone;
}

export function addReaction(world: World, message: Message, written: string, userId: string): void {
  const name = emojiName(written);
  const known = message.reactions.find((reaction) => reaction.name === name);
  if (known?.userIds.includes(userId)) throw refuse('already_reacted');
  if (!known && message.reactions.length >= LIMITS.reactions) throw refuse('too_many_emoji');
  const own = message.reactions.filter(({ userIds }) => userIds.includes(userId));
  if (own.length >= LIMITS.reactionsOfOne) throw refuse('too_many_reactions');
  const reaction = known ?? { name, userIds: [] };
  if (!known) message.reactions.push(reaction);
  reaction.userIds.push(userId);
  world.bus.publish({ type: 'reaction-added', message, reaction, userId });
}

export function removeReaction(world: World, message: Message, written: string, userId: string): void {
  const name = emojiName(written);
  const reaction = message.reactions.find((one) => one.name === name);
  if (!reaction?.userIds.includes(userId)) throw refuse('no_reaction');
  reaction.userIds = reaction.userIds.filter((id) => id !== userId);
  if (reaction.userIds.length === 0) message.reactions = message.reactions.filter((one) => one !== reaction);
  world.bus.publish({ type: 'reaction-removed', message, reaction, userId });
}
