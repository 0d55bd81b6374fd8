/**
 * What is made of an output so that it can be shown: a preview of what no chat shows, a copy of what is too large, a
 * frame of what moves. The original is kept in any case, untouched; what cannot be made is left out, and where that
 * will be missed it is said.
 */
import { readFile } from 'node:fs/promises';
import { toError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { fitsAnywhere, type Output } from '../../core/output.ts';
import { NoPicture, type Picture, withPicture } from '../../core/picture.ts';
import { type Phrase, say } from '../../core/say.ts';
import type { Examined } from '../examine.ts';
import { type Ffmpeg, FfmpegTrouble } from './ffmpeg.ts';
import { makePlayable, makePoster, playsEverywhere } from './film.ts';
import { developed, kindOfLight } from './light.ts';
import { inputOf, probe } from './probe.ts';

export interface Derived {
  bytes: Uint8Array;
  extension: string;
  mediaType: string;
  width?: number;
  height?: number;
}

export interface Found {
  preview?: Derived & { because: 'form' | 'size' };
  poster?: Derived;
  seconds?: number;
  /** Of what only ffmpeg can tell. */
  width?: number;
  height?: number;
  mediaType?: string;
  /** What somebody will miss, in words that follow "is given as it is:". */
  missing?: Phrase;
}

export interface Deriving {
  path: string;
  what: Examined;
  bytes: number;
  ffmpeg: Ffmpeg | null;
  /** Bytes of what is made. @default what every platform takes */
  most?: number;
  log: Log;
  signal: AbortSignal;
}

/** Stills are shown no larger than this. */
const stillSide = 2560;

/** @throws the signal's reason, and nothing else: the original is there, whatever becomes of the rest. */
export async function derive(deriving: Deriving): Promise<Found> {
  const { what, signal, log } = deriving;
  try {
    if (what.kind === 'video') return await ofFilm(deriving);
    if (what.kind === 'audio') return await ofSound(deriving);
    if (what.kind === 'image') return await ofStill(deriving);
    if (what.kind === 'animation') return await ofAnimation(deriving);
    return await ofLight(deriving);
  } catch (thrown) {
    signal.throwIfAborted();
    log.warn({ err: toError(thrown) }, `nothing could be made of a ${what.mediaType} to show it by`);
    return {};
  }
}

async function ofFilm({
  path,
  what,
  bytes,
  ffmpeg,
  most = fitsAnywhere,
  signal,
  log,
}: Deriving): Promise<Found> {
  const input = inputOf(path, what.mediaType);
  if (!ffmpeg || !input) {
    const shown = /^video\/(mp4|quicktime|webm)$/.test(what.mediaType);
    const missing = ffmpeg
      ? say('it is of a kind that is not opened here')
      : say('to make it playable here, the worker would need ffmpeg');
    return shown && bytes <= most ? {} : { missing };
  }
  const probed = await probe(ffmpeg, input, signal);
  const { seconds, picture } = probed;
  const found: Found = {
    ...(seconds !== undefined && { seconds }),
    ...(picture && { width: picture.width, height: picture.height }),
  };
  if (!picture) return { ...found, missing: say('it holds no pictures that can be read') };
  try {
    found.poster = await makePoster(ffmpeg, input, probed, signal, (made) => still(made));
  } catch (thrown) {
    signal.throwIfAborted();
    log.debug({ err: toError(thrown) }, 'a video is without a poster');
  }
  const plays = playsEverywhere(what.mediaType, probed);
  if (plays && bytes <= most) return found;
  try {
    const copy = await makePlayable(ffmpeg, input, probed, most, signal, async (made) => readFile(made));
    const because = plays ? ('size' as const) : ('form' as const);
    found.preview = { because, bytes: copy, extension: '.mp4', mediaType: 'video/mp4' };
  } catch (thrown) {
    if (!(thrown instanceof FfmpegTrouble)) throw thrown;
    log.warn({ err: thrown }, 'a video could not be made playable');
    found.missing = say('no copy of it could be made that plays here');
  }
  return found;
}

async function ofSound({ path, what, ffmpeg, signal }: Deriving): Promise<Found> {
  const input = inputOf(path, what.mediaType);
  if (!ffmpeg || !input) return {};
  const { seconds } = await probe(ffmpeg, input, signal);
  return seconds === undefined ? {} : { seconds };
}

/** More than a screen shows, or in a format that no chat draws. */
async function ofStill({ path, what }: Deriving): Promise<Found> {
  return withPicture(path, async (picture) => {
    if (!picture.isDeep && what.mediaType !== 'image/tiff') return {};
    return { preview: { because: 'form', ...(await shallow(picture)) } };
  });
}

async function shallow({ open, hasAlpha }: Picture): Promise<Derived> {
  const upright = open()
    .autoOrient()
    .resize({ width: stillSide, height: stillSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
  const drawn = hasAlpha ? upright.webp({ quality: 92 }) : upright.jpeg({ quality: 92 });
  const { data, info } = await drawn.toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return hasAlpha
    ? { bytes: data, extension: '.webp', mediaType: 'image/webp', width, height }
    : { bytes: data, extension: '.jpg', mediaType: 'image/jpeg', width, height };
}

async function ofAnimation({
  path,
  what,
  bytes,
  ffmpeg,
  most = fitsAnywhere,
  signal,
}: Deriving): Promise<Found> {
  const input = inputOf(path, what.mediaType);
  if (input) {
    // An animated PNG stands still in a chat.
    if (!ffmpeg) return { missing: say('to make it move here, the worker would need ffmpeg') };
    const moving = await ffmpeg.make(
      {
        input,
        args: ['-an', '-c:v', 'libwebp_anim', '-quality', '85', '-loop', '0', '-f', 'webp'],
        name: 'moving.webp',
        mostBytes: most,
        signal,
      },
      async (made) => readFile(made),
    );
    return { preview: { because: 'form', ...(await sized(moving)) } };
  }
  if (bytes <= most) return {};
  const smaller = await smallerAnimation(path, most);
  return smaller
    ? { preview: { because: 'size', ...smaller } }
    : { missing: say('no copy of it could be made that fits everywhere') };
}

async function smallerAnimation(path: string, most: number): Promise<Derived | null> {
  return withPicture(path, async ({ width, open }) => {
    for (const [scale, quality] of [
      [1, 75],
      [0.7, 65],
      [0.45, 55],
    ] as const) {
      const bytes = await open({ animated: true })
        .resize({ width: Math.max(16, Math.round(width * scale)) })
        .webp({ quality, effort: 2 })
        .toBuffer();
      if (bytes.length <= most) return sized(bytes);
    }
    return null;
  });
}

async function sized(bytes: Buffer): Promise<Derived> {
  const { width, height } = await withPicture(bytes, async (picture) => picture);
  return { bytes, extension: '.webp', mediaType: 'image/webp', width, height };
}

async function still(path: string): Promise<Derived> {
  const bytes = await readFile(path);
  const { width, height } = await withPicture(bytes, async (picture) => picture);
  return { bytes, extension: '.jpg', mediaType: 'image/jpeg', width, height };
}

/** OpenEXR and Radiance: plain files to everybody but ffmpeg. */
async function ofLight({ path, ffmpeg, signal }: Deriving): Promise<Found> {
  const light = await kindOfLight(path);
  if (!light) return {};
  if (!ffmpeg)
    return { mediaType: light.mediaType, missing: say('to show it, the worker would need ffmpeg') };
  try {
    const { bytes, width, height } = await developed(ffmpeg, path, light.demuxer, signal);
    const preview = { bytes, width, height, extension: '.jpg', mediaType: 'image/jpeg' };
    return { mediaType: light.mediaType, preview: { because: 'form', ...preview } };
  } catch (thrown) {
    if (!(thrown instanceof FfmpegTrouble || thrown instanceof NoPicture)) throw thrown;
    return { mediaType: light.mediaType, missing: say('this ffmpeg cannot read it') };
  }
}

/** The fields of a record that come of it, once the files are kept. */
export async function recorded(
  found: Found,
  keep: (file: Derived, suffix: string) => Promise<Pick<Output, 'key' | 'name' | 'bytes'>>,
): Promise<Partial<Output>> {
  const { preview, poster, seconds, width, height, mediaType } = found;
  const standIn = async (file: Derived, suffix: string) => ({
    ...(await keep(file, suffix)),
    mediaType: file.mediaType,
    ...(file.width && { width: file.width }),
    ...(file.height && { height: file.height }),
  });
  return {
    ...(seconds !== undefined && { seconds }),
    ...(width && { width }),
    ...(height && { height }),
    ...(mediaType && { mediaType }),
    ...(preview && { preview: { ...(await standIn(preview, 'preview')), because: preview.because } }),
    ...(poster && { poster: await standIn(poster, 'poster') }),
  };
}
