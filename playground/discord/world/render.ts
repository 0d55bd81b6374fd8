/** People, roles, channels and the server as Discord's API writes them. */
import {
  type APIApplication,
  type APIChannel,
  type APIGuildMember,
  type APIRole,
  type APIUser,
  ApplicationFlags,
  ChannelType,
  ForumLayoutType,
  GuildMemberFlags,
  OverwriteType,
  type RoleFlags,
  type UserFlags,
} from 'discord-api-types/v10';
import type { SeedMember, SeedRole } from '../seed.ts';
import { snowflakeTime } from '../snowflakes.ts';
import type { Channel } from './types.ts';
import { botId, guildIdOf, isIn, messagesIn, type World } from './world.ts';

/** No flag at all; the published enum has no name for that. */
const NO_FLAGS = 0 as UserFlags;

const JOINED = '2026-01-05T09:00:00.000000+00:00';

export const isoTime = (ms: number) => new Date(ms).toISOString().replace('Z', '000+00:00');

export function renderUser(member: SeedMember): APIUser {
  return {
    id: member.id,
    username: member.username,
    discriminator: '0',
    global_name: member.bot ? null : member.name,
    avatar: null,
    ...(member.bot ? { bot: true } : {}),
    public_flags: NO_FLAGS,
    flags: NO_FLAGS,
    banner: null,
    accent_color: null,
  };
}

export function renderUserOf(world: World, userId: string): APIUser {
  const member = world.members.get(userId);
  if (member) return renderUser(member);
  return { id: userId, username: 'deleted_user', discriminator: '0', global_name: null, avatar: null };
}

export function renderMember(member: SeedMember): APIGuildMember {
  return { user: renderUser(member), ...renderPartialMember(member) };
}

/** As it comes with messages and events: the user is beside it, not in it. */
export function renderPartialMember(member: SeedMember): Omit<APIGuildMember, 'user'> {
  return {
    nick: null,
    avatar: null,
    banner: null,
    roles: member.roles,
    joined_at: JOINED,
    premium_since: null,
    deaf: false,
    mute: false,
    flags: GuildMemberFlags.CompletedOnboarding,
    pending: false,
    communication_disabled_until: null,
  };
}

export function renderRole(role: SeedRole, position: number): APIRole {
  const color = role.color ?? 0;
  return {
    id: role.id,
    name: role.name,
    color,
    colors: { primary_color: color, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position,
    permissions: String(role.permissions),
    managed: role.botId !== undefined,
    mentionable: role.mentionable ?? false,
    flags: 0 as RoleFlags,
    ...(role.botId === undefined ? {} : { tags: { bot_id: role.botId } }),
  };
}

export function renderRoles(world: World): APIRole[] {
  return [...world.roles.values()].map(renderRole);
}

export function renderChannel(world: World, channel: Channel): APIChannel {
  const last = messagesIn(world, channel.id)
    .filter(({ ephemeralFor }) => ephemeralFor === undefined)
    .at(-1);
  const shared = { id: channel.id, last_message_id: last?.id ?? null };
  switch (channel.type) {
    case ChannelType.DM:
      return {
        ...shared,
        type: ChannelType.DM,
        name: null,
        recipients: [renderUserOf(world, channel.recipientId ?? '')],
      };
    case ChannelType.PublicThread:
      return {
        ...shared,
        type: ChannelType.PublicThread,
        guild_id: guildIdOf(world, channel) ?? world.seed.guild.id,
        name: channel.name,
        parent_id: channel.parentId ?? '',
        owner_id: channel.ownerId ?? botId(world),
        rate_limit_per_user: 0,
        applied_tags: [],
        message_count: messagesIn(world, channel.id).length,
        total_message_sent: messagesIn(world, channel.id).length,
        member_count: 1,
        thread_metadata: {
          archived: channel.archived ?? false,
          auto_archive_duration: 4320,
          archive_timestamp: isoTime(snowflakeTime(channel.id)),
          create_timestamp: isoTime(snowflakeTime(channel.id)),
          locked: channel.locked ?? false,
        },
      };
    case ChannelType.GuildText:
      return { ...shared, type: ChannelType.GuildText, ...inGuild(world, channel) };
    case ChannelType.GuildForum:
      return {
        ...shared,
        type: ChannelType.GuildForum,
        ...inGuild(world, channel),
        // A forum's last "message" is its latest post.
        last_message_id: postsIn(world, channel).at(-1)?.id ?? null,
        available_tags: [],
        default_reaction_emoji: null,
        default_sort_order: null,
        default_forum_layout: ForumLayoutType.ListView,
      };
  }
}

function inGuild(world: World, channel: Channel) {
  return {
    guild_id: guildIdOf(world, channel) ?? world.seed.guild.id,
    name: channel.name,
    topic: channel.topic || null,
    position: [...world.channels.keys()].indexOf(channel.id),
    parent_id: null,
    nsfw: channel.nsfw ?? false,
    rate_limit_per_user: 0,
    permission_overwrites: channel.overwrites.map((overwrite) => ({
      id: overwrite.id,
      type: overwrite.type === 'role' ? OverwriteType.Role : OverwriteType.Member,
      allow: String(overwrite.allow),
      deny: String(overwrite.deny),
    })),
  };
}

/** Threads of a channel, posts of a forum; oldest first. */
export function postsIn(world: World, channel: Channel): Channel[] {
  return [...world.channels.values()].filter(({ parentId }) => parentId === channel.id);
}

/** Channels of the app's own server, without threads and direct messages. */
export function guildChannels(world: World): Channel[] {
  return [...world.channels.values()].filter(
    (channel) =>
      (channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildForum) &&
      isHome(world, channel),
  );
}

/** Those of the app's own server that are not archived. */
export function threads(world: World): Channel[] {
  return [...world.channels.values()].filter(
    (channel) => channel.type === ChannelType.PublicThread && !channel.archived && isHome(world, channel),
  );
}

const isHome = (world: World, channel: Channel) => guildIdOf(world, channel) === world.seed.guild.id;

/** The guild as `GET /guilds/{id}` and the first half of GUILD_CREATE have it. */
export function renderGuild(world: World) {
  const { guild } = world.seed;
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    description: null,
    banner: null,
    owner_id: guild.ownerId,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    roles: renderRoles(world),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    max_members: 500_000,
    max_presences: null,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: guild.locale,
    nsfw_level: 0,
    nsfw: false,
    widget_enabled: false,
    incidents_data: null,
    hub_type: null,
  };
}

export function applicationFlags(world: World): number {
  const limited = {
    presences: ApplicationFlags.GatewayPresenceLimited,
    members: ApplicationFlags.GatewayGuildMembersLimited,
    'message-content': ApplicationFlags.GatewayMessageContentLimited,
  };
  return world.seed.application.privilegedIntents.reduce((flags, intent) => flags | limited[intent], 0);
}

export function renderApplication(world: World): APIApplication {
  const { application } = world.seed;
  const bot = world.members.get(application.id);
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: application.description,
    bot_public: true,
    bot_require_code_grant: false,
    ...(bot ? { bot: renderUser(bot) } : {}),
    verify_key: '0'.repeat(64),
    team: null,
    flags: applicationFlags(world),
    flags_new: String(applicationFlags(world)),
    integration_types_config: { 0: {}, 1: {} },
    approximate_guild_count: isIn(world, botId(world)) ? 1 : 0,
    approximate_user_install_count: world.userInstalls.size,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    summary: '',
    owner: renderUserOf(world, world.seed.guild.ownerId),
  };
}
