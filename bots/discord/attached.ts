/** Files in Discord's payloads: attached to a command, or shown by a message. Pure. */
import { z } from 'zod';
import type { FileRef } from '../given-file.ts';

const attachmentSchema = z.object({
  filename: z.string().default('file'),
  size: z.number().nonnegative().default(0),
  url: z.string(),
  content_type: z.string().nullish(),
});

/** What a command's options point to, by id. */
export const resolvedSchema = z.object({ attachments: z.record(z.string(), attachmentSchema).optional() });

export function refOf({ filename, size, url, content_type }: z.infer<typeof attachmentSchema>): FileRef {
  return { name: filename, mediaType: content_type ?? '', bytes: size, url };
}

/** Where Discord keeps the bytes of a picture, its own or of another's page. */
const mediaSchema = z.object({
  url: z.string(),
  proxy_url: z.string().optional(),
  content_type: z.string().nullish(),
});

const partSchema = z.looseObject({
  components: z.array(z.unknown()).optional(),
  items: z.array(z.looseObject({ media: mediaSchema })).optional(),
  media: mediaSchema.optional(),
  accessory: z.unknown().optional(),
});

const messageSchema = z.object({
  attachments: z.array(attachmentSchema).default([]),
  embeds: z.array(z.object({ image: mediaSchema.optional(), thumbnail: mediaSchema.optional() })).default([]),
  components: z.array(z.unknown()).default([]),
});

/** The first picture that a message shows: attached, in a gallery of ours, or in an embed. */
export function pictureOf(message: unknown): FileRef | null {
  const { data } = messageSchema.safeParse(message);
  if (!data) return null;
  const attached = data.attachments.find(({ content_type }) => content_type?.startsWith('image/'));
  if (attached) return refOf(attached);
  const [shown] = [
    ...data.components.flatMap(mediaIn),
    ...data.embeds.flatMap(({ image, thumbnail }) => image ?? thumbnail ?? []),
  ].filter(({ content_type }) => content_type?.startsWith('image/') ?? true);
  if (!shown) return null;
  const name = /([^/?]+)(?:\?|$)/.exec(shown.url)?.[1] ?? 'picture';
  return { name, mediaType: shown.content_type ?? '', bytes: 0, url: keptAt(shown) };
}

/** Pictures of other people's pages are taken from Discord's copy. */
function keptAt({ url, proxy_url }: z.infer<typeof mediaSchema>): string {
  const own = URL.canParse(url) && /(^|\.)discordapp\.(com|net)$/.test(new URL(url).hostname);
  return own ? url : (proxy_url ?? url);
}

function mediaIn(component: unknown): z.infer<typeof mediaSchema>[] {
  const { data } = partSchema.safeParse(component);
  if (!data) return [];
  return [
    ...(data.media ? [data.media] : []),
    ...(data.items ?? []).map(({ media }) => media),
    ...(data.accessory ? mediaIn(data.accessory) : []),
    ...(data.components ?? []).flatMap(mediaIn),
  ];
}
