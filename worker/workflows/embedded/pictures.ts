/** WebP and JPEG, which keep what they carry in EXIF; AVIF does too, somewhere among its boxes. */
import { type Entry, slice, textOf } from './entry.ts';
import { readExif } from './exif.ts';

export function* readWebp(bytes: Buffer): Iterable<Entry> {
  let at = 12;
  while (at + 8 <= bytes.length) {
    const type = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (type === 'EXIF') yield* readExif(slice(bytes, at + 8, length));
    at += 8 + length + (length % 2);
  }
}

export function* readJpeg(bytes: Buffer): Iterable<Entry> {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    // The picture itself begins: nothing that says how long it is comes behind.
    if (marker === 0xda || marker === 0xd9) return;
    const length = bytes.readUInt16BE(at + 2);
    const data = slice(bytes, at + 4, length - 2);
    if (marker === 0xe1 && data.toString('latin1', 0, 4) === 'Exif') yield* readExif(data);
    if (marker === 0xfe) yield { key: 'comment', text: textOf(data) };
    at += 2 + Math.max(length, 2);
  }
}

export function* readAvif(bytes: Buffer): Iterable<Entry> {
  const at = bytes.indexOf('Exif\0\0', 0, 'latin1');
  if (at >= 0) yield* readExif(bytes.subarray(at));
}
