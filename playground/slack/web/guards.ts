/** May the bot touch this? Every guard answers with the thing itself or throws Slack's refusal. */
import { refuse } from '../errors.ts';
import { isStamp } from '../ids.ts';
import type { Channel, Message } from '../world/types.ts';
import { botScopes, isBotIn, isDirect, openDm, type World } from '../world/world.ts';

/** Public channels are visible to every app, the others only from inside. */
export function visibleChannel(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel || (channel.kind !== 'public' && !isBotIn(world, channel))) throw refuse('channel_not_found');
  return channel;
}

/** A channel to write to: by id, by name, or a person by theirs. */
export function postableChannel(world: World, reference: string): Channel {
  const name = reference.replace(/^#/, '');
  const named = [...world.channels.values()].find((one) => !isDirect(one) && one.name === name);
  const channel =
    named ?? (world.users.has(reference) ? openDm(world, reference) : visibleChannel(world, reference));
  if (channel.archived) throw refuse('is_archived');
  if (isBotIn(world, channel)) {
    if (channel.kind === 'im' && !world.manifest.features.app_home.messages_tab_enabled) {
      throw refuse('messages_tab_disabled');
    }
    return channel;
  }
  if (channel.kind !== 'public') throw refuse('channel_not_found');
  if (!botScopes(world).includes('chat:write.public')) throw refuse('not_in_channel');
  return channel;
}

/** Private messages exist only for their person; tombstones for nobody. */
export function messageIn(world: World, channel: Channel, ts: string): Message {
  const message = world.messages.get(ts);
  if (!message || message.channelId !== channel.id) throw refuse('message_not_found');
  if (message.ephemeralFor !== undefined || message.subtype === 'tombstone')
    throw refuse('message_not_found');
  return message;
}

/** A parent to reply to; replies cannot be replied to. */
export function threadIn(world: World, channel: Channel, ts: string): string {
  if (!isStamp(ts)) throw refuse('invalid_thread_ts');
  const parent = world.messages.get(ts);
  if (!parent || parent.channelId !== channel.id || parent.ephemeralFor !== undefined) {
    throw refuse('thread_not_found');
  }
  if (parent.threadTs !== undefined && parent.threadTs !== parent.ts) throw refuse('cannot_reply_to_message');
  return ts;
}
