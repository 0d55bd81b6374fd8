/** People and channels that were chosen in a command's options. Pure. */
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Mentioned } from '../../commands/mentioned.ts';

/** What the ids in a command's options stand for. */
export const chosenSchema = z.object({
  users: z
    .record(z.string(), z.object({ username: z.string(), global_name: z.string().nullish() }))
    .default({}),
  members: z.record(z.string(), z.object({ nick: z.string().nullish() })).default({}),
  channels: z.record(z.string(), z.object({ name: z.string().nullish() })).default({}),
});
type Chosen = z.infer<typeof chosenSchema>;

/** Null for an option that chooses neither. */
export function mentionedIn(
  { type, value }: { type: number; value?: unknown },
  { users, members, channels }: Chosen,
): Mentioned | null {
  const id = String(value);
  if (type === ApplicationCommandOptionType.User) {
    const user = users[id];
    return { id, name: members[id]?.nick ?? user?.global_name ?? user?.username ?? id };
  }
  return type === ApplicationCommandOptionType.Channel ? { id, name: channels[id]?.name ?? id } : null;
}
