/** Reading and writing messages, as one person does. */
import { randomUUID } from 'node:crypto';
import { isBefore } from '../ids.ts';
import { MESSAGE_LIMITS as LIMITS } from '../limits.ts';
import { MemberError, type Place, type SeenMessage } from '../member.ts';
import { characters } from '../validate/form.ts';
import { changeMessage, deleteMessage, postMessage } from '../world/messages.ts';
import { pinMessage, unpinMessage } from '../world/pins.ts';
import { addReaction, removeReaction } from '../world/reactions.ts';
import { composeTyped } from '../world/text.ts';
import { announceFile, completeFiles } from '../world/uploads.ts';
import { messagesIn, type World } from '../world/world.ts';
import { canSee, canSeeFile, openChannel, seen, seenMessage, writableChannel } from './sight.ts';

export function createMemberMessages(world: World, userId: string) {
  function requireLength(text: string): void {
    if (characters(text) > LIMITS.text) throw new MemberError('Your message is too long.');
  }

  function send(
    channelId: string,
    text: string,
    options: Place & { broadcast?: boolean; fileIds?: string[] } = {},
  ): SeenMessage {
    const channel = writableChannel(world, channelId, userId);
    const { threadTs, broadcast, fileIds = [] } = options;
    if (text.trim() === '' && fileIds.length === 0) throw new MemberError('There is nothing to send.');
    requireLength(text);
    if (threadTs !== undefined && seenMessage(world, threadTs, userId).channel !== channel) {
      throw new MemberError('This thread is in another channel.');
    }
    const message = postMessage(world, {
      channelId,
      userId,
      ...(text.trim() === '' ? { text: '' } : composeTyped(world, text)),
      fileIds,
      clientMsgId: randomUUID(),
      ...(threadTs === undefined ? {} : { threadTs }),
      ...(broadcast && threadTs !== undefined ? { broadcast } : {}),
    });
    return seen(world, message);
  }

  return {
    messages(channelId: string, { before, limit = 50 }: { before?: string; limit?: number } = {}) {
      openChannel(world, channelId, userId);
      return messagesIn(world, channelId)
        .filter((message) => canSee(world, message, userId))
        .filter(
          ({ ts, threadTs, broadcast }) => threadTs === undefined || threadTs === ts || broadcast === true,
        )
        .filter(({ ts }) => before === undefined || isBefore(ts, before))
        .slice(-limit)
        .map((message) => seen(world, message));
    },

    thread(ts: string) {
      const { message, channel } = seenMessage(world, ts, userId);
      const parentTs = message.threadTs ?? message.ts;
      return messagesIn(world, channel.id)
        .filter((one) => one.ts === parentTs || one.threadTs === parentTs)
        .filter((one) => canSee(world, one, userId))
        .map((one) => seen(world, one));
    },

    pins(channelId: string) {
      const { pins } = openChannel(world, channelId, userId);
      return pins.toReversed().flatMap(({ ts }) => {
        const message = world.messages.get(ts);
        return message ? [seen(world, message)] : [];
      });
    },

    async file(id: string) {
      const file = world.files.get(id);
      const bytes = file && canSeeFile(world, file, userId) ? await world.bytes.get(id) : undefined;
      if (!file || !bytes) throw new MemberError('This file is gone.');
      return { name: file.name, mimetype: file.mimetype, bytes };
    },

    send,

    mention(channelId: string, text: string, options: Place = {}) {
      return send(channelId, `@${world.manifest.features.bot_user.display_name} ${text}`, options);
    },

    edit(ts: string, text: string) {
      const { message } = seenMessage(world, ts, userId);
      if (message.userId !== userId || message.subtype)
        throw new MemberError('You can only edit your own messages.');
      requireLength(text);
      changeMessage(world, message, { ...composeTyped(world, text), marksEdited: true });
      return seen(world, message);
    },

    remove(ts: string) {
      const { message } = seenMessage(world, ts, userId);
      const { owner, admin } = world.users.get(userId) ?? {};
      const isOwn = message.userId === userId && message.subtype === undefined;
      const isDismissal = message.ephemeralFor === userId;
      if (!isOwn && !isDismissal && !owner && !admin) {
        throw new MemberError('You can only delete your own messages.');
      }
      deleteMessage(world, message, userId);
    },

    async upload({ name, bytes }: { name: string; bytes: Uint8Array }) {
      const file = announceFile(world, { name, size: bytes.byteLength, userId });
      world.bytes.put(file.id, bytes);
      const { promise, resolve } = Promise.withResolvers<string>();
      const stop = world.bus.listen((event) => {
        if (event.type !== 'file-ready' || event.file !== file) return;
        stop();
        resolve(file.id);
      });
      completeFiles(world, [file], []);
      return promise;
    },

    react: (ts: string, name: string) => addReaction(world, reactable(ts), name, userId),
    unreact: (ts: string, name: string) => removeReaction(world, reactable(ts), name, userId),

    pin(ts: string) {
      const { message, channel } = seenMessage(world, ts, userId);
      if (message.ephemeralFor !== undefined) throw new MemberError('This message cannot be pinned.');
      pinMessage(world, channel, message, userId);
    },
    unpin(ts: string) {
      const { message, channel } = seenMessage(world, ts, userId);
      unpinMessage(world, channel, message, userId);
    },
  };

  function reactable(ts: string) {
    const { message, channel } = seenMessage(world, ts, userId);
    if (message.ephemeralFor !== undefined) throw new MemberError('You cannot react to this message.');
    if (channel.archived) throw new MemberError('You are viewing an archived channel.');
    return message;
  }
}
