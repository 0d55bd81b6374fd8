/**
 * How the app came to where it is used: installed in the server, or brought along by a person who has added it to
 * their own account. https://docs.discord.com/developers/resources/application#installation-context
 */
import { PermissionFlagsBits as Bit, ApplicationIntegrationType as Install } from 'discord-api-types/v10';
import { refuse } from '../errors.ts';
import type { Channel, Command, IntegrationOwners, Interaction } from './types.ts';
import { botId, guildIdOf, isIn, permissionsIn, type World } from './world.ts';

/** How often a brought-along app may follow up on one interaction. */
const MOST_FOLLOW_UPS = 5;

/** By whose installation a person may use a command somewhere; none at all where nobody has installed it. */
export function ownersOf(
  world: World,
  userId: string,
  channel: Channel,
  command?: Pick<Command, 'integration_types'>,
): IntegrationOwners {
  const types = command?.integration_types ?? [Install.GuildInstall];
  const guildId = guildIdOf(world, channel);
  const isInstalled = guildId === null || isIn(world, botId(world), guildId);
  return {
    ...(types.includes(Install.GuildInstall) && isInstalled ? { 0: guildId ?? '0' } : {}),
    ...(types.includes(Install.UserInstall) && world.userInstalls.has(userId) ? { 1: userId } : {}),
  };
}

/** True where only somebody's own installation brought the app into a server. */
function isBroughtAlong({ origin }: Interaction): boolean {
  return origin.owners !== undefined && origin.owners[0] === undefined;
}

/** Where the person may not use apps from outside openly, Discord makes every answer private. */
export function mustBePrivate(world: World, interaction: Interaction): boolean {
  const channel = world.channels.get(interaction.channelId);
  if (!channel || guildIdOf(world, channel) === null || !isBroughtAlong(interaction)) return false;
  return !(permissionsIn(world, interaction.userId, channel) & Bit.UseExternalApps);
}

export function countFollowUp(world: World, interaction: Interaction): void {
  const channel = world.channels.get(interaction.channelId);
  const guildId = channel ? guildIdOf(world, channel) : null;
  if (guildId === null || isIn(world, botId(world), guildId) || !isBroughtAlong(interaction)) return;
  const written = interaction.followUps ?? 0;
  if (written >= MOST_FOLLOW_UPS) throw refuse('tooManyFollowUps');
  interaction.followUps = written + 1;
}

const BROUGHT_ALONG = Bit.AttachFiles | Bit.EmbedLinks | Bit.MentionEveryone | Bit.UseExternalEmojis;

/** What the app may do where it is used; one that was brought along, no more than the person who did. */
export function appPermissions(world: World, channel: Channel, userId: string): bigint {
  const guildId = guildIdOf(world, channel);
  if (guildId === null || isIn(world, botId(world), guildId))
    return permissionsIn(world, botId(world), channel);
  return permissionsIn(world, userId, channel) & BROUGHT_ALONG;
}
