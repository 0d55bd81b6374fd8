/**
 * EXIF, wherever it stands. ComfyUI's WebP keeps `prompt:{…}` and `workflow:{…}` in the tags for a camera's maker and
 * model; others keep JSON or a sampler's parameters in the user comment.
 */
import { type Entry, slice, textOf } from './entry.ts';

const pointerToExif = 0x8769;
const userComment = 0x9286;
const mostTags = 500;

export function* readExif(given: Buffer): Iterable<Entry> {
  const bytes = given.toString('latin1', 0, 6) === 'Exif\0\0' ? given.subarray(6) : given;
  const order = bytes.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return;
  const little = order === 'II';
  yield* readFolder(bytes, little, long(bytes, little, 4), 0);
}

function* readFolder(bytes: Buffer, little: boolean, start: number, depth: number): Iterable<Entry> {
  const count = Math.min(short(bytes, little, start), mostTags);
  for (let index = 0; index < count; index += 1) {
    const at = start + 2 + index * 12;
    const tag = short(bytes, little, at);
    const type = short(bytes, little, at + 2);
    const length = long(bytes, little, at + 4);
    if (tag === pointerToExif && depth === 0)
      yield* readFolder(bytes, little, long(bytes, little, at + 8), 1);
    // Text, bytes and "undefined" take one byte each; up to four stand in the tag itself.
    if (![1, 2, 7].includes(type) || length <= 4) continue;
    const data = slice(bytes, long(bytes, little, at + 8), length);
    yield entryOf(tag === userComment ? comment(data, little) : textOf(data).replace(/\0+$/, ''));
  }
}

function entryOf(text: string): Entry {
  const named = /^(prompt|workflow)\s*:\s*(?=[{[])/i.exec(text);
  return named ? { key: named[1] ?? '', text: text.slice(named[0].length) } : { key: 'comment', text };
}

function comment(data: Buffer, little: boolean): string {
  const coding = data.toString('latin1', 0, 8);
  const text = data.subarray(8);
  if (!coding.startsWith('UNICODE')) return textOf(text).replace(/\0+$/, '');
  return new TextDecoder(little && text[0] !== 0 ? 'utf-16le' : 'utf-16be').decode(text);
}

function short(bytes: Buffer, little: boolean, at: number): number {
  return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
}

function long(bytes: Buffer, little: boolean, at: number): number {
  return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}
