/** What happened in the world, told to whoever listens: the app's events, the people's clients, the file it is kept in. */
import type { Channel, Message, Reaction, StoredFile, View } from './types.ts';

export type WorldEvent =
  | { type: 'message-posted'; message: Message }
  | { type: 'message-changed'; message: Message; before: Message }
  | { type: 'message-deleted'; message: Message; byId: string }
  | { type: 'reaction-added'; message: Message; reaction: Reaction; userId: string }
  | { type: 'reaction-removed'; message: Message; reaction: Reaction; userId: string }
  | { type: 'pinned'; message: Message; userId: string }
  | { type: 'unpinned'; message: Message; userId: string }
  | { type: 'channel-changed'; channel: Channel }
  | { type: 'channel-archived'; channel: Channel; userId: string }
  | { type: 'channel-unarchived'; channel: Channel; userId: string }
  | { type: 'member-joined'; channel: Channel; userId: string; inviterId?: string }
  | { type: 'member-left'; channel: Channel; userId: string; byId?: string }
  | { type: 'channel-deleted'; channel: Channel; userId: string }
  | { type: 'user-changed'; userId: string }
  | { type: 'usergroup-changed'; groupId: string }
  | { type: 'file-ready'; file: StoredFile }
  | { type: 'file-deleted'; file: StoredFile }
  | { type: 'home-opened'; userId: string; channelId: string; tab: 'home' | 'messages'; view?: View }
  | { type: 'view-opened'; view: View }
  | { type: 'view-changed'; view: View }
  | { type: 'view-closed'; view: View }
  | { type: 'view-refused'; view: View; errors: Record<string, string> }
  | { type: 'interaction-answered'; interactionId: string; userId: string; afterMs: number }
  | { type: 'interaction-failed'; interactionId: string; userId: string; reason: string; text: string }
  | { type: 'token-revoked' }
  | { type: 'app-uninstalled' }
  | { type: 'app-installed' };
