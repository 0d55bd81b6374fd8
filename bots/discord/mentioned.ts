/** People and channels that were chosen in a command's options, or in a form. Pure. */
import { ApplicationCommandOptionType, ChannelType, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Mentioned } from '../../commands/mentioned.ts';

/** The channels that are offered: those that people talk in. */
export const channelTypes = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

/** What the ids that were chosen stand for. */
export const chosenSchema = z.object({
  users: z
    .record(z.string(), z.object({ username: z.string(), global_name: z.string().nullish() }))
    .default({}),
  members: z.record(z.string(), z.object({ nick: z.string().nullish() })).default({}),
  channels: z.record(z.string(), z.object({ name: z.string().nullish() })).default({}),
});
export type Chosen = z.infer<typeof chosenSchema>;

/** Null for an option that chooses neither. */
export function mentionedIn(
  { type, value }: { type: number; value?: unknown },
  chosen: Chosen,
): Mentioned | null {
  const id = String(value);
  if (type === ApplicationCommandOptionType.User) return somebody(id, chosen);
  return type === ApplicationCommandOptionType.Channel ? somewhere(id, chosen) : null;
}

/** Of a form's list, by the type of the list; null where nothing was chosen, or it is a list of something else. */
export function mentionedInForm(type: number, id: string | undefined, chosen: Chosen): Mentioned | null {
  if (id === undefined) return null;
  if (type === ComponentType.UserSelect) return somebody(id, chosen);
  return type === ComponentType.ChannelSelect ? somewhere(id, chosen) : null;
}

function somebody(id: string, { users, members }: Chosen): Mentioned {
  const user = users[id];
  return { id, name: members[id]?.nick ?? user?.global_name ?? user?.username ?? id };
}

const somewhere = (id: string, { channels }: Chosen): Mentioned => ({ id, name: channels[id]?.name ?? id });
