/**
 * What nobody in the room does, and what happens all the same: the server's owner removes the bot or invites it again,
 * people come and go, channels are deleted, rights are taken away. For the page's own panel and for tests.
 */
import { PermissionFlagsBits as Bit, ChannelType } from 'discord-api-types/v10';
import { MemberError } from './member.ts';
import type { Overwrite } from './permissions.ts';
import type { SeedMember, SeedRole } from './seed.ts';
import { deleteChannel } from './world/channels.ts';
import { settle } from './world/guilds.ts';
import { guildChannels } from './world/render.ts';
import { archiveThread } from './world/threads.ts';
import type { Channel } from './world/types.ts';
import { botId, isIn, permissionsIn, type World } from './world/world.ts';

/** The world as the panel shows it. */
export interface WorldSight {
  isBotHere: boolean;
  roles: { id: string; name: string }[];
  people: {
    id: string;
    name: string;
    color: string;
    isHere: boolean;
    roleIds: string[];
    locale: string;
    hasApp: boolean;
    takesDms: boolean;
  }[];
  channels: { id: string; name: string; isAgeRestricted: boolean; botSees: boolean; botWrites: boolean }[];
  /** Channels and posts of the beginning that were deleted. */
  missing: number;
}

export interface WorldControls {
  sight(): WorldSight;
  /** Takes the right to see a channel, or to write in it, from the bot alone; or gives it back. */
  letBot(channelId: string, rights: { see: boolean; write: boolean }): void;
  setDirectMessages(userId: string, isOpen: boolean): void;
  /** The bot is put out of the app's own server. */
  removeBot(): void;
  inviteBot(): void;
  isBotHere(): boolean;
  removeMember(userId: string): void;
  addMember(userId: string): void;
  isHere(userId: string): boolean;
  roles(): { id: string; name: string }[];
  giveRole(userId: string, roleId: string): void;
  takeRole(userId: string, roleId: string): void;
  /** The language of this person's Discord, e.g. `th`. */
  setLocale(userId: string, locale: string): void;
  /** Adds the app to this person's own account, or takes it away. */
  setUserInstall(userId: string, isInstalled: boolean): void;
  /** Channels, threads and forum posts. */
  deleteChannel(channelId: string): void;
  /** Channels of the beginning that were deleted come again, empty. */
  bringBackChannels(): void;
  setAgeRestricted(channelId: string, isRestricted: boolean): void;
  /** Archives a thread or opens it again; `isLocked`: only a moderator can. */
  setArchived(threadId: string, isArchived: boolean, isLocked?: boolean): void;
  setOverwrites(channelId: string, overwrites: Overwrite[]): void;
  setRolePermissions(roleId: string, permissions: bigint): void;
}

const WRITING = Bit.SendMessages | Bit.SendMessagesInThreads;

/** Roles a person can be given: neither everybody's nor the bot's own. */
function givable(world: World): { id: string; name: string }[] {
  return [...world.roles.values()]
    .filter(({ id, botId: managed }) => id !== world.seed.guild.id && managed === undefined)
    .map(({ id, name }) => ({ id, name }));
}

export function createControls(world: World): WorldControls {
  const home = () => {
    const guild = world.guilds.get(world.seed.guild.id);
    if (!guild) throw new Error('the world has no server of its own');
    return guild;
  };
  const known = <T>(map: Map<string, T>, id: string, what: string): T => {
    const found = map.get(id);
    if (!found) throw new MemberError(`There is no such ${what}.`);
    return found;
  };
  const member = (id: string): SeedMember => known(world.members, id, 'person');
  const role = (id: string): SeedRole => known(world.roles, id, 'role');
  const channel = (id: string): Channel => known(world.channels, id, 'channel');
  const updated = (userId: string) => world.bus.publish({ type: 'member-updated', userId });

  function mayBot(place: Channel, bits: bigint): boolean {
    return (permissionsIn(world, botId(world), place) & bits) === bits;
  }

  return {
    sight: () => ({
      isBotHere: isIn(world, botId(world)),
      roles: givable(world),
      people: [...world.members.values()]
        .filter(({ bot }) => !bot)
        .map(({ id, name, color, roles, locale = 'en-US' }) => ({
          id,
          name,
          color,
          isHere: isIn(world, id),
          roleIds: roles,
          locale,
          hasApp: world.userInstalls.has(id),
          takesDms: !world.closedDms.has(id),
        })),
      channels: guildChannels(world).map((one) => ({
        id: one.id,
        name: one.name,
        isAgeRestricted: one.nsfw ?? false,
        botSees: mayBot(one, Bit.ViewChannel),
        botWrites: mayBot(one, WRITING),
      })),
      missing: [...settle(world.seed).channels.keys()].filter((id) => !world.channels.has(id)).length,
    }),
    letBot(channelId, { see, write }) {
      const place = channel(channelId);
      const deny = (see ? 0n : Bit.ViewChannel) | (write ? 0n : WRITING);
      const others = place.overwrites.filter(({ id }) => id !== botId(world));
      const own: Overwrite = { id: botId(world), type: 'member', allow: 0n, deny };
      place.overwrites = deny === 0n ? others : [...others, own];
      world.bus.publish({ type: 'channel-updated', channel: place });
    },
    setDirectMessages(userId, isOpen) {
      if (isOpen) world.closedDms.delete(member(userId).id);
      else world.closedDms.add(member(userId).id);
      world.bus.publish({ type: 'dms-switched', userId });
    },
    isBotHere: () => isIn(world, botId(world)),
    removeBot() {
      if (!home().memberIds.delete(botId(world))) return;
      world.bus.publish({ type: 'bot-removed' });
    },
    inviteBot() {
      if (isIn(world, botId(world))) return;
      home().memberIds.add(botId(world));
      world.bus.publish({ type: 'bot-invited' });
    },

    isHere: (userId) => isIn(world, userId),
    removeMember(userId) {
      const left = member(userId);
      if (!home().memberIds.delete(userId)) return;
      // Whoever comes back starts without roles.
      left.roles = [];
      world.bus.publish({ type: 'member-left', userId });
    },
    addMember(userId) {
      if (isIn(world, userId)) return;
      home().memberIds.add(member(userId).id);
      world.bus.publish({ type: 'member-joined', userId });
    },

    roles: () => givable(world),
    giveRole(userId, roleId) {
      const { roles } = member(userId);
      if (roles.includes(role(roleId).id)) return;
      roles.push(roleId);
      updated(userId);
    },
    takeRole(userId, roleId) {
      const holder = member(userId);
      if (!holder.roles.includes(roleId)) return;
      holder.roles = holder.roles.filter((id) => id !== roleId);
      updated(userId);
    },
    setLocale(userId, locale) {
      member(userId).locale = locale;
      updated(userId);
    },
    setUserInstall(userId, isInstalled) {
      if (isInstalled) world.userInstalls.add(member(userId).id);
      else world.userInstalls.delete(userId);
      world.bus.publish({ type: 'commands-changed' });
    },

    deleteChannel: (channelId) => deleteChannel(world, channel(channelId)),
    bringBackChannels() {
      const { channels, messages } = settle(world.seed);
      for (const missing of channels.values()) {
        if (world.channels.has(missing.id)) continue;
        world.channels.set(missing.id, missing);
        const first = messages.get(missing.id);
        if (first) world.messages.set(first.id, first);
        world.bus.publish({ type: 'channel-created', channel: missing });
      }
    },
    setAgeRestricted(channelId, isRestricted) {
      const changed = channel(channelId);
      changed.nsfw = isRestricted;
      world.bus.publish({ type: 'channel-updated', channel: changed });
    },
    setArchived(threadId, isArchived, isLocked = false) {
      const thread = channel(threadId);
      if (thread.type !== ChannelType.PublicThread) throw new MemberError('Only threads can be archived.');
      archiveThread(world, thread, isArchived, isArchived && isLocked);
    },
    setOverwrites(channelId, overwrites) {
      const changed = channel(channelId);
      changed.overwrites = overwrites;
      world.bus.publish({ type: 'channel-updated', channel: changed });
    },
    setRolePermissions(roleId, permissions) {
      world.roles.set(roleId, { ...role(roleId), permissions });
      world.bus.publish({ type: 'role-updated', roleId });
    },
  };
}
