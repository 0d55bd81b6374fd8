/** What one person can see of the workspace. */
import {
  type ChannelInfo,
  MemberError,
  type MemberInfo,
  type SeenMessage,
  type SeenView,
} from '../member.ts';
import type { SeedUser } from '../seed.ts';
import { picturesIn } from '../validate/blocks.ts';
import { isRecord } from '../validate/walk.ts';
import { interactiveIn } from '../world/input-state.ts';
import { allBlocks } from '../world/messages.ts';
import { renderView } from '../world/render.ts';
import { renderMessage } from '../world/render-message.ts';
import type { Channel, Message, StoredFile, View } from '../world/types.ts';
import { fileByUrl } from '../world/uploads.ts';
import { botUserId, isBotIn, isMember, type World } from '../world/world.ts';

export function memberInfo(world: World, user: SeedUser): MemberInfo {
  const { id, realName: name, color, owner, admin, locale } = user;
  const groups = [...world.usergroups.values()].filter(({ userIds }) => userIds.includes(id));
  return {
    id,
    name,
    color,
    bot: false,
    admin: Boolean(owner || admin),
    groups: groups.map((group) => group.name),
    ...(locale === undefined ? {} : { locale }),
  };
}

export function botInfo(world: World): MemberInfo {
  const name = world.manifest.features.bot_user.display_name;
  return { id: botUserId(world), name, color: '#4a154b', bot: true, admin: false, groups: [] };
}

export function channelInfo(world: World, channel: Channel, userId: string): ChannelInfo {
  const { id, topic, kind, archived } = channel;
  const name =
    kind === 'mpim' ? others(world, channel, userId) : kind === 'im' ? botInfo(world).name : channel.name;
  return {
    id,
    name,
    topic,
    kind,
    archived,
    hasBot: isBotIn(world, channel),
    joined: isMember(channel, userId),
  };
}

function others(world: World, { memberIds }: Channel, userId: string): string {
  const named = memberIds.filter((id) => id !== userId);
  return named.map((id) => world.users.get(id)?.realName ?? botInfo(world).name).join(', ');
}

export const canOpen = (channel: Channel, userId: string) =>
  channel.kind === 'public' || isMember(channel, userId);

export function openChannel(world: World, id: string, userId: string): Channel {
  const channel = world.channels.get(id);
  if (!channel || !canOpen(channel, userId))
    throw new MemberError('This channel does not exist, or you are not in it.');
  return channel;
}

/** A channel this person can write in. */
export function writableChannel(world: World, id: string, userId: string): Channel {
  const channel = openChannel(world, id, userId);
  if (channel.archived) throw new MemberError('You are viewing an archived channel.');
  if (!isMember(channel, userId)) throw new MemberError('Join the channel to send messages.');
  return channel;
}

export function canSee(world: World, message: Message, userId: string): boolean {
  const channel = world.channels.get(message.channelId);
  const isMine = message.ephemeralFor === undefined || message.ephemeralFor === userId;
  return channel !== undefined && canOpen(channel, userId) && isMine;
}

export function seenMessage(
  world: World,
  ts: string,
  userId: string,
): { message: Message; channel: Channel } {
  const message = world.messages.get(ts);
  const channel = message && world.channels.get(message.channelId);
  if (!message || !channel || !canSee(world, message, userId)) throw new MemberError('This message is gone.');
  return { message, channel };
}

export function seen(world: World, message: Message): SeenMessage {
  return {
    ...renderMessage(world, message),
    ts: message.ts,
    channel: message.channelId,
    user: message.userId,
    text: message.text,
    ephemeral: message.ephemeralFor !== undefined,
  };
}

export const seenView = (world: World, view: View): SeenView => ({
  ...renderView(world, view),
  id: view.id,
  type: view.type,
});

/** Shared where this person is, or drawn in something they see. */
export function canSeeFile(world: World, file: StoredFile, userId: string): boolean {
  if (file.deleted) return false;
  if (file.userId === userId) return true;
  const isShared = file.shares.some(({ channelId }) => {
    const channel = world.channels.get(channelId);
    return channel !== undefined && canOpen(channel, userId);
  });
  if (isShared) return true;
  const surfaces = [
    ...[...world.messages.values()].filter((message) => canSee(world, message, userId)).map(allBlocks),
    ...[...world.views.values()].filter((view) => view.userId === userId).map(({ blocks }) => blocks),
  ];
  return surfaces.some((blocks) =>
    picturesIn(blocks, '').some(({ part }) => {
      const named = part.slack_file;
      if (!isRecord(named)) return false;
      return named.id === file.id || fileByUrl(world, String(named.url)) === file;
    }),
  );
}

/** The block a person has to fill in, by its id. */
export function inputIn(view: View, blockId: string) {
  const placed = interactiveIn(view.blocks).find((one) => one.blockId === blockId && one.input);
  if (!placed) throw new MemberError(`There is no input ${blockId} in this form.`);
  return placed;
}
