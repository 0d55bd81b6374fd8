/** What a message is made of, whoever brings it: a method, a response URL or the answer to a command. */
import { z } from 'zod';
import { type ApiError, refuse, refuseWith } from '../errors.ts';
import { MESSAGE_LIMITS as LIMITS } from '../limits.ts';
import type { Attachment, Block, Metadata } from '../world/types.ts';
import { readBlocks } from './blocks.ts';
import { isRecord } from './walk.ts';

/** Lists come as JSON, or as JSON in a string. */
export function parseJsonArgument(value: unknown, otherwise: () => ApiError): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw otherwise();
  }
}

/** Undefined when none were sent. */
export function readMessageBlocks(given: unknown): Block[] | undefined {
  const blocks = parseJsonArgument(given === '' ? undefined : given, () => refuse('invalid_blocks_format'));
  if (blocks === undefined || blocks === null) return undefined;
  if (!Array.isArray(blocks)) throw refuse('invalid_blocks_format');
  const parsed = readBlocks('message', blocks);
  if (!parsed.ok) throw refuseWith('invalid_blocks', parsed.problems);
  return parsed.value;
}

/** Unpublished and only felt by chat.postMessage and chat.update. */
export function refuseLongBlocks(blocks: readonly Block[]): void {
  if (JSON.stringify(blocks).length > LIMITS.blocksJson) throw refuse('msg_blocks_too_long');
}

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
const attachment = z.strictObject({
  blocks: z.array(z.unknown()).optional(),
  color: z.string().optional(),
  fallback: z.string().optional(),
  author_icon: z.string().optional(),
  author_link: z.string().optional(),
  author_name: z.string().optional(),
  author_subname: z.string().optional(),
  fields: z
    .array(z.object({ title: z.string(), value: z.string(), short: z.boolean().optional() }))
    .optional(),
  footer: z.string().optional(),
  footer_icon: z.string().optional(),
  image_url: z.string().optional(),
  mrkdwn_in: z.array(z.string()).optional(),
  pretext: z.string().optional(),
  text: z.string().optional(),
  thumb_url: z.string().optional(),
  title: z.string().optional(),
  title_link: z.string().optional(),
  ts: z.union([z.string(), z.number()]).optional(),
});

export function readAttachments(given: unknown): Attachment[] | undefined {
  const list = parseJsonArgument(given === '' ? undefined : given, () => refuse('invalid_attachments'));
  if (list === undefined || list === null) return undefined;
  if (!Array.isArray(list)) throw refuse('invalid_attachments');
  if (list.length > LIMITS.attachments) throw refuse('too_many_attachments');
  return list.map((one: unknown, index): Attachment => {
    const parsed = attachment.safeParse(one);
    if (!parsed.success) {
      throw refuse('invalid_attachments', { response_metadata: { messages: ['[ERROR] invalid_keys'] } });
    }
    const { blocks: given, ...rest } = parsed.data;
    if (given === undefined) return { id: index + 1, ...rest };
    const blocks = readBlocks('message', given, `/attachments/${index}/blocks`);
    if (!blocks.ok) throw refuseWith('invalid_attachments', blocks.problems);
    return { id: index + 1, fallback: '[no preview available]', ...rest, blocks: blocks.value };
  });
}

const metadataSchema = z.object({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

/** Undefined when none was sent, null to take it away. */
export function readMetadata(given: unknown): Metadata | null | undefined {
  const sent = parseJsonArgument(given === '' ? undefined : given, () => refuse('invalid_metadata_format'));
  if (sent === undefined || sent === null) return undefined;
  if (isRecord(sent) && Object.keys(sent).length === 0) return null;
  const parsed = metadataSchema.safeParse(sent);
  if (!parsed.success) throw refuse('invalid_metadata_format');
  if (JSON.stringify(parsed.data.event_payload).length > LIMITS.metadataJson)
    throw refuse('metadata_too_large');
  return parsed.data;
}
