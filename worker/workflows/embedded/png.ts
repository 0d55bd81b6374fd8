/** PNG: text chunks (plain, compressed, international), EXIF, and the chunk in which ComfyUI's animated PNG keeps them. */
import { inflateSync } from 'node:zlib';
import { type Entry, largestText, slice, textOf } from './entry.ts';
import { readExif } from './exif.ts';

export function* readPng(bytes: Buffer): Iterable<Entry> {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return;
    const data = slice(bytes, at + 8, length);
    if (type === 'eXIf') yield* readExif(data);
    const entry = readChunk(type, data);
    if (entry) yield entry;
    at += 12 + length;
  }
}

function readChunk(type: string, data: Buffer): Entry | null {
  if (!['tEXt', 'zTXt', 'iTXt', 'comf'].includes(type)) return null;
  const end = data.indexOf(0);
  if (end < 0) return null;
  const key = data.toString('latin1', 0, end);
  const rest = data.subarray(end + 1);
  if (type === 'zTXt') return unpacked(key, rest.subarray(1));
  if (type !== 'iTXt') return { key, text: textOf(rest) };
  // Behind the key: packed or not, how, a language and a translated key.
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return null;
  const text = rest.subarray(translated + 1);
  return rest[0] === 1 ? unpacked(key, text) : { key, text: textOf(text) };
}

function unpacked(key: string, packed: Buffer): Entry | null {
  try {
    return { key, text: textOf(inflateSync(packed, { maxOutputLength: largestText })) };
  } catch {
    return null;
  }
}
