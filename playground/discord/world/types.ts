/** What the stand-in keeps. Everything in here is plain data, so that it can be written to a file and read again. */
import type { APIApplicationCommand, ChannelType, InteractionType } from 'discord-api-types/v10';
import type { Overwrite } from '../permissions.ts';
import type { MessageComponent } from '../validate/components.ts';
import type { Embed } from '../validate/embeds.ts';
import type { Emoji } from './emoji.ts';

export interface Channel {
  id: string;
  type: ChannelType.GuildText | ChannelType.GuildForum | ChannelType.DM | ChannelType.PublicThread;
  /** Absent in direct messages, and where it is the server the app was made for. */
  guildId?: string;
  name: string;
  topic: string;
  overwrites: Overwrite[];
  /** Age-restricted. */
  nsfw?: boolean;
  /** A direct message's other side; the bot is always the one. */
  recipientId?: string;
  /** A thread's channel, and who started it. */
  parentId?: string;
  ownerId?: string;
  archived?: boolean;
  /** Archived, and only a moderator may open it again. */
  locked?: boolean;
}

/** By whose installation the app is used: the server's (0; `'0'` in direct messages), the person's own (1). */
export interface IntegrationOwners {
  0?: string;
  1?: string;
}

export interface StoredAttachment {
  id: string;
  filename: string;
  title?: string;
  description?: string;
  contentType: string;
  size: number;
  width?: number;
  height?: number;
  spoiler?: boolean;
}

/** A file on its way to the app, seen by it and nobody else. */
export interface MemberUpload extends StoredAttachment {
  userId: string;
  channelId: string;
}

export interface Reaction {
  emoji: Emoji;
  /** In the order they reacted. */
  userIds: string[];
}

/** Which interaction a message came out of. */
export interface MessageOrigin {
  interactionId: string;
  type: InteractionType;
  userId: string;
  commandName?: string;
  /** The message whose button was pressed. */
  sourceMessageId?: string;
  /** Set on follow-ups. */
  originalMessageId?: string;
  /** What opened the form this answers. */
  opener?: MessageOrigin;
  targetMessageId?: string;
  targetUserId?: string;
  owners?: IntegrationOwners;
}

export interface Message {
  id: string;
  channelId: string;
  authorId: string;
  type: number;
  content: string;
  createdAt: number;
  editedAt: number | null;
  embeds: Embed[];
  components: MessageComponent[];
  attachments: StoredAttachment[];
  flags: number;
  /** Who is really pinged by it, after `allowed_mentions`. */
  mentions: string[];
  mentionRoles: string[];
  mentionEveryone: boolean;
  reactions: Reaction[];
  pinnedAt: number | null;
  nonce?: string | number;
  reference?: { messageId: string; channelId: string };
  origin?: MessageOrigin;
  /** Only this person sees it. */
  ephemeralFor?: string;
  dismissed?: boolean;
  threadId?: string;
}

export interface Command extends APIApplicationCommand {
  id: string;
}

export interface Interaction {
  id: string;
  token: string;
  type: InteractionType;
  userId: string;
  channelId: string;
  createdAt: number;
  /** Milliseconds from the person's gesture to the first answer; absent while there is none. */
  answeredAfterMs?: number;
  /** What `@original` means: the answer's message, or the one the pressed component sits on. */
  originalId?: string;
  /** The answer was a promise ("thinking"); the next follow-up or edit fulfils it. */
  promised?: boolean;
  failed?: boolean;
  /** Follow-ups written so far. */
  followUps?: number;
  /** True when the token can write messages: not after autocomplete. */
  hasWebhook: boolean;
  origin: MessageOrigin;
}
