/**
 * Binary websocket frames. All numbers are big-endian; the first four bytes say which event it is:
 *
 *   1  preview:                u32 format (1 JPEG, 2 PNG), picture
 *   3  text of a node:         u32 length, node id, text
 *   4  preview with metadata:  u32 length, JSON, picture
 */
import { z } from 'zod';
import { parseJson } from '../../core/json.ts';

export type PictureType = 'image/jpeg' | 'image/png';

export type Frame =
  /** `from` says which prompt and node it belongs to; event 1 does not tell. */
  | {
      kind: 'picture';
      mediaType: PictureType;
      bytes: Buffer;
      from: { promptId: string; node: string } | null;
    }
  | { kind: 'text'; node: string; text: string };

const metadataSchema = z.looseObject({
  prompt_id: z.string(),
  node_id: z.string(),
  display_node_id: z.string().nullish(),
  image_type: z.enum(['image/jpeg', 'image/png']),
});

/** Null for an event or a format that is not known, and for a frame that is cut short. */
export function readFrame(frame: Buffer): Frame | null {
  if (frame.length < 8) return null;
  const second = frame.readUInt32BE(4);
  switch (frame.readUInt32BE(0)) {
    case 1: {
      const mediaType = second === 1 ? 'image/jpeg' : second === 2 ? 'image/png' : null;
      return mediaType && { kind: 'picture', mediaType, bytes: frame.subarray(8), from: null };
    }
    case 3: {
      if (8 + second > frame.length) return null;
      const node = frame.toString('utf8', 8, 8 + second);
      return { kind: 'text', node, text: frame.toString('utf8', 8 + second) };
    }
    case 4: {
      if (8 + second > frame.length) return null;
      const metadata = readMetadata(frame.toString('utf8', 8, 8 + second));
      if (!metadata) return null;
      const { image_type: mediaType, prompt_id: promptId, node_id, display_node_id } = metadata;
      const bytes = frame.subarray(8 + second);
      return { kind: 'picture', mediaType, bytes, from: { promptId, node: display_node_id ?? node_id } };
    }
    default:
      return null;
  }
}

function readMetadata(json: string): z.infer<typeof metadataSchema> | null {
  try {
    return metadataSchema.safeParse(parseJson(json)).data ?? null;
  } catch {
    return null;
  }
}
