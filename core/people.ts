/** Who asks, where they ask, and where an answer stands: the same for every platform. */
import { z } from 'zod';
import { someText } from './some-text.ts';

export const platforms = ['discord', 'slack'] as const;
export const platformSchema = z.enum(platforms);
export type Platform = z.infer<typeof platformSchema>;

/** A person as a platform knows them. `name` is for showing and may change; the pair platform + id is who they are. */
export const personSchema = z.object({
  platform: platformSchema,
  id: someText,
  name: z.string(),
});
export type Person = z.infer<typeof personSchema>;

/** The name of somebody whose name nobody told us in time. */
export const nameless = 'somebody';

/** Where something was asked. `space` is a Discord server or a Slack team; absent in direct messages. */
export const placeSchema = z.object({
  platform: platformSchema,
  space: someText.optional(),
  channel: someText,
  thread: someText.optional(),
  /** The person brought us along to where we are no member: we may answer them there, and nothing else. */
  guest: z.boolean().optional(),
});
export type Place = z.infer<typeof placeSchema>;

/**
 * A card as it stands in a channel: what a platform needs to edit it.
 * `token` is a Discord interaction's webhook token, which works until `tokenUntil` (ms since the epoch).
 * `files` are the attachments the message already has, by our file name, so that an edit need not send them again.
 */
export const postRefSchema = z.object({
  platform: platformSchema,
  channel: someText,
  message: someText,
  space: someText.optional(),
  /** The thread it stands in; absent for a post of the channel itself. */
  thread: someText.optional(),
  token: someText.optional(),
  tokenUntil: z.number().optional(),
  /** It can be edited with its token alone: see {@link placeSchema}. */
  guest: z.boolean().optional(),
  files: z.record(z.string(), z.string()).optional(),
});
export type PostRef = z.infer<typeof postRefSchema>;

/** One string per person, for keys and comparisons. */
export function personKey(person: Pick<Person, 'platform' | 'id'>): string {
  return `${person.platform}:${person.id}`;
}
