/** Servers, channels, threads and posts, as one person sees and makes them. */
import { PermissionFlagsBits as Bit, ChannelType } from 'discord-api-types/v10';
import { MESSAGE_LIMITS } from '../limits.ts';
import {
  type ChannelInfo,
  type DiscordMember,
  MemberError,
  type MemberInfo,
  type ThreadInfo,
} from '../member.ts';
import type { SeedMember } from '../seed.ts';
import { snowflakeTime } from '../snowflakes.ts';
import { characters } from '../validate/form.ts';
import { readMessageBody } from '../validate/message.ts';
import { CHANNEL_DEFAULT } from '../world/mentions.ts';
import { postsIn } from '../world/render.ts';
import { archiveThread, startPost, startThread } from '../world/threads.ts';
import type { Channel } from '../world/types.ts';
import { botId, guildIdOf, membersOf, messagesIn, openDm, type World } from '../world/world.ts';
import type { MemberFiles } from './files.ts';
import { mayIn } from './rights.ts';
import { canSeeChannel, channelFor, messageFor, requireRight } from './sight.ts';

type Places = Pick<
  DiscordMember,
  'guilds' | 'guild' | 'threads' | 'startThread' | 'startPost' | 'setArchived' | 'openDm'
>;

export function createMemberPlaces(world: World, id: string, files: MemberFiles): Places {
  const roles = () =>
    [...world.roles.values()]
      .filter((role) => role.id !== world.seed.guild.id)
      .map((role) => ({ id: role.id, name: role.name }));
  const info = (channel: Channel) => channelInfo(world, id, channel);

  return {
    guilds: () =>
      [...world.guilds.values()]
        .filter(({ memberIds }) => memberIds.has(id))
        .map((guild) => ({ id: guild.id, name: guild.name, hasBot: guild.memberIds.has(botId(world)) })),

    guild(guildId = world.seed.guild.id) {
      const guild = world.guilds.get(guildId);
      if (!guild) throw new MemberError('There is no such server.');
      return {
        id: guild.id,
        name: guild.name,
        roles: guild.id === world.seed.guild.id ? roles() : [],
        members: membersOf(world, guild.id).map((one) => memberInfo(world, one)),
        channels: [...world.channels.values()]
          .filter((channel) => (guildIdOf(world, channel) ?? guild.id) === guild.id)
          .filter((channel) => channel.type !== ChannelType.PublicThread && canSeeChannel(world, id, channel))
          .map(info),
      };
    },

    threads: (channelId) =>
      postsIn(world, channelFor(world, id, channelId))
        .map((thread) => threadInfo(world, id, thread))
        .sort((a, b) => b.latest.localeCompare(a.latest)),

    startThread(messageId, name) {
      const message = messageFor(world, id, messageId);
      const channel = channelFor(world, id, message.channelId);
      requireRight(world, id, channel, Bit.CreatePublicThreads, 'You cannot start threads here.');
      if (channel.type !== ChannelType.GuildText) throw new MemberError('Threads are not possible here.');
      return info(startThread(world, channel, message, threadName(name), id));
    },

    async startPost(forumId, name, content, given = []) {
      const forum = channelFor(world, id, forumId);
      if (forum.type !== ChannelType.GuildForum) throw new MemberError('That is not a forum.');
      requireRight(world, id, forum, Bit.SendMessages, 'You cannot post here.');
      const draft = { body: readMessageBody({ content }), uploads: await files.read(given) };
      const how = { authorId: id, mentionDefaults: CHANNEL_DEFAULT };
      return info(startPost(world, forum, threadName(name), draft, how).post);
    },

    setArchived(threadId, isArchived) {
      const thread = channelFor(world, id, threadId);
      if (thread.type !== ChannelType.PublicThread) throw new MemberError('Only threads can be archived.');
      if (!mayIn(world, id, thread).includes('archive'))
        throw new MemberError(
          isArchived ? 'You can close only threads that you started.' : 'This thread is locked.',
        );
      if (Boolean(thread.archived) !== isArchived) archiveThread(world, thread, isArchived);
    },

    openDm: () => info(openDm(world, id)),
  };
}

export function memberInfo(world: World, member: SeedMember): MemberInfo {
  return {
    id: member.id,
    name: member.name,
    color: member.color,
    roles: member.roles.flatMap((role) => world.roles.get(role)?.name ?? []),
    bot: member.bot ?? false,
    ...(member.locale === undefined ? {} : { locale: member.locale }),
  };
}

const KINDS = {
  [ChannelType.DM]: 'dm',
  [ChannelType.GuildText]: 'text',
  [ChannelType.GuildForum]: 'forum',
  [ChannelType.PublicThread]: 'thread',
} as const satisfies Record<Channel['type'], ChannelInfo['kind']>;

function channelInfo(world: World, userId: string, channel: Channel): ChannelInfo {
  const { id, name, topic, type, parentId, archived, locked } = channel;
  const parent = world.channels.get(parentId ?? '');
  return {
    id,
    name,
    topic,
    kind: KINDS[type],
    may: mayIn(world, userId, channel),
    ...(channel.nsfw || parent?.nsfw ? { ageRestricted: true } : {}),
    ...(parentId === undefined ? {} : { parentId }),
    ...(archived ? { archived } : {}),
    ...(locked ? { locked } : {}),
  };
}

function threadInfo(world: World, userId: string, thread: Channel): ThreadInfo {
  const said = messagesIn(world, thread.id).filter(({ ephemeralFor }) => ephemeralFor === undefined);
  return {
    ...channelInfo(world, userId, thread),
    ownerId: thread.ownerId ?? botId(world),
    messages: said.length,
    latest: new Date(said.at(-1)?.createdAt ?? snowflakeTime(thread.id)).toISOString(),
  };
}

function threadName(written: string): string {
  const name = written.trim();
  if (name === '' || characters(name) > MESSAGE_LIMITS.threadName) {
    throw new MemberError(`A thread's name has 1 to ${MESSAGE_LIMITS.threadName} characters.`);
  }
  return name;
}
