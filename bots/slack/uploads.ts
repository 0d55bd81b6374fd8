/** Slack's files: uploaded, waited for, found in a thread, deleted. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { altText } from '../words.ts';
import { limits } from './limits.ts';

export interface Upload {
  name: string;
  title: string;
  bytes: Buffer;
  alt?: string;
  /** Lets clients draw a picture before Slack has processed it. */
  picture?: 'png' | 'jpg' | 'gif';
}

const uploadedSchema = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })) })),
});
const infoSchema = z.object({
  file: z.object({
    mimetype: z.string().default(''),
    shares: z.record(z.string(), z.record(z.string(), z.array(z.object({ ts: z.string() })))).optional(),
  }),
});
const repliesSchema = z.object({
  messages: z
    .array(z.object({ files: z.array(z.object({ id: z.string(), name: z.string().nullish() })).default([]) }))
    .default([]),
});

/** Uploads one file. Without `share` nobody sees it until a block names it. @returns its id. */
export async function upload(
  client: WebClient,
  { name, title, bytes, alt, picture }: Upload,
  share?: { channel: string; thread?: string },
): Promise<string> {
  const answer = await client.filesUploadV2({
    file: bytes,
    filename: name,
    title,
    ...(alt && { alt_text: altText(alt, limits.fileAltText) }),
    ...(picture && { highlight_type: picture }),
    ...(share && {
      channel_id: share.channel,
      ...(share.thread && { thread_ts: share.thread }),
    }),
  } as Parameters<WebClient['filesUploadV2']>[0]);
  const id = uploadedSchema.parse(answer).files[0]?.files[0]?.id;
  if (id === undefined) throw new Error(`Slack took ${name} without giving it an id`);
  return id;
}

/**
 * Until a file is processed its kind is empty, and a block that names it is refused.
 * @returns whether it became ready in time.
 */
export async function untilReady(
  client: WebClient,
  id: string,
  { within, pause }: { within: number; pause: (ms: number) => Promise<void> },
): Promise<boolean> {
  const deadline = Date.now() + within;
  for (let wait = 200; ; wait = Math.min(2000, wait * 1.6)) {
    const { file } = infoSchema.parse(await client.files.info({ file: id }));
    if (file.mimetype !== '') return true;
    if (Date.now() + wait > deadline) return false;
    await pause(wait);
  }
}

/** The files that stand in a thread from a message on, by name. */
export async function filesInThread(
  client: WebClient,
  { channel, thread, from }: { channel: string; thread: string; from: string },
): Promise<Map<string, string>> {
  const answer = await client.conversations.replies({
    channel,
    ts: thread,
    oldest: from,
    inclusive: true,
    limit: 100,
  });
  const { messages } = repliesSchema.parse(answer);
  return new Map(messages.flatMap(({ files }) => files.map(({ id, name }) => [name ?? '', id] as const)));
}

/** The messages a file stands in, in one channel. */
export async function messagesWith(client: WebClient, id: string, channel: string): Promise<string[]> {
  const { file } = infoSchema.parse(await client.files.info({ file: id }));
  return Object.values(file.shares ?? {}).flatMap((byChannel) =>
    (byChannel[channel] ?? []).map(({ ts }) => ts),
  );
}
