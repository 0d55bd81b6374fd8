/** MP4 and MOV: the names in a `keys` box belong to the values in the `ilst` box beside it. */
import { type Entry, slice, textOf } from './entry.ts';

const holders = new Set(['moov', 'udta', 'meta', 'trak', 'mdia']);
const deepest = 8;

interface Box {
  type: string;
  data: Buffer;
}

export function* readMp4(bytes: Buffer): Iterable<Entry> {
  yield* readHolder(bytes, 0);
}

function* readHolder(bytes: Buffer, depth: number): Iterable<Entry> {
  let keys: string[] = [];
  for (const { type, data } of boxes(bytes)) {
    if (type === 'keys') keys = readKeys(data);
    else if (type === 'ilst') yield* readValues(data, keys);
    else if (holders.has(type) && depth < deepest)
      yield* readHolder(type === 'meta' ? metaBody(data) : data, depth + 1);
  }
}

/** In MP4 a `meta` box begins with version and flags, in QuickTime it does not. */
function metaBody(data: Buffer): Buffer {
  return data.length >= 4 && data.readUInt32BE(0) === 0 ? data.subarray(4) : data;
}

function* boxes(bytes: Buffer): Iterable<Box> {
  let at = 0;
  while (at + 8 <= bytes.length) {
    const short = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const head = short === 1 ? 16 : 8;
    const size =
      short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    if (size < head) return;
    // The sound and pictures may be cut off; what stands before them is whole.
    yield { type, data: bytes.subarray(at + head, Math.min(at + size, bytes.length)) };
    at += size;
  }
}

function readKeys(data: Buffer): string[] {
  const body = data.subarray(8);
  return [...boxes(body)].map((box) => box.data.toString('utf8'));
}

function* readValues(data: Buffer, keys: string[]): Iterable<Entry> {
  for (const item of boxes(data)) {
    const index = Buffer.from(item.type, 'latin1').readUInt32BE(0);
    const key = keys[index - 1] ?? (item.type === '\u00a9cmt' ? 'comment' : item.type);
    for (const { type, data: value } of boxes(item.data)) {
      if (type === 'data') yield { key, text: textOf(slice(value, 8, value.length - 8)) };
    }
  }
}
