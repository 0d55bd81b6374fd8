/**
 * What nobody in the room does, and what happens all the same: an owner removes the app or installs it again, channels
 * are deleted, people come and go. For the page's own panel and for tests.
 */
import { MemberError } from './member.ts';
import {
  archiveChannel,
  deleteChannel,
  joinChannel,
  leaveChannel,
  unarchiveChannel,
} from './world/channels.ts';
import type { Channel } from './world/types.ts';
import { botUserId, isBotIn, isDirect, seededChannels, type World } from './world/world.ts';

/** The world as the panel shows it. */
export interface WorldSight {
  isInstalled: boolean;
  groups: { id: string; name: string }[];
  people: { id: string; name: string; color: string; groupIds: string[]; locale: string }[];
  channels: { id: string; name: string; isArchived: boolean; hasBot: boolean }[];
  /** Channels of the beginning that were deleted. */
  missing: number;
}

export interface WorldControls {
  sight(): WorldSight;
  isInstalled(): boolean;
  revokeToken(): void;
  uninstall(): void;
  /** The same tokens work again, as they do after a reinstallation in one workspace. */
  install(): void;
  removeBotFrom(channelId: string): void;
  inviteBotTo(channelId: string): void;
  join(userId: string, channelId: string): void;
  leave(userId: string, channelId: string): void;
  archive(channelId: string): void;
  unarchive(channelId: string): void;
  deleteChannel(channelId: string): void;
  /** Channels of the beginning that were deleted come again, empty. */
  bringBackChannels(): void;
  /** The language of this person's Slack, e.g. `th-TH`. */
  setLocale(userId: string, locale: string): void;
  groups(): { id: string; name: string; userIds: string[] }[];
  putIntoGroup(userId: string, groupId: string): void;
  takeFromGroup(userId: string, groupId: string): void;
}

export function createControls(world: World, disconnect: () => void): WorldControls {
  const [owner = ''] = world.seed.users.filter(({ owner: isOwner }) => isOwner).map(({ id }) => id);

  function channel(id: string): Channel {
    const found = world.channels.get(id);
    if (!found) throw new MemberError('There is no such channel.');
    return found;
  }
  function group(id: string) {
    const found = world.usergroups.get(id);
    if (!found) throw new MemberError('There is no such group.');
    return found;
  }
  function setMembers(groupId: string, userIds: string[]): void {
    group(groupId).userIds = userIds;
    world.bus.publish({ type: 'usergroup-changed', groupId });
  }

  return {
    sight: () => ({
      isInstalled: world.access === 'installed',
      groups: [...world.usergroups.values()].map(({ id, name }) => ({ id, name })),
      people: [...world.users.values()].map(({ id, realName: name, color, locale = 'en-US' }) => ({
        id,
        name,
        color,
        groupIds: [...world.usergroups.values()].flatMap((one) => (one.userIds.includes(id) ? [one.id] : [])),
        locale,
      })),
      channels: [...world.channels.values()]
        .filter((one) => !isDirect(one))
        .map((one) => ({
          id: one.id,
          name: one.name,
          isArchived: one.archived,
          hasBot: isBotIn(world, one),
        })),
      missing: world.seed.channels.filter(({ id }) => !world.channels.has(id)).length,
    }),
    isInstalled: () => world.access === 'installed',
    revokeToken() {
      world.bus.publish({ type: 'token-revoked' });
      world.access = 'revoked';
    },
    uninstall() {
      world.bus.publish({ type: 'app-uninstalled' });
      world.access = 'uninstalled';
      disconnect();
    },
    install() {
      world.access = 'installed';
      world.bus.publish({ type: 'app-installed' });
    },

    removeBotFrom: (channelId) => leaveChannel(world, channel(channelId), botUserId(world), owner),
    inviteBotTo: (channelId) => joinChannel(world, channel(channelId), botUserId(world), owner),
    join: (userId, channelId) => joinChannel(world, channel(channelId), userId),
    leave: (userId, channelId) => leaveChannel(world, channel(channelId), userId),
    archive: (channelId) => archiveChannel(world, channel(channelId), owner),
    unarchive: (channelId) => unarchiveChannel(world, channel(channelId), owner),
    deleteChannel: (channelId) => deleteChannel(world, channel(channelId), owner),
    bringBackChannels() {
      for (const missing of seededChannels(world.seed, world.now()).values()) {
        if (world.channels.has(missing.id)) continue;
        world.channels.set(missing.id, missing);
        world.bus.publish({ type: 'channel-changed', channel: missing });
      }
    },

    setLocale(userId, locale) {
      const user = world.users.get(userId);
      if (!user) throw new MemberError('There is no such person.');
      user.locale = locale;
      world.bus.publish({ type: 'user-changed', userId });
    },
    groups: () => [...world.usergroups.values()].map(({ id, name, userIds }) => ({ id, name, userIds })),
    putIntoGroup(userId, groupId) {
      const { userIds } = group(groupId);
      if (!userIds.includes(userId)) setMembers(groupId, [...userIds, userId]);
    },
    takeFromGroup(userId, groupId) {
      const { userIds } = group(groupId);
      if (userIds.includes(userId))
        setMembers(
          groupId,
          userIds.filter((id) => id !== userId),
        );
    },
  };
}
