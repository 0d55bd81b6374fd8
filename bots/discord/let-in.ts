/** Hears that we are let in somewhere, or may do more there than before: invited (again), or given other permissions. */
import { type Client, GatewayDispatchEvents as Dispatch } from 'discord.js';
import type { Handlers } from '../chat.ts';

/** Whoever changes permissions changes several; the first look need not wait for the last change. */
const gatherMs = 500;

/** Of members, Discord tells us of ourselves alone. */
const events = [
  Dispatch.GuildCreate,
  Dispatch.ChannelUpdate,
  Dispatch.GuildRoleUpdate,
  Dispatch.GuildMemberUpdate,
];

export function hearLetIn(client: Client, { letIn }: Pick<Handlers, 'letIn'>): () => void {
  let gathering: NodeJS.Timeout | null = null;
  const heard = (): void => {
    gathering ??= setTimeout(() => {
      gathering = null;
      letIn?.('discord');
    }, gatherMs);
  };
  for (const event of events) client.ws.on(event as never, heard);
  return () => clearTimeout(gathering ?? undefined);
}
