/** The state of the stand-in and the channel on which it tells what happened. The verbs are in the files beside it. */
import { ChannelType } from 'discord-api-types/v10';
import type { Limits } from '../limits.ts';
import { computePermissions, DM_PERMISSIONS, type Overwrite } from '../permissions.ts';
import type { SeedMember, SeedRole, WorldSeed } from '../seed.ts';
import { createSnowflakes, type Snowflakes } from '../snowflakes.ts';
import { type Bus, createBus } from './bus.ts';
import type { Channel, Command, Interaction, MemberUpload, Message } from './types.ts';

export interface World {
  readonly seed: WorldSeed;
  readonly limits: Limits;
  readonly now: () => number;
  readonly ids: Snowflakes;
  readonly bus: Bus;
  readonly roles: Map<string, SeedRole>;
  readonly members: Map<string, SeedMember>;
  readonly channels: Map<string, Channel>;
  /** All messages of all channels, oldest first. */
  readonly messages: Map<string, Message>;
  readonly guildCommands: Map<string, Command>;
  readonly globalCommands: Map<string, Command>;
  /** By token. */
  readonly interactions: Map<string, Interaction>;
  readonly closedDms: Set<string>;
  /** Files people have given to a command or a form, by attachment id. */
  readonly uploads: Map<string, MemberUpload>;
  readonly files: Files;
  /** Makes a URL of the CDN that works for a while. */
  readonly attachmentUrl: (channelId: string, attachmentId: string, filename: string) => string;
}

/** The bytes behind attachments, by attachment id. */
export interface Files {
  put(id: string, bytes: Uint8Array): void;
  get(id: string): Promise<Uint8Array | undefined>;
  delete(id: string): void;
}

export function createWorld(options: {
  seed: WorldSeed;
  limits: Limits;
  now: () => number;
  files: Files;
  attachmentUrl: World['attachmentUrl'];
  lastId?: string;
}): World {
  const { seed, limits, now, files, attachmentUrl } = options;
  return {
    seed,
    limits,
    now,
    files,
    attachmentUrl,
    ids: createSnowflakes(now, options.lastId),
    bus: createBus(),
    roles: new Map(seed.roles.map((role) => [role.id, role])),
    members: new Map(seed.members.map((member) => [member.id, member])),
    channels: new Map(
      seed.channels.map((channel) => [
        channel.id,
        { ...channel, type: ChannelType.GuildText, overwrites: channel.overwrites ?? [] },
      ]),
    ),
    messages: new Map(),
    guildCommands: new Map(),
    globalCommands: new Map(),
    interactions: new Map(),
    closedDms: new Set(),
    uploads: new Map(),
  };
}

export function botId(world: World): string {
  return world.seed.application.id;
}

export function isGuildChannel(channel: Channel): boolean {
  return channel.type !== ChannelType.DM;
}

/** Null for a direct message. */
export function guildIdOf(world: World, channel: Channel): string | null {
  return isGuildChannel(channel) ? world.seed.guild.id : null;
}

/** What someone may do in a channel; in direct messages everybody in it may do the same. */
export function permissionsIn(world: World, userId: string, channel: Channel): bigint {
  if (channel.type === ChannelType.DM) {
    return userId === channel.recipientId || userId === botId(world) ? DM_PERMISSIONS : 0n;
  }
  const parent = channel.parentId === undefined ? channel : world.channels.get(channel.parentId);
  return memberPermissions(world, userId, parent?.overwrites ?? []);
}

export function memberPermissions(
  world: World,
  userId: string,
  overwrites: readonly Overwrite[] = [],
): bigint {
  const member = world.members.get(userId);
  if (!member) return 0n;
  return computePermissions({
    guildId: world.seed.guild.id,
    isOwner: userId === world.seed.guild.ownerId,
    userId,
    roleIds: member.roles,
    roles: [...world.roles.values()],
    overwrites,
  });
}

/** Oldest first. */
export function messagesIn(world: World, channelId: string): Message[] {
  return [...world.messages.values()].filter((message) => message.channelId === channelId);
}

/** The direct-message channel of this person with the bot; made when there is none. */
export function openDm(world: World, userId: string): Channel {
  const known = [...world.channels.values()].find(({ recipientId }) => recipientId === userId);
  if (known) return known;
  const name = world.members.get(botId(world))?.name ?? world.seed.application.name;
  const channel: Channel = {
    id: world.ids.next(),
    type: ChannelType.DM,
    name,
    topic: '',
    overwrites: [],
    recipientId: userId,
  };
  world.channels.set(channel.id, channel);
  world.bus.publish({ type: 'channel-created', channel });
  return channel;
}
