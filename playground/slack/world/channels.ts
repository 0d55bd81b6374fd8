/** Coming and going in channels, and putting them away. */
import { postMessage } from './messages.ts';
import type { Channel } from './types.ts';
import { isMember, messagesIn, type World } from './world.ts';

export function joinChannel(world: World, channel: Channel, userId: string, inviterId?: string): void {
  if (isMember(channel, userId)) return;
  channel.memberIds.push(userId);
  world.bus.publish({
    type: 'member-joined',
    channel,
    userId,
    ...(inviterId === undefined ? {} : { inviterId }),
  });
  postMessage(world, {
    channelId: channel.id,
    userId,
    subtype: 'channel_join',
    text: `<@${userId}> has joined the channel`,
  });
}

export function leaveChannel(world: World, channel: Channel, userId: string, byId?: string): void {
  if (!isMember(channel, userId)) return;
  postMessage(world, {
    channelId: channel.id,
    userId,
    subtype: 'channel_leave',
    text: `<@${userId}> has left the channel`,
  });
  channel.memberIds = channel.memberIds.filter((id) => id !== userId);
  world.bus.publish({ type: 'member-left', channel, userId, ...(byId === undefined ? {} : { byId }) });
}

/** With all that was said in it; its files stay with their owners. */
export function deleteChannel(world: World, channel: Channel, userId: string): void {
  for (const message of messagesIn(world, channel.id)) world.messages.delete(message.ts);
  for (const file of world.files.values())
    file.shares = file.shares.filter(({ channelId }) => channelId !== channel.id);
  world.channels.delete(channel.id);
  world.bus.publish({ type: 'channel-deleted', channel, userId });
}

export function archiveChannel(world: World, channel: Channel, userId: string): void {
  if (channel.archived) return;
  postMessage(world, {
    channelId: channel.id,
    userId,
    subtype: 'channel_archive',
    text: `<@${userId}> archived the channel`,
  });
  channel.archived = true;
  world.bus.publish({ type: 'channel-archived', channel, userId });
}

export function unarchiveChannel(world: World, channel: Channel, userId: string): void {
  if (!channel.archived) return;
  channel.archived = false;
  world.bus.publish({ type: 'channel-unarchived', channel, userId });
  postMessage(world, {
    channelId: channel.id,
    userId,
    subtype: 'channel_unarchive',
    text: `<@${userId}> un-archived the channel`,
  });
}
