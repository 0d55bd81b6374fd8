/** INTERACTION_CREATE: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object */
import { ChannelType, InteractionContextType } from 'discord-api-types/v10';
import { appPermissions } from './installs.ts';
import type { Gesture } from './interactions.ts';
import { isoTime, renderChannel, renderMember, renderPartialMember, renderUser } from './render.ts';
import { renderMessage } from './render-message.ts';
import type { Channel, Interaction } from './types.ts';
import { botId, guildIdOf, permissionsIn, type World } from './world.ts';

export function interactionPayload(world: World, interaction: Interaction, gesture: Gesture): object {
  const { channel, userId } = gesture;
  const member = world.members.get(userId);
  if (!member) throw new Error(`no member ${userId} to act`);
  const guild = world.guilds.get(guildIdOf(world, channel) ?? '');
  const permissions = String(permissionsIn(world, userId, channel));
  return {
    id: interaction.id,
    application_id: botId(world),
    type: gesture.type,
    token: interaction.token,
    version: 1,
    channel_id: channel.id,
    channel: renderPartialChannel(world, channel, userId),
    ...(!guild
      ? { user: renderUser(member), context: InteractionContextType.BotDM }
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          guild_locale: guild.locale,
          // Roles are those of the app's own server.
          member: {
            ...renderMember(member),
            ...(guild.everyone === undefined ? {} : { roles: [] }),
            permissions,
          },
          context: InteractionContextType.Guild,
        }),
    app_permissions: String(appPermissions(world, channel, userId)),
    locale: member.locale ?? 'en-US',
    entitlements: [],
    authorizing_integration_owners: interaction.origin.owners,
    attachment_size_limit: world.limits.attachmentBytes,
    data: gesture.data,
    ...(gesture.message ? { message: renderMessage(world, gesture.message, botId(world)) } : {}),
  };
}

/** The channel as it comes with interactions and resolved options, with what the person may do in it. */
export function renderPartialChannel(world: World, channel: Channel, userId: string): object {
  return {
    ...renderChannel(world, channel),
    permissions: String(permissionsIn(world, userId, channel)),
    app_permissions: String(appPermissions(world, channel, userId)),
    flags: 0,
    last_pin_timestamp: lastPin(world, channel),
  };
}

function lastPin(world: World, channel: Channel): string | null {
  const pins = [...world.messages.values()].flatMap(({ channelId, pinnedAt }) =>
    channelId === channel.id && pinnedAt !== null ? [pinnedAt] : [],
  );
  return pins.length > 0 ? isoTime(Math.max(...pins)) : null;
}

/** The `resolved` part of an interaction, for the ids people chose. */
export function resolve(
  world: World,
  ids: { users?: string[]; roles?: string[]; channels?: string[] },
  userId: string,
  roles: Map<string, object>,
): Record<string, Record<string, object>> {
  const resolved: Record<string, Record<string, object>> = {};
  for (const id of ids.users ?? []) {
    const member = world.members.get(id);
    if (!member) continue;
    resolved.users = { ...resolved.users, [id]: renderUser(member) };
    const { deaf: _deaf, mute: _mute, ...partial } = renderPartialMember(member);
    const permissions = world.members.has(id) ? permissionBits(world, id) : '0';
    resolved.members = { ...resolved.members, [id]: { ...partial, permissions } };
  }
  for (const id of ids.roles ?? []) {
    const role = roles.get(id);
    if (role) resolved.roles = { ...resolved.roles, [id]: role };
  }
  for (const id of ids.channels ?? []) {
    const channel = world.channels.get(id);
    if (channel)
      resolved.channels = { ...resolved.channels, [id]: renderPartialChannel(world, channel, userId) };
  }
  return resolved;
}

function permissionBits(world: World, userId: string): string {
  const first = [...world.channels.values()].find(({ type }) => type === ChannelType.GuildText);
  return first ? String(permissionsIn(world, userId, first)) : '0';
}
