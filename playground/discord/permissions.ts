/** Who may do what where: Discord's permission bits and the way they add up. */
import { PermissionFlagsBits as Bit } from 'discord-api-types/v10';

export const ALL_PERMISSIONS = Object.values(Bit).reduce((all, bit) => all | bit, 0n);

export interface Overwrite {
  id: string;
  type: 'role' | 'member';
  allow: bigint;
  deny: bigint;
}

interface RoleBits {
  id: string;
  permissions: bigint;
}

/** What the app may do in a direct message with its bot (footnote of the interaction structure). */
export const DM_PERMISSIONS =
  Bit.ViewChannel |
  Bit.SendMessages |
  Bit.ReadMessageHistory |
  Bit.AddReactions |
  Bit.EmbedLinks |
  Bit.AttachFiles |
  Bit.MentionEveryone |
  Bit.UseExternalEmojis |
  Bit.UseApplicationCommands |
  Bit.PinMessages;

/** Bits that mean nothing to someone who cannot send messages. */
const NEEDS_SENDING = Bit.MentionEveryone | Bit.SendTTSMessages | Bit.AttachFiles | Bit.EmbedLinks;

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites, in its order. */
export function computePermissions(input: {
  guildId: string;
  isOwner: boolean;
  userId: string;
  roleIds: readonly string[];
  roles: readonly RoleBits[];
  overwrites: readonly Overwrite[];
}): bigint {
  if (input.isOwner) return ALL_PERMISSIONS;
  const held = new Set([input.guildId, ...input.roleIds]);
  let bits = input.roles.reduce((all, role) => (held.has(role.id) ? all | role.permissions : all), 0n);
  if (bits & Bit.Administrator) return ALL_PERMISSIONS;

  const everyone = input.overwrites.find(({ id }) => id === input.guildId);
  if (everyone) bits = (bits & ~everyone.deny) | everyone.allow;
  const forRoles = input.overwrites.filter(
    ({ id, type }) => type === 'role' && id !== input.guildId && held.has(id),
  );
  bits &= ~forRoles.reduce((all, { deny }) => all | deny, 0n);
  bits |= forRoles.reduce((all, { allow }) => all | allow, 0n);
  const own = input.overwrites.find(({ id, type }) => type === 'member' && id === input.userId);
  if (own) bits = (bits & ~own.deny) | own.allow;

  if (!(bits & Bit.ViewChannel)) return 0n;
  return bits & Bit.SendMessages ? bits : bits & ~NEEDS_SENDING;
}
