/** The smallest files of every kind that can carry a workflow, with the given texts in them. */
import { crc32, deflateSync } from 'node:zlib';

type Texts = Record<string, string>;
type Make = (texts: Texts) => Buffer;

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function u32le(value: number): Buffer {
  return u32(value).reverse();
}

const latin = (text: string) => Buffer.from(text, 'latin1');
const entries = (texts: Texts) => Object.entries(texts);

function png(chunks: [type: string, data: Buffer][]): Buffer {
  const parts = chunks.map(([type, data]) => {
    const body = Buffer.concat([latin(type), data]);
    return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
  });
  return Buffer.concat([latin('\x89PNG\r\n\x1a\n'), ...parts, u32(0), latin('IEND'), u32(0)]);
}

const pngText =
  (type: string, between: string, pack: (bytes: Buffer) => Buffer): Make =>
  (texts) =>
    png(
      entries(texts).map(([key, text]) => [
        type,
        Buffer.concat([latin(`${key}\0${between}`), pack(Buffer.from(text))]),
      ]),
    );

/** Tags from the camera's model downwards, as ComfyUI writes them. */
function exif(texts: Texts): Buffer {
  const values = entries(texts).map(([key, text]) => Buffer.from(`${key}:${text}\0`));
  const head = 8 + 2 + values.length * 12 + 4;
  let at = head;
  const tags = values.map((value, index) => {
    const tag = Buffer.alloc(12);
    tag.writeUInt16BE(0x0110 - index, 0);
    tag.writeUInt16BE(2, 2);
    tag.writeUInt32BE(value.length, 4);
    tag.writeUInt32BE(at, 8);
    at += value.length;
    return tag;
  });
  return Buffer.concat([latin('MM\0*'), u32(8), Buffer.from([0, values.length]), ...tags, u32(0), ...values]);
}

function webp(texts: Texts): Buffer {
  const data = exif(texts);
  const chunk = Buffer.concat([latin('EXIF'), u32le(data.length), data]);
  return Buffer.concat([latin('RIFF'), u32le(chunk.length + 4), latin('WEBP'), chunk]);
}

function jpeg(texts: Texts): Buffer {
  const data = Buffer.concat([latin('Exif\0\0'), exif(texts)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(data.length + 2);
  return Buffer.concat([latin('\xff\xd8\xff\xe1'), length, data, latin('\xff\xda\0\0')]);
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const data = Buffer.concat(parts);
  return Buffer.concat([u32(data.length + 8), latin(type), data]);
}

function mp4(texts: Texts): Buffer {
  const keys = entries(texts).map(([key]) => box('mdta', Buffer.from(key)));
  const values = entries(texts).map(([, text], index) =>
    box(u32(index + 1).toString('latin1'), box('data', u32(1), u32(0), Buffer.from(text))),
  );
  const meta = box('meta', u32(0), box('keys', u32(0), u32(keys.length), ...keys), box('ilst', ...values));
  return Buffer.concat([
    box('ftyp', latin('isom')),
    box('moov', box('udta', meta)),
    box('mdat', Buffer.alloc(20)),
  ]);
}

/** With sizes of eight bytes. */
function element(id: number[], ...parts: Buffer[]): Buffer {
  const data = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([...id, 0x01, 0, 0, 0]), u32(data.length), data]);
}

function matroska(texts: Texts): Buffer {
  const tags = entries(texts).map(([key, text]) =>
    element(
      [0x67, 0xc8],
      element([0x45, 0xa3], Buffer.from(key.toUpperCase())),
      element([0x44, 0x87], Buffer.from(text)),
    ),
  );
  const segment = element(
    [0x18, 0x53, 0x80, 0x67],
    element([0x12, 0x54, 0xc3, 0x67], element([0x73, 0x73], ...tags)),
  );
  return Buffer.concat([element([0x1a, 0x45, 0xdf, 0xa3]), segment]);
}

function comments(texts: Texts): Buffer {
  const list = entries(texts).map(([key, text]) => Buffer.from(`${key}=${text}`));
  const parts = list.flatMap((one) => [u32le(one.length), one]);
  return Buffer.concat([u32le(4), latin('test'), u32le(list.length), ...parts]);
}

function flac(texts: Texts): Buffer {
  const data = comments(texts);
  return Buffer.concat([
    latin('fLaC'),
    u32(34),
    Buffer.alloc(34),
    Buffer.from([0x84]),
    u32(data.length).subarray(1),
    data,
  ]);
}

/** Two packets, the second over as many pages as it takes. */
function ogg(texts: Texts): Buffer {
  const page = (lengths: number[], data: Buffer) =>
    Buffer.concat([latin('OggS'), Buffer.alloc(22), Buffer.from([lengths.length, ...lengths]), data]);
  const data = Buffer.concat([latin('OpusTags'), comments(texts)]);
  const pages = [page([19], Buffer.concat([latin('OpusHead'), Buffer.alloc(11)]))];
  for (let at = 0; at <= data.length; at += 255 * 100) {
    const part = data.subarray(at, at + 255 * 100);
    const lengths = Array.from({ length: Math.floor(part.length / 255) }, () => 255);
    if (part.length < 255 * 100) lengths.push(part.length % 255);
    pages.push(page(lengths, part));
  }
  return Buffer.concat(pages);
}

function mp3(texts: Texts): Buffer {
  const seven = (size: number) => Buffer.from([21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f));
  const frames = entries(texts).map(([key, text]) => {
    const data = Buffer.concat([Buffer.from([3]), Buffer.from(`${key}\0${text}`)]);
    return Buffer.concat([latin('TXXX'), seven(data.length), Buffer.alloc(2), data]);
  });
  const body = Buffer.concat(frames);
  return Buffer.concat([latin('ID3\x04\0\0'), seven(body.length), body]);
}

function glb(texts: Texts): Buffer {
  const json = Buffer.from(JSON.stringify({ asset: { version: '2.0', extras: texts } }));
  return Buffer.concat([
    latin('glTF'),
    u32le(2),
    u32le(20 + json.length),
    u32le(json.length),
    latin('JSON'),
    json,
  ]);
}

function safetensors(texts: Texts): Buffer {
  const json = Buffer.from(JSON.stringify({ __metadata__: texts }));
  return Buffer.concat([u32le(json.length), u32le(0), json]);
}

export const makers: Record<string, Make> = {
  'plain.png': pngText('tEXt', '', (bytes) => bytes),
  'packed.png': pngText('zTXt', '\0', deflateSync),
  'international.png': pngText('iTXt', '\0\0\0\0', (bytes) => bytes),
  'packed international.png': pngText('iTXt', '\x01\0\0\0', deflateSync),
  'animated.png': pngText('comf', '', (bytes) => bytes),
  'picture.webp': webp,
  'picture.jpg': jpeg,
  'video.mp4': mp4,
  'video.webm': matroska,
  'sound.flac': flac,
  'sound.opus': ogg,
  'sound.mp3': mp3,
  'scene.glb': glb,
  'saved.latent': safetensors,
};
