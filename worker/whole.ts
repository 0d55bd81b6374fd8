/**
 * Whether a file ends where its picture does. What stands behind it makes the file a second thing to whoever reads it
 * from its end: an archive, a script. Such a file is not shown as a picture.
 */
import { type FileHandle, open } from 'node:fs/promises';

/** False when something follows the picture; true when nothing does, or where the format does not tell. */
export async function endsWithPicture(path: string, mediaType: string): Promise<boolean> {
  const ending = endings[mediaType];
  if (!ending) return true;
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return (await ending(createReader(file), size)) === size;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  } finally {
    await file.close();
  }
}

/** Each finds where its format ends. Reading beyond the file's end is a RangeError: then it ends nowhere. */
const endings: Record<string, (reader: Reader, size: number) => Promise<number>> = {
  'image/png': endOfPng,
  'image/apng': endOfPng,
  'image/gif': endOfGif,
  'image/jpeg': endOfJpeg,
  'image/webp': endOfWebp,
  'image/avif': endOfAvif,
};

/** Signature, then chunks of length, type, data and checksum, until IEND. */
async function endOfPng({ at }: Reader): Promise<number> {
  for (let place = 8; ; ) {
    const head = await at(place, 8);
    place += 12 + head.readUInt32BE(0);
    if (head.toString('latin1', 4, 8) === 'IEND') return place;
  }
}

async function endOfGif({ at }: Reader): Promise<number> {
  const flagsOf = async (place: number) => (await at(place, 1)).readUInt8(0);
  const table = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let place = 13 + table(await flagsOf(10));
  for (;;) {
    const kind = await flagsOf(place);
    if (kind === 0x3b) return place + 1;
    // An extension has a label, a picture its frame, its colours and the size of its codes.
    if (kind === 0x21) place += 2;
    else if (kind === 0x2c) place += 11 + table(await flagsOf(place + 9));
    else return -1;
    for (let length = await flagsOf(place); length > 0; length = await flagsOf(place)) place += 1 + length;
    place += 1;
  }
}

/** Cameras put further JPEGs behind the first, so those may follow. */
async function endOfJpeg(reader: Reader, size: number): Promise<number> {
  let place = 0;
  for (;;) {
    if ((await reader.at(place, 2)).readUInt16BE(0) !== 0xffd8) return place;
    place = await endOfOneJpeg(reader, place + 2);
    if (place < 0 || place >= size) return place;
  }
}

async function endOfOneJpeg(reader: Reader, start: number): Promise<number> {
  const { at } = reader;
  for (let place = start; ; ) {
    const marker = (await at(place, 2)).readUInt16BE(0);
    if (marker === 0xffd9) return place + 2;
    if (marker >> 8 !== 0xff) return -1;
    if (marker === 0xffff) place += 1;
    else place += 2 + (await at(place + 2, 2)).readUInt16BE(0);
    if (marker === 0xffda) place = await endOfScan(reader, place);
  }
}

/** Compressed data runs until a marker that is no escaped byte and no restart. */
async function endOfScan({ at, find }: Reader, start: number): Promise<number> {
  for (let place = await find(start, 0xff); ; place = await find(place + 1, 0xff)) {
    const next = (await at(place + 1, 1)).readUInt8(0);
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return place;
  }
}

async function endOfWebp({ at }: Reader): Promise<number> {
  const length = (await at(4, 4)).readUInt32LE(0);
  return 8 + length + (length % 2);
}

/** Boxes, one after the other; the last may say that it goes on to the end. */
async function endOfAvif({ at }: Reader, size: number): Promise<number> {
  let place = 0;
  while (place < size) {
    const head = await at(place, 8);
    const length = head.readUInt32BE(0);
    if (length === 0) return size;
    if (!/^[a-z0-9 ]{4}$/i.test(head.toString('latin1', 4, 8))) return place;
    const whole = length === 1 ? Number((await at(place + 8, 8)).readBigUInt64BE(0)) : length;
    if (whole < 8) return -1;
    place += whole;
  }
  return place;
}

type Reader = ReturnType<typeof createReader>;

/** Reads a window at a time, so that walking through a large file neither fills memory nor asks the disk for each byte. */
function createReader(file: FileHandle) {
  const space = Buffer.alloc(64 * 1024);
  let from = 0;
  let held = 0;

  async function load(place: number, length: number): Promise<void> {
    if (place >= from && place + length <= from + held) return;
    from = place;
    held = (await file.read(space, 0, space.length, place)).bytesRead;
    if (held < length) throw new RangeError('the file ends before its picture does');
  }
  return {
    /** Good until the next call. */
    async at(place: number, length: number): Promise<Buffer> {
      await load(place, length);
      return space.subarray(place - from, place - from + length);
    },
    /** The place of the next such byte. */
    async find(start: number, byte: number): Promise<number> {
      for (let place = start; ; place = from + held) {
        await load(place, 1);
        const found = space.subarray(0, held).indexOf(byte, place - from);
        if (found >= 0) return from + found;
      }
    },
  };
}
