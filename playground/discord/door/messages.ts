/** Reading and writing messages, reacting to them and pinning them, as one person does. */
import { PermissionFlagsBits as Bit, ChannelType } from 'discord-api-types/v10';
import { type DiscordMember, MemberError, type SeenMessage } from '../member.ts';
import { isBefore } from '../snowflakes.ts';
import { readMessageBody } from '../validate/message.ts';
import { type Emoji, parseEmoji } from '../world/emoji.ts';
import { CHANNEL_DEFAULT } from '../world/mentions.ts';
import { createMessage, deleteMessage } from '../world/messages.ts';
import { pinMessage, pinsOf, unpinMessage } from '../world/pins.ts';
import { addReaction, findReaction, removeReaction } from '../world/reactions.ts';
import { wakeThread } from '../world/threads.ts';
import type { Message } from '../world/types.ts';
import type { MeasuredUpload } from '../world/uploads.ts';
import { messagesIn, type World } from '../world/world.ts';
import type { MemberFiles } from './files.ts';
import { channelFor, messageFor, requireOpen, requireRight, see } from './sight.ts';

type Messages = Pick<
  DiscordMember,
  | 'messages'
  | 'pins'
  | 'send'
  | 'sendFiles'
  | 'sendUploads'
  | 'react'
  | 'unreact'
  | 'remove'
  | 'pin'
  | 'unpin'
>;

export function createMemberMessages(world: World, id: string, files: MemberFiles): Messages {
  const channelOf = (message: Message) => channelFor(world, id, message.channelId);

  function post(
    channelId: string,
    content: string,
    uploads: MeasuredUpload[],
    { replyTo }: { replyTo?: string } = {},
  ): SeenMessage {
    const channel = channelFor(world, id, channelId);
    if (channel.type === ChannelType.GuildForum) throw new MemberError('Start a post to write in a forum.');
    const bit = channel.type === ChannelType.PublicThread ? Bit.SendMessagesInThreads : Bit.SendMessages;
    requireRight(world, id, channel, bit, 'You cannot write in this channel.');
    wakeThread(world, channel);
    const answered = replyTo === undefined ? undefined : messageFor(world, id, replyTo);
    const draft = { body: readMessageBody({ content }), uploads };
    const how = {
      authorId: id,
      mentionDefaults: CHANNEL_DEFAULT,
      ...(answered ? { replyTo: answered } : {}),
    };
    return see(world, id, createMessage(world, channel, draft, how));
  }

  return {
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

    send: (channelId, content, options) => post(channelId, content, [], options),
    sendFiles: async (channelId, content, given) => post(channelId, content, await files.read(given)),
    sendUploads: async (channelId, content, uploadIds, options) =>
      post(channelId, content, await files.read(uploadIds), options),

    react(messageId, emoji) {
      const message = messageFor(world, id, messageId);
      if (message.ephemeralFor !== undefined)
        throw new MemberError('Nobody can react to a message only you see.');
      const channel = channelOf(message);
      requireOpen(channel);
      const read = readEmoji(emoji);
      if (!findReaction(message, read)) {
        requireRight(world, id, channel, Bit.AddReactions, 'You cannot add reactions here.');
      }
      addReaction(world, message, read, id);
    },

    unreact(messageId, emoji) {
      const message = messageFor(world, id, messageId);
      requireOpen(channelOf(message));
      removeReaction(world, message, readEmoji(emoji), id);
    },

    remove(messageId) {
      const message = messageFor(world, id, messageId);
      if (message.ephemeralFor !== undefined) {
        // "Dismiss message" happens in the client; the app is not told.
        message.dismissed = true;
        world.bus.publish({ type: 'message-dismissed', message });
        return;
      }
      if (message.authorId !== id) {
        const words = 'You can delete only your own messages.';
        requireRight(world, id, channelOf(message), Bit.ManageMessages, words);
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
  };
}

function readEmoji(written: string): Emoji {
  const emoji = parseEmoji(written);
  if (!emoji) throw new MemberError(`"${written}" is no emoji.`);
  return emoji;
}
