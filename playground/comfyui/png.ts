/** PNG files by their chunks: how ComfyUI leaves the graph and the workflow in its pictures, and how pictures move. */
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

/** One PNG that moves, of PNGs of the same size and kind. `texts` stand behind the pictures. */
export function animatedPng(
  frames: readonly Buffer[],
  millisecondsEach: number,
  texts: Iterable<readonly [keyword: string, text: string]>,
): Buffer {
  const [first = Buffer.alloc(0)] = frames;
  const head = first.subarray(0, SIGNATURE_LENGTH + IHDR_LENGTH);
  const control = Buffer.alloc(8);
  control.writeUInt32BE(frames.length, 0);
  const comments = [...texts].map(([keyword, text]) =>
    chunkOf('comf', Buffer.from(`${keyword}\0${text}`, 'latin1')),
  );
  let sequence = 0;
  const counted = (type: string, body: Buffer) => {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(sequence, 0);
    sequence += 1;
    return chunkOf(type, Buffer.concat([number, body]));
  };
  const pictures = frames.flatMap((frame, index) => {
    const shown = Buffer.alloc(22);
    frame.copy(shown, 0, SIGNATURE_LENGTH + 8, SIGNATURE_LENGTH + 16);
    shown.writeUInt16BE(Math.min(65_535, millisecondsEach), 16);
    shown.writeUInt16BE(1000, 18);
    const data = [...chunksOf(frame)].filter(({ type }) => type === 'IDAT').map(({ body }) => body);
    return [
      counted('fcTL', shown),
      ...data.map((body) => (index === 0 ? chunkOf('IDAT', body) : counted('fdAT', body))),
    ];
  });
  return Buffer.concat([
    head,
    chunkOf('acTL', control),
    ...pictures,
    ...comments,
    chunkOf('IEND', Buffer.alloc(0)),
  ]);
}

function textChunk(keyword: string, text: string): Buffer {
  return chunkOf('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'));
}

function chunkOf(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

function* chunksOf(png: Buffer): Generator<{ type: string; body: Buffer }> {
  for (let at = SIGNATURE_LENGTH; at + 8 <= png.length; at += png.readUInt32BE(at) + 12)
    yield {
      type: png.toString('latin1', at + 4, at + 8),
      body: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)),
    };
}

/** The text chunks of a PNG file, in their order. */
export function readTextChunks(png: Buffer): [keyword: string, text: string][] {
  return [...chunksOf(png)]
    .filter(({ type }) => type === 'tEXt')
    .map(({ body }) => {
      const text = body.toString('latin1');
      const end = text.indexOf('\0');
      return [text.slice(0, end), text.slice(end + 1)];
    });
}
