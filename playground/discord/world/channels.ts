/** A channel goes, with all that is in it: its threads or posts, their messages, their files. */

import { postsIn } from './render.ts';
import type { Channel } from './types.ts';
import { messagesIn, type World } from './world.ts';

export function deleteChannel(world: World, channel: Channel): void {
  for (const inside of [channel, ...postsIn(world, channel)]) {
    for (const message of messagesIn(world, inside.id)) {
      world.messages.delete(message.id);
      for (const { id } of message.attachments) world.files.delete(id);
    }
    world.channels.delete(inside.id);
  }
  const starter = world.messages.get(channel.id);
  if (starter?.threadId === channel.id) delete starter.threadId;
  world.bus.publish({ type: 'channel-deleted', channel });
}
