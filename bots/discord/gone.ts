/** What Discord's gateway tells us is not there any more. Pure, as `gestures.ts`. */
import { GatewayDispatchEvents } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Gone } from '../chat.ts';

const messageSchema = z.object({ id: z.string(), channel_id: z.string() });
const messagesSchema = z.object({ ids: z.array(z.string()), channel_id: z.string() });
const channelSchema = z.object({ id: z.string() });
const pinsSchema = z.object({ channel_id: z.string() });

export const goneEvents = [
  GatewayDispatchEvents.MessageDelete,
  GatewayDispatchEvents.MessageDeleteBulk,
  GatewayDispatchEvents.ChannelDelete,
  GatewayDispatchEvents.ThreadDelete,
] as const;

/** Null for a payload of unknown shape. */
export function readGone(event: (typeof goneEvents)[number], payload: unknown): Gone | null {
  const platform = 'discord' as const;
  switch (event) {
    case GatewayDispatchEvents.MessageDelete: {
      const { data } = messageSchema.safeParse(payload);
      return data ? { platform, channel: data.channel_id, messages: [data.id] } : null;
    }
    case GatewayDispatchEvents.MessageDeleteBulk: {
      const { data } = messagesSchema.safeParse(payload);
      return data ? { platform, channel: data.channel_id, messages: data.ids } : null;
    }
    case GatewayDispatchEvents.ChannelDelete:
    case GatewayDispatchEvents.ThreadDelete: {
      const { data } = channelSchema.safeParse(payload);
      return data ? { platform, channel: data.id } : null;
    }
    default:
      return event satisfies never;
  }
}

/** The channel whose pins have changed. */
export function readPinsChanged(payload: unknown): string | null {
  return pinsSchema.safeParse(payload).data?.channel_id ?? null;
}
