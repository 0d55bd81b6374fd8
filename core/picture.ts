/**
 * The one door to pictures: bytes that somebody else made are opened here and nowhere else.
 *
 * Only raster formats get in, judged by their first bytes (an SVG is a program, not a picture). A small file can
 * unpack to very many pixels, so sizes are bounded before anything is unpacked, the time it may take is bounded, and
 * only so many are open at once as the machine can bear.
 */
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import sharp, { type Sharp } from 'sharp';
import { plain, type Text } from './card.ts';
import { say } from './say.ts';
import { createTurns } from './turns.ts';

export const pictureLimits = {
  /** One picture: 12,000 pixels square. */
  pixels: 144_000_000,
  /** All frames of an animation together. */
  framePixels: 1_000_000_000,
  frames: 3000,
  /** For one piece of work. */
  seconds: 60,
} as const;

/** What a file says it is, and what sharp then takes it for. */
const formats: Record<string, string> = {
  'image/png': 'png',
  'image/apng': 'png',
  'image/jpeg': 'jpeg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'heif',
  'image/tiff': 'tiff',
};

/** Not a picture we open, or not one we can bear. It says which, for people. */
export class NoPicture extends Error {
  override name = 'NoPicture';
  readonly said: Text;

  constructor(said: Text, options?: ErrorOptions) {
    super(plain(said), options);
    this.said = said;
  }
}

/** Another format than those we open, or no picture at all. */
export class NoPictureKind extends NoPicture {
  override name = 'NoPictureKind';
}

/** Memory and cores belong to the whole process, so its pictures share the turns. */
const inTurn = createTurns(2);

export interface Picture {
  mediaType: string;
  width: number;
  height: number;
  frames: number;
  hasAlpha: boolean;
  /** More than the eight bits per channel that a screen shows. */
  isDeep: boolean;
  /** Opens it anew; each is used once. */
  open(options?: { animated?: boolean }): Sharp;
}

/**
 * Looks at a picture and hands it to `work` when it is one.
 * @param input bytes, or the path of a file
 * @throws NoPicture, or what `work` throws
 */
export async function withPicture<T>(
  input: Uint8Array | string,
  work: (picture: Picture) => Promise<T>,
): Promise<T> {
  const sniffed = await (typeof input === 'string' ? fileTypeFromFile(input) : fileTypeFromBuffer(input));
  const mediaType = sniffed?.mime.replace(/;.*$/, '') ?? '';
  const format = formats[mediaType];
  if (!format) throw new NoPictureKind(say('it is no picture of a kind that is shown'));
  return inTurn(async () => {
    const picture = await measure(input, format);
    return work({ ...picture, mediaType });
  });
}

async function measure(input: Uint8Array | string, format: string): Promise<Omit<Picture, 'mediaType'>> {
  const { pixels, framePixels, frames: mostFrames, seconds } = pictureLimits;
  const found = await sharp(input, { limitInputPixels: pixels })
    .metadata()
    .catch((thrown: unknown) => {
      throw new NoPicture(
        /pixel limit/i.test(String(thrown)) ? say('it is larger than we open') : say('it cannot be opened'),
        { cause: thrown },
      );
    });
  const { pages: frames = 1, hasAlpha } = found;
  const isDeep = found.depth !== 'uchar';
  if (found.format !== format || !(found.width > 0 && found.height > 0))
    throw new NoPicture(say('it cannot be opened'));
  const canvas = format === 'gif' ? await canvasOfGif(input) : found;
  const width = Math.max(found.width, canvas.width);
  const height = Math.max(found.height, canvas.height);
  const size = { width: String(width), height: String(height) };
  if (width * height > pixels)
    throw new NoPicture(say('it is {width} × {height} pixels, larger than we open', size));
  if (frames > mostFrames || width * height * frames > framePixels)
    throw new NoPicture(
      say('it has {frames} frames of {width} × {height} pixels, more than we open', {
        frames,
        ...size,
      }),
    );
  return {
    width,
    height,
    frames,
    hasAlpha,
    isDeep,
    open: ({ animated = false } = {}) =>
      sharp(input, {
        limitInputPixels: animated ? framePixels : pixels,
        failOn: 'error',
        sequentialRead: true,
        animated,
      }).timeout({ seconds }),
  };
}

/** A picture of an SVG that we made ourselves, without anybody's text in it. */
export function pictureOf(svg: string): Promise<Buffer> {
  const { pixels, seconds } = pictureLimits;
  return inTurn(() =>
    sharp(Buffer.from(svg), { limitInputPixels: pixels }).timeout({ seconds }).removeAlpha().png().toBuffer(),
  );
}

/** A picture, or an SVG that we made ourselves, and where it goes. */
export interface Laid {
  input: Buffer;
  left: number;
  top: number;
}

/** Pictures of our own making, laid on a ground. */
export function laidOut(
  { width, height, ground }: { width: number; height: number; ground: string },
  parts: readonly Laid[],
  form: 'png' | 'jpeg',
): Promise<Buffer> {
  const { seconds } = pictureLimits;
  return inTurn(() => {
    const whole = sharp({ create: { width, height, channels: 3, background: ground } })
      .timeout({ seconds })
      .composite([...parts]);
    return (form === 'png' ? whole.png() : whole.jpeg({ quality: 88 })).toBuffer();
  });
}

/** What it asks of others: sharp does not believe a GIF whose canvas is much larger than its first frame. */
async function canvasOfGif(input: Uint8Array | string): Promise<{ width: number; height: number }> {
  const head = Buffer.alloc(10);
  if (typeof input === 'string') {
    const file = await open(input);
    await file.read(head, 0, head.length, 0).finally(() => file.close());
  } else head.set(input.subarray(0, head.length));
  return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
}
