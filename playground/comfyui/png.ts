/** Text chunks in PNG files: how ComfyUI leaves the graph and the workflow in its pictures. */
import { crc32 } from 'node:zlib';

const SIGNATURE_LENGTH = 8;
/** Length, type, 13 bytes of header, checksum. */
const IHDR_LENGTH = 25;

/** Puts `tEXt` chunks right behind the header, so before the first IDAT. Text has to be Latin-1. */
export function withTextChunks(
  png: Buffer,
  texts: Iterable<readonly [keyword: string, text: string]>,
): Buffer {
  const head = SIGNATURE_LENGTH + IHDR_LENGTH;
  const chunks = [...texts].map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, head), ...chunks, png.subarray(head)]);
}

function textChunk(keyword: string, text: string): Buffer {
  const body = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** The text chunks of a PNG file, in their order. */
export function readTextChunks(png: Buffer): [keyword: string, text: string][] {
  const texts: [string, string][] = [];
  for (let at = SIGNATURE_LENGTH; at + 8 <= png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) !== 'tEXt') continue;
    const text = png.toString('latin1', at + 8, at + 8 + png.readUInt32BE(at));
    const end = text.indexOf('\0');
    texts.push([text.slice(0, end), text.slice(end + 1)]);
  }
  return texts;
}
