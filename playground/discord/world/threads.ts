/** A thread grown from a message: it has the message's id and its permissions come from the channel. */
import { ChannelType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { refuse } from '../errors.ts';
import { createBareMessage } from './messages.ts';
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
  const thread: Channel = {
    id: message.id,
    type: ChannelType.PublicThread,
    name,
    topic: '',
    overwrites: [],
    parentId: channel.id,
    ownerId,
  };
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
