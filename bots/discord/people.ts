/** Who somebody is in a server: their name there, and whether they may act for others. */
import { type Client, PermissionFlagsBits } from 'discord.js';
import type { Asker, Gesture } from '../../commands/command.ts';
import { nameless } from '../../core/people.ts';
import type { Doer } from './heard.ts';
import type { Servers } from './servers.ts';

interface Role {
  id: string;
  name: string;
}

/**
 * The rule, in one place: whoever manages the server or has the role of instructors.
 * @param instructors the role's id or name
 */
export function isInstructor(permissions: bigint, roles: readonly Role[], instructors: string): boolean {
  const managing = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;
  const wanted = instructors.trim().toLowerCase();
  return (
    (permissions & managing) !== 0n ||
    roles.some(({ id, name }) => id === wanted || name.trim().toLowerCase() === wanted)
  );
}

export type People = ReturnType<typeof createPeople>;

export function createPeople(
  client: Client,
  { instructors, servers }: { instructors: string; servers: Pick<Servers, 'ageRestricted'> },
) {
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

  function rolesOf(space: string, roles: readonly string[]): Role[] {
    const known = client.guilds.cache.get(space)?.roles.cache;
    return roles.map((id) => ({ id, name: known?.get(id)?.name ?? '' }));
  }

  /** A removed reaction comes with nothing but an id; the rest is asked for, and done without where Discord will not say. */
  async function complete(doer: Doer): Promise<Doer> {
    if (doer.name !== null) return doer;
    const guild = doer.space === null ? undefined : client.guilds.cache.get(doer.space);
    const member = await guild?.members.fetch(doer.id).catch(() => null);
    if (member) return { ...doer, name: member.displayName, roles: [...member.roles.cache.keys()] };
    const user = await client.users.fetch(doer.id).catch(() => null);
    return { ...doer, name: user?.displayName ?? nameless };
  }

  const ageRestricted = (doer: Doer) => doer.ageRestricted ?? servers.ageRestricted(doer.channel);

  return {
    asker: (doer: Doer): Asker => ({
      person: { platform: 'discord', id: doer.id },
      ...(doer.language !== undefined && { language: doer.language }),
      ...(doer.space !== null && { space: doer.space }),
      channel: doer.channel,
      ageRestricted: ageRestricted(doer),
    }),

    async gesture(kind: Gesture['kind'], known: Doer): Promise<Gesture> {
      const doer = await complete(known);
      const { language, space, guest } = doer;
      return {
        kind,
        person: { platform: 'discord', id: doer.id, name: doer.name ?? nameless },
        place: {
          platform: 'discord',
          channel: doer.channel,
          ...(space !== null && { space }),
          ...(guest && { guest: true }),
        },
        ...(language !== undefined && { language }),
        instructor:
          space !== null &&
          isInstructor(
            doer.permissions ?? permissionsIn(space, doer.id, doer.roles),
            rolesOf(space, doer.roles),
            instructors,
          ),
        ageRestricted: (space !== null || guest) && ageRestricted(doer),
      };
    },
  };
}
