/** Who somebody is in a server: their name there, and whether they may act for others. */
import { type Client, PermissionFlagsBits } from 'discord.js';
import type { Gesture } from '../../commands/command.ts';
import type { Doer } from './gestures.ts';

/** The rule, in one place: whoever manages the server or has a role called Instructor. */
export function isInstructor(permissions: bigint, roleNames: readonly string[]): boolean {
  const managing = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;
  return (
    (permissions & managing) !== 0n || roleNames.some((name) => name.trim().toLowerCase() === 'instructor')
  );
}

export type People = ReturnType<typeof createPeople>;

export function createPeople(client: Client) {
  /** What the server's own settings give, for events that do not bring the permissions along. */
  function permissionsIn(space: string, person: string, roles: readonly string[]): bigint {
    const guild = client.guilds.cache.get(space);
    if (!guild) return 0n;
    if (guild.ownerId === person) return PermissionFlagsBits.Administrator;
    return [space, ...roles].reduce(
      (bits, id) => bits | (guild.roles.cache.get(id)?.permissions.bitfield ?? 0n),
      0n,
    );
  }

  function roleNames(space: string, roles: readonly string[]): string[] {
    const known = client.guilds.cache.get(space)?.roles.cache;
    return roles.flatMap((id) => known?.get(id)?.name ?? []);
  }

  /** A removed reaction comes with nothing but an id; the rest is asked for, and done without where Discord will not say. */
  async function complete(doer: Doer): Promise<Doer> {
    if (doer.name !== null) return doer;
    const guild = doer.space === null ? undefined : client.guilds.cache.get(doer.space);
    const member = await guild?.members.fetch(doer.id).catch(() => null);
    if (member) return { ...doer, name: member.displayName, roles: [...member.roles.cache.keys()] };
    const user = await client.users.fetch(doer.id).catch(() => null);
    return { ...doer, name: user?.displayName ?? 'somebody' };
  }

  return {
    async gesture(kind: Gesture['kind'], known: Doer): Promise<Gesture> {
      const doer = await complete(known);
      const { space } = doer;
      return {
        kind,
        person: { platform: 'discord', id: doer.id, name: doer.name ?? 'somebody' },
        place: { platform: 'discord', channel: doer.channel, ...(space !== null && { space }) },
        instructor:
          space !== null &&
          isInstructor(
            doer.permissions ?? permissionsIn(space, doer.id, doer.roles),
            roleNames(space, doer.roles),
          ),
      };
    },
  };
}
