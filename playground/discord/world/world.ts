/** The state of the stand-in and the channel on which it tells what happened. The verbs are in the files beside it. */
import { ChannelType } from 'discord-api-types/v10';
import { type Bus, createBus } from '../../bus.ts';
import type { FileBytes } from '../../file-bytes.ts';
import type { Limits } from '../limits.ts';
import { computePermissions, DM_PERMISSIONS, type Overwrite } from '../permissions.ts';
import type { SeedMember, SeedRole, WorldSeed } from '../seed.ts';
import { createSnowflakes, type Snowflakes } from '../snowflakes.ts';
import type { WorldEvent } from './events.ts';
import { type Guild, guildsOf, settle } from './guilds.ts';
import type { Channel, Command, Interaction, MemberUpload, Message } from './types.ts';

export interface World {
  readonly seed: WorldSeed;
  readonly limits: Limits;
  readonly now: () => number;
  readonly ids: Snowflakes;
  readonly bus: Bus<WorldEvent>;
  /** The server the app was made for first, then those without the bot. */
  readonly guilds: Map<string, Guild>;
  /** Roles of the app's own server. */
  readonly roles: Map<string, SeedRole>;
  /** Everybody's account; who is in which server, {@link Guild} knows. */
  readonly members: Map<string, SeedMember>;
  readonly channels: Map<string, Channel>;
  /** All messages of all channels, oldest first. */
  readonly messages: Map<string, Message>;
  readonly guildCommands: Map<string, Command>;
  readonly globalCommands: Map<string, Command>;
  /** By token. */
  readonly interactions: Map<string, Interaction>;
  readonly closedDms: Set<string>;
  /** Who has added the app to their own account. */
  readonly userInstalls: Set<string>;
  /** Files people have given to a command or a form, by attachment id. */
  readonly uploads: Map<string, MemberUpload>;
  /** The bytes behind attachments, by attachment id. */
  readonly files: FileBytes;
  /** Makes a URL of the CDN that works for a while. */
  readonly attachmentUrl: (channelId: string, attachmentId: string, filename: string) => string;
}

export function createWorld(options: {
  seed: WorldSeed;
  limits: Limits;
  now: () => number;
  files: FileBytes;
  attachmentUrl: World['attachmentUrl'];
  lastId?: string;
}): World {
  const { seed, limits, now, files, attachmentUrl } = options;
  const { channels, messages } = settle(seed);
  return {
    seed,
    limits,
    now,
    files,
    attachmentUrl,
    ids: createSnowflakes(now, options.lastId),
    bus: createBus(),
    guilds: guildsOf(seed),
    roles: new Map(seed.roles.map((role) => [role.id, role])),
    members: new Map(seed.members.map((member) => [member.id, { ...member, roles: [...member.roles] }])),
    channels,
    messages,
    guildCommands: new Map(),
    globalCommands: new Map(),
    interactions: new Map(),
    closedDms: new Set(),
    userInstalls: new Set(seed.userInstalls),
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
  return isGuildChannel(channel) ? (channel.guildId ?? world.seed.guild.id) : null;
}

/** Whether somebody is in a server: in the app's own one when none is named. */
export function isIn(world: World, userId: string, guildId: string = world.seed.guild.id): boolean {
  return world.guilds.get(guildId)?.memberIds.has(userId) ?? false;
}

/** The people of a server, the bot among them. */
export function membersOf(world: World, guildId: string = world.seed.guild.id): SeedMember[] {
  return [...world.members.values()].filter(({ id }) => isIn(world, id, guildId));
}

/** What someone may do in a channel; in direct messages everybody in it may do the same. */
export function permissionsIn(world: World, userId: string, channel: Channel): bigint {
  const guildId = guildIdOf(world, channel);
  if (guildId === null) {
    return userId === channel.recipientId || userId === botId(world) ? DM_PERMISSIONS : 0n;
  }
  const parent = channel.parentId === undefined ? channel : world.channels.get(channel.parentId);
  return memberPermissions(world, userId, parent?.overwrites ?? [], guildId);
}

export function memberPermissions(
  world: World,
  userId: string,
  overwrites: readonly Overwrite[] = [],
  guildId: string = world.seed.guild.id,
): bigint {
  const member = world.members.get(userId);
  const guild = world.guilds.get(guildId);
  if (!member || !guild?.memberIds.has(userId)) return 0n;
  const isHome = guild.everyone === undefined;
  return computePermissions({
    guildId,
    isOwner: userId === guild.ownerId,
    userId,
    roleIds: isHome ? member.roles : [],
    roles: isHome ? [...world.roles.values()] : [{ id: guildId, permissions: guild.everyone ?? 0n }],
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
