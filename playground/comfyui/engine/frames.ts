/** Binary websocket frames: a big-endian event number, then what the event carries. */
import type { Preview } from '../nodes/class.ts';

const EVENT = { preview: 1, text: 3, previewWithMetadata: 4 } as const;
const IMAGE_FORMAT = { JPEG: 1, PNG: 2 } as const;
const MEDIA_TYPE = { JPEG: 'image/jpeg', PNG: 'image/png' } as const;

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export const previewFrame = ({ format, bytes }: Preview): Buffer =>
  Buffer.concat([uint32(EVENT.preview), uint32(IMAGE_FORMAT[format]), bytes]);

export function previewWithMetadataFrame(
  preview: Preview,
  { node, promptId }: { node: string; promptId: string },
): Buffer {
  const metadata = JSON.stringify({
    node_id: node,
    prompt_id: promptId,
    display_node_id: node,
    parent_node_id: null,
    real_node_id: node,
    image_type: MEDIA_TYPE[preview.format],
  });
  const length = Buffer.byteLength(metadata);
  return Buffer.concat([
    uint32(EVENT.previewWithMetadata),
    uint32(length),
    Buffer.from(metadata),
    preview.bytes,
  ]);
}

export const textFrame = (node: string, text: string): Buffer =>
  Buffer.concat([uint32(EVENT.text), uint32(Buffer.byteLength(node)), Buffer.from(node + text)]);
