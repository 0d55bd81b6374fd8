/** What happened in the world, as one person's client shows it. */
import { InteractionType } from 'discord-api-types/v10';
import type { MemberEvent } from '../member.ts';
import type { WorldEvent } from '../world/events.ts';
import type { Interaction, Message } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { canSee, see } from './sight.ts';

export function memberEvents(world: World, userId: string, event: WorldEvent): MemberEvent[] {
  const shown = (message: Message): MemberEvent[] =>
    message.dismissed || !canSee(world, userId, message)
      ? []
      : [{ type: 'message', message: see(world, userId, message) }];
  const gone = (message: Message): MemberEvent[] =>
    canSee(world, userId, message)
      ? [{ type: 'message-deleted', channelId: message.channelId, messageId: message.id }]
      : [];
  /** What is said in a thread is counted under the message it grew from. */
  const grownFrom = ({ channelId }: Message): MemberEvent[] => {
    const from = world.messages.get(channelId);
    return from?.threadId === channelId ? shown(from) : [];
  };
  const isOwn = (interaction: Interaction) =>
    interaction.userId === userId && interaction.type !== InteractionType.ApplicationCommandAutocomplete;

  switch (event.type) {
    case 'message-created':
      return [...shown(event.message), ...grownFrom(event.message)];
    case 'message-updated':
    case 'reaction-added':
    case 'reaction-removed':
    case 'reactions-cleared':
      return shown(event.message);
    case 'message-deleted':
      return [...gone(event.message), ...grownFrom(event.message)];
    case 'message-dismissed':
      return gone(event.message);
    case 'modal-opened':
      return isOwn(event.interaction)
        ? [{ type: 'modal', interactionId: event.interaction.id, modal: event.modal }]
        : [];
    case 'interaction-answered':
      return isOwn(event.interaction)
        ? [{ type: 'interaction-answered', interactionId: event.interaction.id, afterMs: event.afterMs }]
        : [];
    case 'interaction-failed':
      return isOwn(event.interaction)
        ? [
            {
              type: 'interaction-failed',
              interactionId: event.interaction.id,
              channelId: event.interaction.channelId,
              reason: event.reason,
            },
          ]
        : [];
    case 'channel-created':
    case 'channel-updated':
    case 'channel-deleted':
    case 'member-updated':
    case 'member-joined':
    case 'member-left':
    case 'bot-invited':
    case 'bot-removed':
    case 'role-updated':
      return [{ type: 'surroundings-changed' }];
    case 'commands-changed':
      return [{ type: 'commands-changed' }];
    case 'messages-bulk-deleted':
    case 'pins-changed':
    case 'typing':
    case 'interaction':
    case 'autocomplete-answered':
    case 'dms-switched':
      return [];
  }
}
