/** What a picture, video, sound or scene carries, whatever its kind; the kind is seen in its first bytes. */
import type { Entry, Reader } from './entry.ts';
import { readMatroska } from './matroska.ts';
import { readGlb, readTensors } from './models.ts';
import { readMp4 } from './mp4.ts';
import { readAvif, readJpeg, readWebp } from './pictures.ts';
import { readPng } from './png.ts';
import { readFlac, readMp3, readOgg } from './sounds.ts';

interface Kind {
  /** As in "a PNG picture". */
  name: string;
  matches(head: string): boolean;
  read: Reader;
}

const begins =
  (magic: string, at = 0) =>
  (head: string) =>
    head.startsWith(magic, at);

const kinds: Kind[] = [
  { name: 'PNG picture', matches: begins('\u0089PNG\r\n\u001a\n'), read: readPng },
  {
    name: 'WebP picture',
    matches: (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8),
    read: readWebp,
  },
  { name: 'JPEG picture', matches: begins('\u00ff\u00d8\u00ff'), read: readJpeg },
  { name: 'AVIF picture', matches: (head) => /^.{4}ftyp(avif|avis|mif1|heic)/s.test(head), read: readAvif },
  { name: 'MP4 or MOV video', matches: (head) => /^.{4}(ftyp|moov|wide)/s.test(head), read: readMp4 },
  { name: 'WebM or Matroska video', matches: begins('\u001aE\u00df\u00a3'), read: readMatroska },
  { name: 'FLAC sound', matches: begins('fLaC'), read: readFlac },
  { name: 'Ogg sound', matches: begins('OggS'), read: readOgg },
  { name: 'MP3 sound', matches: begins('ID3'), read: readMp3 },
  { name: '3D scene', matches: begins('glTF'), read: readGlb },
  { name: 'safetensors file', matches: (head) => /^.{4}\0{4}\{/s.test(head), read: readTensors },
];

export interface Carried {
  kind: string;
  entries: Entry[];
  /** The file ends or breaks in the middle of something. */
  damaged: boolean;
}

/** Null: of no kind that carries a workflow. */
export function readCarried(given: Uint8Array): Carried | null {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const head = bytes.toString('latin1', 0, 32);
  const kind = kinds.find(({ matches }) => matches(head));
  if (!kind) return null;
  const entries: Entry[] = [];
  try {
    for (const entry of kind.read(bytes)) entries.push(entry);
    return { kind: kind.name, entries, damaged: false };
  } catch (thrown) {
    if (!(thrown instanceof RangeError) && !(thrown instanceof SyntaxError)) throw thrown;
    return { kind: kind.name, entries, damaged: true };
  }
}
