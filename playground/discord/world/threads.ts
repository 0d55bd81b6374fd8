/** Threads grown from messages, and posts of forums: their permissions come from the channel they are in. */
import { ChannelType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { refuse } from '../errors.ts';
import type { Draft } from './compose.ts';
import { type Authoring, createBareMessage, createMessage } from './messages.ts';
import type { Channel, Message } from './types.ts';
import type { World } from './world.ts';

export function startThread(
  world: World,
  channel: Channel,
  message: Message,
  name: string,
  ownerId: string,
): Channel {
  if (message.threadId !== undefined) throw refuse('threadExists');
  const thread = newThread(channel, message.id, name, ownerId);
  world.channels.set(thread.id, thread);
  message.threadId = thread.id;
  message.flags |= MessageFlags.HasThread;
  world.bus.publish({ type: 'channel-created', channel: thread });
  world.bus.publish({ type: 'message-updated', message });
  createBareMessage(world, thread, {
    authorId: ownerId,
    type: MessageType.ThreadStarterMessage,
    reference: { messageId: message.id, channelId: channel.id },
  });
  return thread;
}

/** The post and its first message have one id between them. */
export function startPost(
  world: World,
  forum: Channel,
  name: string,
  draft: Draft,
  how: Authoring,
): { post: Channel; message: Message } {
  const post = newThread(forum, world.ids.next(), name, how.authorId);
  world.channels.set(post.id, post);
  try {
    const message = createMessage(world, post, draft, { ...how, id: post.id });
    world.bus.publish({ type: 'channel-created', channel: post });
    return { post, message };
  } catch (error) {
    world.channels.delete(post.id);
    throw error;
  }
}

export function archiveThread(world: World, thread: Channel, isArchived: boolean, isLocked = false): void {
  thread.archived = isArchived;
  thread.locked = isLocked;
  world.bus.publish({ type: 'channel-updated', channel: thread });
}

/** Writing opens an archived thread again, unless it is locked. */
export function wakeThread(world: World, channel: Channel): void {
  if (!channel.archived) return;
  if (channel.locked) throw refuse('archivedThread');
  archiveThread(world, channel, false);
}

function newThread(channel: Channel, id: string, name: string, ownerId: string): Channel {
  return {
    id,
    type: ChannelType.PublicThread,
    name,
    topic: '',
    overwrites: [],
    parentId: channel.id,
    ownerId,
    ...(channel.guildId === undefined ? {} : { guildId: channel.guildId }),
  };
}
