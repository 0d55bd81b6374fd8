/** FLAC and Ogg (Vorbis, Opus) keep comments as `name=text`; MP3 keeps them as ID3 frames. */
import { type Entry, slice, textOf } from './entry.ts';

const mostComments = 10_000;

export function* readFlac(bytes: Buffer): Iterable<Entry> {
  let at = 4;
  for (;;) {
    const head = bytes.readUInt8(at);
    const length = bytes.readUIntBE(at + 1, 3);
    if ((head & 0x7f) === 4) yield* readComments(slice(bytes, at + 4, length));
    if (head & 0x80) return;
    at += 4 + length;
  }
}

export function* readOgg(bytes: Buffer): Iterable<Entry> {
  const packet = secondPacket(bytes);
  const kind = packet.toString('latin1', 0, 8);
  if (kind === 'OpusTags') yield* readComments(packet.subarray(8));
  else if (kind.startsWith('\u0003vorbis')) yield* readComments(packet.subarray(7));
  // FLAC in Ogg: the packet is a FLAC block with its head.
  else if ((packet.readUInt8(0) & 0x7f) === 4) yield* readComments(packet.subarray(4));
}

/** The comments are the second packet of the stream; a packet is over where a segment is shorter than 255 bytes. */
function secondPacket(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let packets = 0;
  let at = 0;
  while (packets < 2) {
    if (bytes.toString('latin1', at, at + 4) !== 'OggS') throw new RangeError('a page is missing');
    const count = bytes.readUInt8(at + 26);
    const lengths = slice(bytes, at + 27, count);
    at += 27 + count;
    for (const length of lengths) {
      if (packets === 1) parts.push(slice(bytes, at, length));
      at += length;
      if (length < 255) packets += 1;
      if (packets === 2) break;
    }
  }
  return Buffer.concat(parts);
}

function* readComments(bytes: Buffer): Iterable<Entry> {
  let at = 4 + bytes.readUInt32LE(0);
  const count = Math.min(bytes.readUInt32LE(at), mostComments);
  at += 4;
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readUInt32LE(at);
    const text = textOf(slice(bytes, at + 4, length));
    const equals = text.indexOf('=');
    if (equals > 0) yield { key: text.slice(0, equals), text: text.slice(equals + 1) };
    at += 4 + length;
  }
}

export function* readMp3(bytes: Buffer): Iterable<Entry> {
  const version = bytes.readUInt8(3);
  const end = Math.min(10 + unsynced(bytes, 6), bytes.length);
  const extended = bytes.readUInt8(5) & 0x40;
  let at = extended ? 10 + (version === 4 ? unsynced(bytes, 10) : 4 + bytes.readUInt32BE(10)) : 10;
  while (at + 10 <= end) {
    const id = bytes.toString('latin1', at, at + 4);
    if (id === '\0\0\0\0') return;
    const length = version === 4 ? unsynced(bytes, at + 4) : bytes.readUInt32BE(at + 4);
    const data = slice(bytes, at + 10, length);
    if (id === 'TXXX') yield readFrame(data, 1);
    if (id === 'COMM') yield { ...readFrame(data, 4), key: 'comment' };
    at += 10 + length;
  }
}

/** Four times seven bits. */
function unsynced(bytes: Buffer, at: number): number {
  return slice(bytes, at, 4).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
}

/** A coding, then (behind a language, in comments) a name and a text with an empty character in between. */
function readFrame(data: Buffer, start: number): Entry {
  const coding = ['latin1', 'utf-16', 'utf-16be', 'utf-8'][data.readUInt8(0)] ?? 'utf-8';
  const [key = '', ...rest] = new TextDecoder(coding).decode(data.subarray(start)).split('\0');
  return { key, text: rest.join('').replace(/^\ufeff/, '') };
}
