/** What happened in the world, as the gateway's events: name, data, and the intent it takes to hear of it. */
import {
  ChannelType,
  type GatewayDispatchEvents,
  GatewayIntentBits as Intent,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { Emoji } from '../world/emoji.ts';
import type { WorldEvent } from '../world/events.ts';
import {
  guildChannels,
  isoTime,
  renderChannel,
  renderGuild,
  renderMember,
  renderPartialMember,
  renderRoles,
  renderUser,
  threads,
} from '../world/render.ts';
import type { Channel, Message } from '../world/types.ts';
import { renderForBot } from '../world/visibility.ts';
import { botId, guildIdOf, isIn, membersOf, permissionsIn, type World } from '../world/world.ts';

export interface Dispatch {
  event: `${GatewayDispatchEvents}`;
  /** Null for direct messages; decides the shard. */
  guildId: string | null;
  /** 0 for what everybody hears. */
  intent: number;
  data: (intents: number) => object;
}

/** Events of places the bot cannot see, and ephemeral messages, never reach it. */
export function dispatchesOf(world: World, event: WorldEvent): Dispatch[] {
  switch (event.type) {
    case 'message-created':
      return messageDispatch(world, 'MESSAGE_CREATE', event.message);
    case 'message-updated':
      return messageDispatch(world, 'MESSAGE_UPDATE', event.message);
    case 'message-deleted':
      if (event.bulk || event.message.ephemeralFor !== undefined) return [];
      return inChannel(world, event.message.channelId, 'MESSAGE_DELETE', MESSAGES, { id: event.message.id });
    case 'messages-bulk-deleted':
      return inChannel(world, event.channelId, 'MESSAGE_DELETE_BULK', MESSAGES, { ids: event.ids });
    case 'reaction-added':
      return reaction(world, 'MESSAGE_REACTION_ADD', event.message, event.emoji, {
        user_id: event.userId,
        message_author_id: event.message.authorId,
        burst: false,
        burst_colors: [],
        type: 0,
        ...reactingMember(world, event.message, event.userId),
      });
    case 'reaction-removed':
      return reaction(world, 'MESSAGE_REACTION_REMOVE', event.message, event.emoji, {
        user_id: event.userId,
        burst: false,
        type: 0,
      });
    case 'reactions-cleared':
      return event.emoji
        ? reaction(world, 'MESSAGE_REACTION_REMOVE_EMOJI', event.message, event.emoji, {})
        : inChannel(world, event.message.channelId, 'MESSAGE_REACTION_REMOVE_ALL', REACTIONS, {
            message_id: event.message.id,
          });
    case 'pins-changed':
      return inChannel(world, event.channelId, 'CHANNEL_PINS_UPDATE', PINS, {
        last_pin_timestamp: event.lastPinAt === null ? null : isoTime(event.lastPinAt),
      });
    case 'typing':
      return inChannel(world, event.channelId, 'TYPING_START', TYPING, typingData(world, event));
    case 'channel-created':
      return channelDispatch(world, event.channel, 'created');
    case 'channel-updated':
      return channelDispatch(world, event.channel, 'updated');
    case 'channel-deleted':
      return channelDispatch(world, event.channel, 'deleted');
    case 'bot-invited':
      return [guildCreate(world)];
    case 'bot-removed':
      return [
        {
          event: 'GUILD_DELETE',
          guildId: world.seed.guild.id,
          intent: Intent.Guilds,
          data: () => ({ id: world.seed.guild.id }),
        },
      ];
    case 'member-joined':
    case 'member-left':
    case 'member-updated':
      return memberDispatch(world, event);
    case 'role-updated': {
      if (!isIn(world, botId(world))) return [];
      const role = renderRoles(world).find(({ id }) => id === event.roleId);
      const guildId = world.seed.guild.id;
      return [
        {
          event: 'GUILD_ROLE_UPDATE',
          guildId,
          intent: Intent.Guilds,
          data: () => ({ guild_id: guildId, role }),
        },
      ];
    }
    case 'interaction': {
      const channel = world.channels.get(event.interaction.channelId);
      const guildId = channel ? guildIdOf(world, channel) : null;
      return [{ event: 'INTERACTION_CREATE', guildId, intent: 0, data: () => event.payload }];
    }
    case 'message-dismissed':
    case 'dms-switched':
    case 'commands-changed':
    case 'interaction-answered':
    case 'interaction-failed':
    case 'autocomplete-answered':
    case 'modal-opened':
      return [];
  }
}

/** What follows READY for every server the bot is in. */
export function guildCreate(world: World): Dispatch {
  return {
    event: 'GUILD_CREATE',
    guildId: world.seed.guild.id,
    intent: Intent.Guilds,
    data: (intents) => {
      const seesAll = intents & Intent.GuildPresences;
      const members = membersOf(world).filter(({ id }) => seesAll || id === botId(world));
      return {
        ...renderGuild(world),
        joined_at: isoTime(Date.UTC(2026, 0, 5, 9)),
        large: false,
        unavailable: false,
        member_count: membersOf(world).length,
        voice_states: [],
        members: members.map(renderMember),
        channels: guildChannels(world).map((channel) => renderChannel(world, channel)),
        threads: threads(world).map((thread) => renderChannel(world, thread)),
        presences: [],
        stage_instances: [],
        guild_scheduled_events: [],
        soundboard_sounds: [],
      };
    },
  };
}

/** The intents of an event in a server and in direct messages. */
interface IntentPair {
  guild: number;
  dm: number;
}
const MESSAGES: IntentPair = { guild: Intent.GuildMessages, dm: Intent.DirectMessages };
const REACTIONS: IntentPair = { guild: Intent.GuildMessageReactions, dm: Intent.DirectMessageReactions };
const TYPING: IntentPair = { guild: Intent.GuildMessageTyping, dm: Intent.DirectMessageTyping };
const PINS: IntentPair = { guild: Intent.Guilds, dm: Intent.DirectMessages };

function inChannel(
  world: World,
  channelId: string,
  event: Dispatch['event'],
  intents: IntentPair,
  data: object | ((intents: number) => object),
): Dispatch[] {
  const channel = world.channels.get(channelId);
  if (!channel || !(permissionsIn(world, botId(world), channel) & PermissionFlagsBits.ViewChannel)) return [];
  const guildId = guildIdOf(world, channel);
  const place = { channel_id: channelId, ...(guildId === null ? {} : { guild_id: guildId }) };
  return [
    {
      event,
      guildId,
      intent: guildId === null ? intents.dm : intents.guild,
      data: (asked) => ({ ...(typeof data === 'function' ? data(asked) : data), ...place }),
    },
  ];
}

function messageDispatch(world: World, event: Dispatch['event'], message: Message): Dispatch[] {
  if (message.ephemeralFor !== undefined) return [];
  const author = world.members.get(message.authorId);
  return inChannel(world, message.channelId, event, MESSAGES, (intents) => ({
    ...renderForBot(world, message, (intents & Intent.MessageContent) !== 0),
    ...(author && isInGuild(world, message) && isIn(world, author.id)
      ? { member: renderPartialMember(author) }
      : {}),
  }));
}

function reaction(
  world: World,
  event: Dispatch['event'],
  message: Message,
  emoji: Emoji,
  data: object,
): Dispatch[] {
  if (message.ephemeralFor !== undefined) return [];
  return inChannel(world, message.channelId, event, REACTIONS, {
    ...data,
    message_id: message.id,
    emoji: { id: emoji.id, name: emoji.name },
  });
}

function reactingMember(world: World, message: Message, userId: string): object {
  const member = world.members.get(userId);
  return member && isInGuild(world, message) ? { member: renderMember(member) } : {};
}

function typingData(world: World, event: { channelId: string; userId: string }): object {
  const member = world.members.get(event.userId);
  const channel = world.channels.get(event.channelId);
  return {
    user_id: event.userId,
    timestamp: Math.floor(world.now() / 1000),
    ...(member && channel && channel.type !== ChannelType.DM ? { member: renderMember(member) } : {}),
  };
}

/**
 * Who comes, goes or changes is for apps with the privileged intent alone; only of the bot's own member everyone hears.
 */
function memberDispatch(
  world: World,
  { type, userId }: { type: 'member-joined' | 'member-left' | 'member-updated'; userId: string },
): Dispatch[] {
  const member = world.members.get(userId);
  if (!member || !isIn(world, botId(world))) return [];
  if (type === 'member-updated' && !isIn(world, userId)) return [];
  const guildId = world.seed.guild.id;
  const event = (
    {
      'member-joined': 'GUILD_MEMBER_ADD',
      'member-left': 'GUILD_MEMBER_REMOVE',
      'member-updated': 'GUILD_MEMBER_UPDATE',
    } as const
  )[type];
  const data = () => ({
    guild_id: guildId,
    ...(type === 'member-left' ? { user: renderUser(member) } : renderMember(member)),
  });
  return [{ event, guildId, intent: userId === botId(world) ? 0 : Intent.GuildMembers, data }];
}

function channelDispatch(
  world: World,
  channel: Channel,
  what: 'created' | 'updated' | 'deleted',
): Dispatch[] {
  const guildId = guildIdOf(world, channel);
  // Opening a direct message tells the app nothing; it learns of it with the first message.
  if (guildId === null || !isIn(world, botId(world), guildId)) return [];
  const isThread = channel.type === ChannelType.PublicThread;
  const events = isThread
    ? ({ created: 'THREAD_CREATE', updated: 'THREAD_UPDATE', deleted: 'THREAD_DELETE' } as const)
    : ({ created: 'CHANNEL_CREATE', updated: 'CHANNEL_UPDATE', deleted: 'CHANNEL_DELETE' } as const);
  if (isThread && what === 'deleted') {
    const { id, parentId, type } = channel;
    const data = () => ({ id, guild_id: guildId, parent_id: parentId, type });
    return [{ event: events.deleted, guildId, intent: Intent.Guilds, data }];
  }
  const data = () => ({
    ...renderChannel(world, channel),
    ...(isThread && what === 'created' ? { newly_created: true } : {}),
  });
  return [{ event: events[what], guildId, intent: Intent.Guilds, data }];
}

function isInGuild(world: World, message: Message): boolean {
  return world.channels.get(message.channelId)?.type !== ChannelType.DM;
}
