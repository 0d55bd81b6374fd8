/** The state of the stand-in and the channel on which it tells what happened. The verbs are in the files beside it. */

import { type Bus, createBus } from '../../bus.ts';
import type { FileBytes } from '../../file-bytes.ts';
import { createStamps, newId, type Stamps } from '../ids.ts';
import type { Limits } from '../limits.ts';
import { type Manifest, readManifest } from '../manifest.ts';
import type { SeedUser, SeedUsergroup, WorldSeed } from '../seed.ts';
import type { Timers } from '../timers.ts';
import type { WorldEvent } from './events.ts';
import type { Channel, Message, StoredFile, View } from './types.ts';

export interface World {
  readonly seed: WorldSeed;
  readonly manifest: Manifest;
  readonly limits: Limits;
  readonly now: () => number;
  readonly timers: Timers;
  readonly stamps: Stamps;
  readonly bus: Bus<WorldEvent>;
  /** Without the bot. */
  readonly users: Map<string, SeedUser>;
  readonly usergroups: Map<string, SeedUsergroup>;
  readonly channels: Map<string, Channel>;
  /** All messages of all channels by their time, oldest first. */
  readonly messages: Map<string, Message>;
  readonly files: Map<string, StoredFile>;
  readonly bytes: FileBytes;
  readonly views: Map<string, View>;
  /** The modals a person has open, by id; the last one is on top. */
  readonly stacks: Map<string, string[]>;
  /** The Home tab of a person, by its view's id. */
  readonly homes: Map<string, string>;
  /** What became of the app's token. */
  access: 'installed' | 'revoked' | 'uninstalled';
  /** Where the stand-in listens. */
  readonly origin: () => string;
}

export function createWorld(options: {
  seed: WorldSeed;
  limits: Limits;
  now: () => number;
  timers: Timers;
  bytes: FileBytes;
  origin: () => string;
  lastStamp?: string;
}): World {
  const { seed, lastStamp, ...rest } = options;
  return {
    ...rest,
    seed,
    manifest: readManifest(seed.app.manifest),
    stamps: createStamps(options.now, lastStamp),
    bus: createBus(),
    users: new Map(seed.users.map((user) => [user.id, { ...user }])),
    usergroups: new Map(seed.usergroups.map((group) => [group.id, { ...group }])),
    channels: seededChannels(seed, options.now()),
    messages: new Map(),
    files: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    access: 'installed',
  };
}

/** The channels there are from the beginning. */
export function seededChannels(seed: WorldSeed, now: number): Map<string, Channel> {
  return new Map(
    seed.channels.map(({ id, name, topic, private: isPrivate, memberIds }) => [
      id,
      {
        id,
        kind: isPrivate ? 'private' : 'public',
        name,
        topic,
        created: seconds(now),
        archived: false,
        memberIds: [...memberIds],
        pins: [],
      },
    ]),
  );
}

export const seconds = (ms: number) => Math.floor(ms / 1000);

export const botUserId = (world: World) => world.seed.app.botUserId;

export const botScopes = (world: World): readonly string[] => world.manifest.oauth_config.scopes.bot;

export const isMember = (channel: Channel, userId: string) => channel.memberIds.includes(userId);

export const isBotIn = (world: World, channel: Channel) => isMember(channel, botUserId(world));

/** Oldest first. */
export function messagesIn(world: World, channelId: string): Message[] {
  return [...world.messages.values()].filter((message) => message.channelId === channelId);
}

/** Replies of a thread, oldest first, without its parent and without private ones. */
export function repliesTo(world: World, parent: Message): Message[] {
  return messagesIn(world, parent.channelId).filter(
    ({ ts, threadTs, ephemeralFor }) =>
      threadTs === parent.ts && ts !== parent.ts && ephemeralFor === undefined,
  );
}

/** The direct messages of a person with the bot; made when there are none. */
export function openDm(world: World, userId: string): Channel {
  const known = dmOf(world, userId);
  if (known) return known;
  const channel: Channel = {
    id: newId('D'),
    kind: 'im',
    name: '',
    topic: '',
    created: seconds(world.now()),
    archived: false,
    memberIds: [userId, botUserId(world)],
    pins: [],
  };
  world.channels.set(channel.id, channel);
  world.bus.publish({ type: 'channel-changed', channel });
  return channel;
}

/** Several people who write to each other; made when they have not yet. */
export function openGroup(world: World, memberIds: readonly string[]): Channel {
  const known = groupOf(world, memberIds);
  if (known) return known;
  const names = memberIds.map(
    (id) => world.users.get(id)?.name ?? world.manifest.features.bot_user.display_name.toLowerCase(),
  );
  const channel: Channel = {
    id: newId('G'),
    kind: 'mpim',
    name: `mpdm-${names.join('--')}-1`,
    topic: 'Group messaging',
    created: seconds(world.now()),
    archived: false,
    memberIds: [...memberIds],
    pins: [],
  };
  world.channels.set(channel.id, channel);
  world.bus.publish({ type: 'channel-changed', channel });
  return channel;
}

export function groupOf(world: World, memberIds: readonly string[]): Channel | undefined {
  return [...world.channels.values()].find(
    (channel) =>
      channel.kind === 'mpim' &&
      channel.memberIds.length === memberIds.length &&
      memberIds.every((id) => isMember(channel, id)),
  );
}

/** Conversations that have people instead of a name: nobody joins, leaves or archives them. */
export const isDirect = ({ kind }: Channel) => kind === 'im' || kind === 'mpim';

export function dmOf(world: World, userId: string): Channel | undefined {
  return [...world.channels.values()].find(
    ({ kind, memberIds }) => kind === 'im' && memberIds.includes(userId),
  );
}

/** The person a direct message is with. */
export function dmPartner(world: World, channel: Channel): string {
  return channel.memberIds.find((id) => id !== botUserId(world)) ?? '';
}
