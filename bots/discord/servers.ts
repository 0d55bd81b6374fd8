/** What we know of the servers we are in: their channels, and how large a file may be. */
import { ChannelType, type Client, PermissionFlagsBits } from 'discord.js';
import { toError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Person, Place, PostRef } from '../../core/people.ts';
import { isNoMember } from './errors.ts';
import type { Ticket } from './heard.ts';
import { limits } from './limits.ts';

/** Tokens whose allowance is remembered; they are good for a quarter of an hour. */
const remembered = 5000;

const needed = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.AttachFiles,
] as const;

export type Servers = ReturnType<typeof createServers>;

export function createServers(client: Client, log: Log) {
  const allowances = new Map<string, number>();

  return {
    /** An interaction tells what the person's own subscription allows; later edits of its answer may use it too. */
    learn({ token, fileBytes }: Ticket): void {
      if (fileBytes === null) return;
      allowances.set(token, fileBytes);
      const [oldest] = allowances.keys();
      if (allowances.size > remembered && oldest !== undefined) allowances.delete(oldest);
    },

    fileBytes({ space, token }: Partial<Pick<PostRef, 'space' | 'token'>>): number {
      const byPerson = token === undefined ? undefined : allowances.get(token);
      const tier = space === undefined ? 0 : (client.guilds.cache.get(space)?.premiumTier ?? 0);
      return byPerson ?? limits.tierFileBytes[tier] ?? limits.fileBytes;
    },

    /**
     * Asked anew each time: without a privileged intent nobody tells us who leaves. Where the server is away, or we
     * are, nobody can say.
     */
    async sees({ id }: Person, { space, channel, thread }: Place | PostRef): Promise<boolean> {
      const guild = space === undefined ? undefined : client.guilds.cache.get(space);
      if (!guild?.available) return true;
      try {
        const member = await guild.members.fetch({ user: id, force: true, cache: false });
        const where = guild.channels.cache.get(thread ?? channel);
        return where === undefined || where.permissionsFor(member).has(PermissionFlagsBits.ViewChannel);
      } catch (thrown) {
        if (isNoMember(thrown)) return false;
        log.debug({ err: toError(thrown).message }, 'Discord did not say whether somebody is still there');
        return true;
      }
    },

    /** A thread is what its channel is. What we cannot see is taken for open to everybody. */
    ageRestricted(channel: string): boolean {
      const found = client.channels.cache.get(channel);
      const holds = found?.isThread() ? found.parent : found;
      return holds !== null && holds !== undefined && 'nsfw' in holds && holds.nsfw;
    },

    /** Only text channels of that server in which we may show pictures. */
    findChannel(space: string, idOrName: string): string | null {
      const guild = client.guilds.cache.get(space);
      const me = guild?.members.me;
      if (!guild || !me) return null;
      const wanted = idOrName.trim().replace(/^#/, '').toLowerCase();
      const found = guild.channels.cache.find(
        (channel) =>
          (channel.id === wanted || channel.name.toLowerCase() === wanted) &&
          (channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement) &&
          channel.permissionsFor(me).has(needed),
      );
      return found?.id ?? null;
    },
  };
}
