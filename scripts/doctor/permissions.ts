/** What the bot may not do in a channel of Discord, of what it needs. */

/** https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags */
const needed = {
  'see it': 1n << 10n,
  'send messages': 1n << 11n,
  'attach files': 1n << 15n,
  // To find a post that was made just before a crash, instead of making another.
  'read message history': 1n << 16n,
  // For the showcase. A right of its own since 2026: to manage messages is not enough.
  'pin messages': 1n << 51n,
} as const;
const administrator = 1n << 3n;

export interface Place {
  serverId: string;
  memberId: string;
  roleIds: readonly string[];
  roles: readonly { id: string; permissions: bigint }[];
  overwrites: readonly { id: string; allow: bigint; deny: bigint }[];
}

/** Roles add up; then the channel's own rules: for everybody, for the roles together, for the member. */
export function missingIn({ serverId, memberId, roleIds, roles, overwrites }: Place): string[] {
  const held = [serverId, ...roleIds];
  let bits = roles
    .filter(({ id }) => held.includes(id))
    .reduce((all, { permissions }) => all | permissions, 0n);
  if (bits & administrator) return [];
  const apply = (rules: Place['overwrites']) => {
    for (const { deny } of rules) bits &= ~deny;
    for (const { allow } of rules) bits |= allow;
  };
  apply(overwrites.filter(({ id }) => id === serverId));
  apply(overwrites.filter(({ id }) => roleIds.includes(id)));
  apply(overwrites.filter(({ id }) => id === memberId));
  return Object.entries(needed).flatMap(([what, bit]) => (bits & bit ? [] : [what]));
}
