/** What happened in the world, told to whoever listens: the gateway, the members' clients, the file it is kept in. */
import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { AutocompleteResult } from '../validate/answer.ts';
import type { Emoji } from './emoji.ts';
import type { Channel, Interaction, Message } from './types.ts';

export type WorldEvent =
  | { type: 'message-created'; message: Message }
  | { type: 'message-updated'; message: Message }
  | { type: 'message-deleted'; message: Message; bulk?: boolean }
  /** Put away by the one person who saw it. */
  | { type: 'message-dismissed'; message: Message }
  | { type: 'messages-bulk-deleted'; channelId: string; ids: string[] }
  | { type: 'reaction-added'; message: Message; emoji: Emoji; userId: string }
  | { type: 'reaction-removed'; message: Message; emoji: Emoji; userId: string }
  | { type: 'reactions-cleared'; message: Message; emoji?: Emoji }
  | { type: 'pins-changed'; channelId: string; lastPinAt: number | null }
  | { type: 'typing'; channelId: string; userId: string }
  | { type: 'channel-created'; channel: Channel }
  | { type: 'channel-updated'; channel: Channel }
  | { type: 'channel-deleted'; channel: Channel }
  | { type: 'role-updated'; roleId: string }
  /** Somebody's roles or language. */
  | { type: 'member-updated'; userId: string }
  | { type: 'member-joined'; userId: string }
  | { type: 'member-left'; userId: string }
  /** The bot was invited into the server, or removed from it. */
  | { type: 'bot-invited' }
  | { type: 'bot-removed' }
  | { type: 'commands-changed' }
  /** Somebody opened or closed their direct messages. */
  | { type: 'dms-switched'; userId: string }
  | { type: 'interaction'; interaction: Interaction; payload: object }
  | { type: 'interaction-answered'; interaction: Interaction; afterMs: number }
  | { type: 'interaction-failed'; interaction: Interaction; reason: string }
  | { type: 'autocomplete-answered'; interaction: Interaction; choices: AutocompleteResult['choices'] }
  | { type: 'modal-opened'; interaction: Interaction; modal: APIModalInteractionResponseCallbackData };
