/** What Slack's events tell us is not there any more. Pure, as `gestures.ts`. */
import { z } from 'zod';
import type { Gone } from '../chat.ts';

const deletedSchema = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_deleted'),
  channel: z.string(),
  deleted_ts: z.string(),
});
/** What a message with replies becomes when it is deleted. */
const emptiedSchema = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_changed'),
  channel: z.string(),
  message: z.object({ subtype: z.literal('tombstone'), ts: z.string() }),
});
const channelSchema = z.object({
  type: z.enum(['channel_deleted', 'channel_archive', 'group_deleted', 'group_archive']),
  channel: z.string(),
});
const pinSchema = z.object({ type: z.enum(['pin_added', 'pin_removed']), channel_id: z.string() });

/** Null for any other event. */
export function readGone(event: unknown): Gone | null {
  const platform = 'slack' as const;
  const deleted = deletedSchema.safeParse(event).data;
  if (deleted) return { platform, channel: deleted.channel, messages: [deleted.deleted_ts] };
  const emptied = emptiedSchema.safeParse(event).data;
  if (emptied) return { platform, channel: emptied.channel, messages: [emptied.message.ts] };
  const channel = channelSchema.safeParse(event).data;
  if (!channel) return null;
  return { platform, channel: channel.channel, ...(/archive$/.test(channel.type) && { archived: true }) };
}

/** The channel whose pins have changed; null for any other event. */
export function readPinsChanged(event: unknown): string | null {
  return pinSchema.safeParse(event).data?.channel_id ?? null;
}
