/** What Discord says of a message we wrote: where it is, and under which ids its files hang. */
import { z } from 'zod';

/**
 * A file that a component shows is missing from the message's `attachments`; its id stands with the component, its
 * name at the end of its address.
 */
const mediaSchema = z.object({ url: z.string(), attachment_id: z.string().optional() });
const childSchema = z.object({
  items: z.array(z.object({ media: mediaSchema })).default([]),
  file: mediaSchema.optional(),
});
const messageSchema = z.object({
  id: z.string(),
  channel_id: z.string(),
  components: z.array(z.object({ components: z.array(childSchema).default([]) })).default([]),
});

export interface Posted {
  message: string;
  channel: string;
  /** Attachment ids by file name. */
  files: Record<string, string>;
}

export function readPosted(answer: unknown): Posted {
  const { id, channel_id, components } = messageSchema.parse(answer);
  const media = components
    .flatMap((container) => container.components)
    .flatMap(({ items, file }) => [...items.map((item) => item.media), ...(file ? [file] : [])]);
  const files: Record<string, string> = {};
  for (const { url, attachment_id } of media) {
    const name = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined;
    if (name && attachment_id) files[name] = attachment_id;
  }
  return { message: id, channel: channel_id, files };
}
