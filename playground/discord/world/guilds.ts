/** The servers there are, who is in them, and what stands in their channels from the beginning. */
import { ChannelType, MessageType } from 'discord-api-types/v10';
import type { SeedChannel, WorldSeed } from '../seed.ts';
import { snowflakeTime } from '../snowflakes.ts';
import type { Channel, Message } from './types.ts';

export interface Guild {
  id: string;
  name: string;
  ownerId: string;
  locale: string;
  /** What `@everyone` may do in a server without the bot; in the app's own one roles say it. */
  everyone?: bigint;
  memberIds: Set<string>;
}

export function guildsOf(seed: WorldSeed): Map<string, Guild> {
  const elsewhere = seed.elsewhere ?? [];
  return new Map([
    [seed.guild.id, { ...seed.guild, memberIds: new Set(seed.members.map(({ id }) => id)) }],
    ...elsewhere.map(({ id, name, ownerId, locale, everyone, memberIds }): [string, Guild] => [
      id,
      { id, name, ownerId, locale, everyone, memberIds: new Set(memberIds) },
    ]),
  ]);
}

export function settle(seed: WorldSeed): { channels: Map<string, Channel>; messages: Map<string, Message> } {
  const channels = new Map<string, Channel>();
  const messages = new Map<string, Message>();

  function open(channel: SeedChannel, guildId?: string): void {
    const where = guildId === undefined ? {} : { guildId };
    const { id, name, topic, kind, nsfw, overwrites = [], posts = [] } = channel;
    channels.set(id, {
      id,
      name,
      topic,
      type: kind === 'forum' ? ChannelType.GuildForum : ChannelType.GuildText,
      overwrites: [...overwrites],
      ...where,
      ...(nsfw ? { nsfw } : {}),
    });
    for (const post of posts) {
      channels.set(post.id, {
        id: post.id,
        name: post.name,
        topic: '',
        type: ChannelType.PublicThread,
        overwrites: [],
        parentId: id,
        ownerId: post.authorId,
        ...where,
      });
      messages.set(post.id, firstMessage(post));
    }
  }

  for (const channel of seed.channels) open(channel);
  for (const guild of seed.elsewhere ?? []) for (const channel of guild.channels) open(channel, guild.id);
  return { channels, messages };
}

/** A forum post's own text has the post's id. */
function firstMessage(post: NonNullable<SeedChannel['posts']>[number]): Message {
  return {
    id: post.id,
    channelId: post.id,
    authorId: post.authorId,
    type: MessageType.Default,
    content: post.content,
    createdAt: snowflakeTime(post.id),
    editedAt: null,
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    mentions: [],
    mentionRoles: [],
    mentionEveryone: false,
    reactions: [],
    pinnedAt: null,
  };
}
