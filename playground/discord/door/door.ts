/** The members' door: each person's own client, with the rules that client has. */
import { PermissionFlagsBits as Bit, ChannelType } from 'discord-api-types/v10';
import { ApiError } from '../errors.ts';
import { MESSAGE_LIMITS } from '../limits.ts';
import {
  type ChannelInfo,
  type DiscordMember,
  MemberError,
  type MemberEvent,
  type MemberInfo,
  type SeenMessage,
  type ThreadInfo,
  type UploadedFile,
} from '../member.ts';
import type { SeedMember } from '../seed.ts';
import { isBefore, snowflakeTime } from '../snowflakes.ts';
import { characters } from '../validate/form.ts';
import { readMessageBody } from '../validate/message.ts';
import { type Emoji, parseEmoji } from '../world/emoji.ts';
import type { WorldEvent } from '../world/events.ts';
import type { Gesture, Interactions } from '../world/interactions.ts';
import { CHANNEL_DEFAULT } from '../world/mentions.ts';
import { createMessage, deleteMessage } from '../world/messages.ts';
import { pinMessage, pinsOf, unpinMessage } from '../world/pins.ts';
import { addReaction, findReaction, removeReaction } from '../world/reactions.ts';
import { postsIn } from '../world/render.ts';
import { startPost, startThread, wakeThread } from '../world/threads.ts';
import type { Channel, Message } from '../world/types.ts';
import { type MeasuredUpload, measure } from '../world/uploads.ts';
import { botId, guildIdOf, membersOf, messagesIn, openDm, type World } from '../world/world.ts';
import { awaitSuggestions } from './autocomplete.ts';
import { commandGesture, commandsFor, requireAutocomplete } from './commands.ts';
import { chooseGesture, pressGesture } from './components.ts';
import { memberEvents } from './events.ts';
import { type OpenModal, submitGesture } from './modals.ts';
import { canSeeChannel, channelFor, messageFor, requireRight, see } from './sight.ts';

export interface Door {
  member(id: string): DiscordMember;
  close(): void;
}

export function createDoor(world: World, interactions: Interactions): Door {
  /** Forms that stand open, by the interaction that opened them. */
  const modals = new Map<string, OpenModal>();
  const stopListening = world.bus.listen((event) => {
    if (event.type === 'modal-opened') modals.set(event.interaction.id, event);
  });

  return {
    close: stopListening,
    member(id) {
      const member = world.members.get(id);
      if (!member || member.bot) throw new MemberError(`There is nobody with the id ${id} here.`);
      return orMemberError(createMember(world, interactions, modals, member));
    },
  };
}

function createMember(
  world: World,
  interactions: Interactions,
  modals: Map<string, OpenModal>,
  self: SeedMember,
): DiscordMember {
  const { id } = self;
  const channelOf = (message: Message) => channelFor(world, id, message.channelId);
  const open = (gesture: Gesture) => ({ interactionId: interactions.open(gesture).id });

  function post(channelId: string, content: string, uploads: MeasuredUpload[], reply?: string): SeenMessage {
    const channel = channelFor(world, id, channelId);
    if (channel.type === ChannelType.GuildForum) throw new MemberError('Start a post to write in a forum.');
    const bit = channel.type === ChannelType.PublicThread ? Bit.SendMessagesInThreads : Bit.SendMessages;
    requireRight(world, id, channel, bit, 'You cannot write in this channel.');
    wakeThread(world, channel);
    const replyTo = reply === undefined ? undefined : messageFor(world, id, reply);
    const draft = { body: readMessageBody({ content }), uploads };
    const how = { authorId: id, mentionDefaults: CHANNEL_DEFAULT, ...(replyTo ? { replyTo } : {}) };
    return see(world, id, createMessage(world, channel, draft, how));
  }

  async function measured({ name, bytes, contentType = '' }: UploadedFile): Promise<MeasuredUpload> {
    if (bytes.byteLength > world.limits.attachmentBytes) throw new MemberError('That file is too large.');
    return measure({ key: '0', filename: name, contentType, bytes });
  }

  /** A file handed over before, on its way into a message. */
  async function uploaded(uploadId: string): Promise<MeasuredUpload> {
    const upload = world.uploads.get(uploadId);
    const bytes = upload?.userId === id ? await world.files.get(uploadId) : undefined;
    if (!upload || !bytes) throw new MemberError('That file is not there any more.');
    return { ...upload, key: uploadId, bytes };
  }

  return {
    get info() {
      return memberInfo(world, self);
    },

    guilds: () =>
      [...world.guilds.values()]
        .filter(({ memberIds }) => memberIds.has(id))
        .map((guild) => ({ id: guild.id, name: guild.name, hasBot: guild.memberIds.has(botId(world)) })),

    guild(guildId = world.seed.guild.id) {
      const guild = world.guilds.get(guildId);
      if (!guild) throw new MemberError('There is no such server.');
      return {
        id: guild.id,
        name: guild.name,
        members: membersOf(world, guild.id).map((one) => memberInfo(world, one)),
        channels: [...world.channels.values()]
          .filter((channel) => (guildIdOf(world, channel) ?? guild.id) === guild.id)
          .filter((channel) => channel.type !== ChannelType.PublicThread && canSeeChannel(world, id, channel))
          .map((channel) => channelInfo(world, channel)),
      };
    },

    threads: (channelId) =>
      postsIn(world, channelFor(world, id, channelId))
        .map((thread) => threadInfo(world, thread))
        .sort((a, b) => b.latest.localeCompare(a.latest)),

    startThread(messageId, name) {
      const message = messageFor(world, id, messageId);
      const channel = channelOf(message);
      requireRight(world, id, channel, Bit.CreatePublicThreads, 'You cannot start threads here.');
      if (channel.type !== ChannelType.GuildText) throw new MemberError('Threads are not possible here.');
      return channelInfo(world, startThread(world, channel, message, threadName(name), id));
    },

    async startPost(forumId, name, content, files = []) {
      const forum = channelFor(world, id, forumId);
      if (forum.type !== ChannelType.GuildForum) throw new MemberError('That is not a forum.');
      requireRight(world, id, forum, Bit.SendMessages, 'You cannot post here.');
      const uploads = await Promise.all(
        files.map((file) => (typeof file === 'string' ? uploaded(file) : measured(file))),
      );
      const draft = { body: readMessageBody({ content }), uploads };
      const how = { authorId: id, mentionDefaults: CHANNEL_DEFAULT };
      return channelInfo(world, startPost(world, forum, threadName(name), draft, how).post);
    },

    commands: (channelId) =>
      commandsFor(world, id, channelId === undefined ? undefined : channelFor(world, id, channelId)),

    messages(channelId, page = {}) {
      channelFor(world, id, channelId);
      const { before, limit = 50 } = page;
      return messagesIn(world, channelId)
        .filter((message) => !message.dismissed && (message.ephemeralFor ?? id) === id)
        .filter((message) => before === undefined || isBefore(message.id, before))
        .slice(-limit)
        .map((message) => see(world, id, message));
    },

    pins(channelId) {
      channelFor(world, id, channelId);
      return pinsOf(world, channelId).map((message) => see(world, id, message));
    },

    send: (channelId, content, options = {}) => post(channelId, content, [], options.replyTo),
    sendFiles: async (channelId, content, files) =>
      post(channelId, content, await Promise.all(files.map(measured))),

    sendUploads: async (channelId, content, uploadIds) =>
      post(channelId, content, await Promise.all(uploadIds.map(uploaded))),

    runCommand: (call) => open(commandGesture(world, id, call)),

    autocomplete(call) {
      requireAutocomplete(world, id, call, call.focused);
      return awaitSuggestions(world, () => interactions.open(commandGesture(world, id, call, call.focused)));
    },

    press: (messageId, customId) => open(pressGesture(world, id, messageId, customId)),
    choose: (messageId, customId, values) => open(chooseGesture(world, id, messageId, customId, values)),

    submitModal(interactionId, values) {
      const modal = modals.get(interactionId);
      if (!modal || modal.interaction.userId !== id) throw new MemberError('There is no such form open.');
      const submitted = open(submitGesture(world, id, modal, values));
      modals.delete(interactionId);
      return submitted;
    },

    react(messageId, emoji) {
      const message = messageFor(world, id, messageId);
      if (message.ephemeralFor !== undefined)
        throw new MemberError('Nobody can react to a message only you see.');
      const read = readEmoji(emoji);
      if (!findReaction(message, read)) {
        requireRight(world, id, channelOf(message), Bit.AddReactions, 'You cannot add reactions here.');
      }
      addReaction(world, message, read, id);
    },

    unreact: (messageId, emoji) =>
      removeReaction(world, messageFor(world, id, messageId), readEmoji(emoji), id),

    remove(messageId) {
      const message = messageFor(world, id, messageId);
      if (message.ephemeralFor !== undefined) {
        // "Dismiss message" happens in the client; the app is not told.
        message.dismissed = true;
        world.bus.publish({ type: 'message-dismissed', message });
        return;
      }
      if (message.authorId !== id) {
        requireRight(
          world,
          id,
          channelOf(message),
          Bit.ManageMessages,
          'You can delete only your own messages.',
        );
      }
      deleteMessage(world, message);
    },

    pin(messageId) {
      const message = messageFor(world, id, messageId);
      if (message.ephemeralFor !== undefined)
        throw new MemberError('A message only you see cannot be pinned.');
      requireRight(world, id, channelOf(message), Bit.PinMessages, 'You cannot pin messages here.');
      pinMessage(world, channelOf(message), message, id);
    },

    unpin(messageId) {
      const message = messageFor(world, id, messageId);
      requireRight(world, id, channelOf(message), Bit.PinMessages, 'You cannot unpin messages here.');
      unpinMessage(world, channelOf(message), message);
    },

    setDirectMessages(isOpen) {
      if (isOpen) world.closedDms.delete(id);
      else world.closedDms.add(id);
      world.bus.publish({ type: 'dms-switched', userId: id });
    },

    openDm: () => channelInfo(world, openDm(world, id)),

    async upload(channelId, file) {
      channelFor(world, id, channelId);
      const { filename, contentType, width, height } = await measured(file);
      const upload = {
        id: world.ids.next(),
        filename,
        contentType,
        size: file.bytes.byteLength,
        ...(width === undefined || height === undefined ? {} : { width, height }),
        userId: id,
        channelId,
      };
      forgetOldUploads(world);
      world.files.put(upload.id, file.bytes);
      world.uploads.set(upload.id, upload);
      return upload.id;
    },

    listen(listener) {
      return world.bus.listen((event: WorldEvent) => {
        for (const told of memberEvents(world, id, event)) tell(listener, told);
      });
    },
  };
}

/** What was handed to an app is gone once its address has expired. */
function forgetOldUploads(world: World): void {
  const oldest = world.now() - world.limits.timing.attachmentUrlMs;
  for (const id of world.uploads.keys()) {
    if (snowflakeTime(id) > oldest) continue;
    world.uploads.delete(id);
    world.files.delete(id);
  }
}

/** A listener that throws must not take the world down with it. */
function tell(listener: (event: MemberEvent) => void, event: MemberEvent): void {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}

function memberInfo(world: World, member: SeedMember): MemberInfo {
  return {
    id: member.id,
    name: member.name,
    color: member.color,
    roles: member.roles.flatMap((role) => world.roles.get(role)?.name ?? []),
    bot: member.bot ?? false,
    ...(member.locale === undefined ? {} : { locale: member.locale }),
  };
}

const KINDS = {
  [ChannelType.DM]: 'dm',
  [ChannelType.GuildText]: 'text',
  [ChannelType.GuildForum]: 'forum',
  [ChannelType.PublicThread]: 'thread',
} as const satisfies Record<Channel['type'], ChannelInfo['kind']>;

function channelInfo(world: World, channel: Channel): ChannelInfo {
  const { id, name, topic, type, parentId, archived } = channel;
  const parent = world.channels.get(parentId ?? '');
  return {
    id,
    name,
    topic,
    kind: KINDS[type],
    ...(channel.nsfw || parent?.nsfw ? { ageRestricted: true } : {}),
    ...(parentId === undefined ? {} : { parentId }),
    ...(archived ? { archived } : {}),
  };
}

function threadInfo(world: World, thread: Channel): ThreadInfo {
  const said = messagesIn(world, thread.id).filter(({ ephemeralFor }) => ephemeralFor === undefined);
  return {
    ...channelInfo(world, thread),
    ownerId: thread.ownerId ?? botId(world),
    messages: said.length,
    latest: new Date(said.at(-1)?.createdAt ?? snowflakeTime(thread.id)).toISOString(),
  };
}

function threadName(written: string): string {
  const name = written.trim();
  if (name === '' || characters(name) > MESSAGE_LIMITS.threadName) {
    throw new MemberError(`A thread's name has 1 to ${MESSAGE_LIMITS.threadName} characters.`);
  }
  return name;
}

function readEmoji(written: string): Emoji {
  const emoji = parseEmoji(written);
  if (!emoji) throw new MemberError(`"${written}" is no emoji.`);
  return emoji;
}

/** What the API refuses a client, the person reads as a sentence. */
function orMemberError<T extends object>(member: T): T {
  const explain = (error: unknown): never => {
    throw error instanceof ApiError ? new MemberError(words(error), { cause: error }) : error;
  };
  return new Proxy(member, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        try {
          const result: unknown = value(...given);
          return result instanceof Promise ? result.catch(explain) : result;
        } catch (error) {
          return explain(error);
        }
      };
    },
  });
}

function words(error: ApiError): string {
  const details = JSON.stringify(error.body.errors ?? {}).match(/"message":"[^"]*"/g) ?? [];
  return [error.message, ...details.map((one) => one.slice(11, -1))].join(' ');
}
