/**
 * What a person's own Discord client can see and do: the other door of the stand-in.
 * The bots come in by REST and gateway; the page and the tests act as members through this.
 *
 * Payloads are Discord's own (discord-api-types), so a page that can draw them can draw the real thing.
 */
import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';

/** A member of the server as the page lists them. */
export interface MemberInfo {
  id: string;
  name: string;
  /** CSS colour of the avatar that stands for a missing picture. */
  color: string;
  roles: string[];
  bot: boolean;
  /** Of this person's Discord; absent: `en-US`. */
  locale?: string;
}

/** What somebody may do in a channel, besides reading it. */
export type Right = 'write' | 'react' | 'pin' | 'moderate' | 'start threads' | 'archive';

export interface ChannelInfo {
  id: string;
  name: string;
  topic: string;
  /** `dm` channels are listed only for the person they belong to; threads and posts with their channel alone. */
  kind: 'text' | 'forum' | 'dm' | 'thread';
  may: Right[];
  /** A client asks before it shows what is in it. */
  ageRestricted?: true;
  /** The channel a thread or a post is in. */
  parentId?: string;
  archived?: true;
  /** Only a moderator opens it again. */
  locked?: true;
}

/** A thread of a channel, or a post of a forum. */
export interface ThreadInfo extends ChannelInfo {
  /** Who started it. */
  ownerId: string;
  messages: number;
  /** ISO time of the latest message. */
  latest: string;
}

export interface GuildInfo {
  id: string;
  name: string;
  hasBot: boolean;
}

/**
 * A message as one person sees it: their own reactions are marked, ephemeral ones are only theirs. With the flag
 * IS_COMPONENTS_V2 a client shows the components and nothing else: `attachments` no component names stay hidden.
 */
export type SeenMessage = APIMessage & {
  /** True for an answer only this person can see. */
  ephemeral: boolean;
  /** True while the app has deferred and not answered yet ("… is thinking"). */
  thinking: boolean;
};

export type MemberEvent =
  | { type: 'message'; message: SeenMessage }
  | { type: 'message-deleted'; channelId: string; messageId: string }
  /** A form the app opened in answer to what this person did. */
  | { type: 'modal'; interactionId: string; modal: APIModalInteractionResponseCallbackData }
  /** Discord's own red line under a command or button, e.g. "The application did not respond". */
  | { type: 'interaction-failed'; interactionId: string; channelId: string; reason: string }
  /** The first answer arrived; the page stops showing its spinner. */
  | { type: 'interaction-answered'; interactionId: string; afterMs: number }
  /** Channels, threads, people, roles, or where the bot is. */
  | { type: 'surroundings-changed' }
  | { type: 'commands-changed' };

/**
 * A value typed into a slash command's option; Discord's client has already made it the option's type.
 * People, roles, channels and uploaded files are given by their id.
 */
export interface OptionValue {
  name: string;
  value: string | number | boolean;
}

export interface CommandCall {
  channelId: string;
  name: string;
  /** For commands with subcommands, e.g. `allow` of `/gallery allow`; with a group in front, `group allow`. */
  subcommand?: string;
  /** For commands of the context menu: the message or the person they are used on. */
  targetId?: string;
  options: OptionValue[];
}

/** A file a person hands to the app. */
export interface UploadedFile {
  name: string;
  bytes: Uint8Array;
  contentType?: string;
}

/**
 * Every method refuses what Discord's client or API would refuse, by throwing a {@link MemberError}
 * with the words a person would read.
 */
export interface DiscordMember {
  readonly info: MemberInfo;
  /** The servers this person is in. */
  guilds(): GuildInfo[];
  /** The app's own server, or another one by its id. */
  guild(id?: string): {
    id: string;
    name: string;
    members: MemberInfo[];
    /** Besides everybody's. */
    roles: { id: string; name: string }[];
    channels: ChannelInfo[];
  };
  /** The commands this person may use in the server, or in the channel that is named. */
  commands(channelId?: string): APIApplicationCommand[];
  /** Oldest first. */
  messages(channelId: string, page?: { before?: string; limit?: number }): SeenMessage[];
  pins(channelId: string): SeenMessage[];
  /** Of a channel or a forum, the latest first. */
  threads(channelId: string): ThreadInfo[];
  /** A thread that grows from a message. */
  startThread(messageId: string, name: string): ChannelInfo;
  /** A post in a forum. */
  startPost(
    forumId: string,
    name: string,
    content: string,
    files?: readonly (UploadedFile | string)[],
  ): Promise<ChannelInfo>;
  /** Closes a thread or a forum post, or opens it again. */
  setArchived(threadId: string, isArchived: boolean): void;
  send(channelId: string, content: string, options?: { replyTo?: string }): SeenMessage;
  /** With files that were uploaded before, by their ids. */
  sendUploads(
    channelId: string,
    content: string,
    uploadIds: string[],
    options?: { replyTo?: string },
  ): Promise<SeenMessage>;
  sendFiles(channelId: string, content: string, files: UploadedFile[]): Promise<SeenMessage>;
  runCommand(call: CommandCall): { interactionId: string };
  autocomplete(call: CommandCall & { focused: string }): Promise<APIApplicationCommandOptionChoice[]>;
  press(messageId: string, customId: string): { interactionId: string };
  choose(messageId: string, customId: string, values: string[]): { interactionId: string };
  submitModal(interactionId: string, values: Record<string, string | string[]>): { interactionId: string };
  react(messageId: string, emoji: string): void;
  unreact(messageId: string, emoji: string): void;
  remove(messageId: string): void;
  pin(messageId: string): void;
  unpin(messageId: string): void;
  /** Whether this person lets server members and apps write to them (a closed DM answers 50007 to the app). */
  setDirectMessages(open: boolean): void;
  /** The direct messages with the app; there from the first time either side opens them. */
  openDm(): ChannelInfo;
  /** Returns the id to give as the value of an attachment option or of a form's file upload. */
  upload(channelId: string, file: UploadedFile): Promise<string>;
  /** Returns the function that stops listening. */
  listen(listener: (event: MemberEvent) => void): () => void;
}

export class MemberError extends Error {
  override name = 'MemberError';
}
