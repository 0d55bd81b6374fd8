/** What Slack's events tell of our being let in: invited to a channel (again), or one that is opened again. Pure. */
import { z } from 'zod';

const joinedSchema = z.object({ type: z.literal('member_joined_channel'), user: z.string() });
const openedSchema = z.object({ type: z.enum(['channel_unarchive', 'group_unarchive']) });

/** `ourUser` is the bot's own user id: where others go is nothing to us. */
export function isLetIn(event: unknown, ourUser: string): boolean {
  return joinedSchema.safeParse(event).data?.user === ourUser || openedSchema.safeParse(event).success;
}
