/** WebM and Matroska: simple tags under Segment, Tags, Tag; ffmpeg writes their names in capitals. */
import { type Entry, textOf } from './entry.ts';

const ids = {
  segment: 0x18538067,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  name: 0x45a3,
  string: 0x4487,
};
const holders = new Set([ids.segment, ids.tags, ids.tag]);
const deepest = 8;

export function* readMatroska(bytes: Buffer): Iterable<Entry> {
  yield* readHolder(bytes, 0);
}

function* readHolder(bytes: Buffer, depth: number): Iterable<Entry> {
  for (const { id, data } of elements(bytes)) {
    if (id === ids.simpleTag) yield readTag(data);
    else if (holders.has(id) && depth < deepest) yield* readHolder(data, depth + 1);
  }
}

function readTag(bytes: Buffer): Entry {
  const entry = { key: '', text: '' };
  for (const { id, data } of elements(bytes)) {
    if (id === ids.name) entry.key = textOf(data);
    if (id === ids.string) entry.text = textOf(data).replace(/\0+$/, '');
  }
  return entry;
}

function* elements(bytes: Buffer): Iterable<{ id: number; data: Buffer }> {
  let at = 0;
  while (at < bytes.length) {
    const idLength = lengthOf(bytes, at);
    const id = bytes.readUIntBE(at, Math.min(idLength, 6));
    at += idLength;
    const sizeLength = lengthOf(bytes, at);
    const size = sizeAt(bytes, at, sizeLength);
    at += sizeLength;
    // Of unknown size while it is still being written: it goes on to the end.
    const end = size === null ? bytes.length : at + size;
    yield { id, data: bytes.subarray(at, Math.min(end, bytes.length)) };
    at = end;
  }
}

/** The first set bit says how many bytes a number takes. */
function lengthOf(bytes: Buffer, at: number): number {
  const length = Math.clz32(bytes.readUInt8(at)) - 23;
  if (length > 8) throw new RangeError('no number begins with an empty byte');
  return length;
}

function sizeAt(bytes: Buffer, at: number, length: number): number | null {
  let size = bytes.readUInt8(at) & (0xff >> length);
  let unknown = size === 0xff >> length;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes.readUInt8(at + index);
    size = size * 256 + byte;
    unknown &&= byte === 0xff;
  }
  return unknown ? null : size;
}
