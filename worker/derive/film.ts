/** What is made of a video: one frame of it, and a copy that plays in every chat and fits into it. */
import type { Ffmpeg, Input } from './ffmpeg.ts';
import { FfmpegTrouble } from './ffmpeg.ts';
import type { Probed } from './probe.ts';

const MiB = 1024 * 1024;
const posterSide = 1280;
const filmSide = 1920;
/** All tries for one copy together. */
const copySeconds = 180;
const soundBits = 96_000;
/** A picture with fewer bits than this for each of its pixels and frames is mud; one that is smaller is better. */
const bitsPerPixel = 0.04;
const assumedFps = 24;
/** Below this it is no film any more. */
const fewestBits = 60_000;

/** H.264 with four pixels sharing a colour, in MP4: what browsers and phones all play. */
export function playsEverywhere(mediaType: string, { picture, sound }: Probed): boolean {
  return (
    /^video\/(mp4|quicktime|x-m4v)$/.test(mediaType) &&
    picture?.codec === 'h264' &&
    /^yuvj?420p$/.test(picture.pixels) &&
    (sound === null || /^(aac|mp3)$/.test(sound.codec))
  );
}

type Use<T> = (path: string, bytes: number) => Promise<T>;

/** A frame from near the beginning, but not the first, which is often black. */
export function makePoster<T>(
  ffmpeg: Ffmpeg,
  input: Input,
  { seconds = 0 }: Probed,
  signal: AbortSignal,
  use: Use<T>,
): Promise<T> {
  const at = Math.min(1, seconds / 4).toFixed(3);
  return ffmpeg.make(
    {
      input: { ...input, before: ['-ss', at] },
      args: [
        ...['-map', '0:v:0', '-an', '-frames:v', '1', '-vf', `${fitted(posterSide)},format=yuvj420p`],
        ...['-c:v', 'mjpeg', '-q:v', '3', '-f', 'mjpeg'],
      ],
      name: 'poster.jpg',
      mostBytes: 4 * MiB,
      seconds: 30,
      signal,
    },
    use,
  );
}

/** @throws FfmpegTrouble when it cannot be made so small. */
export async function makePlayable<T>(
  ffmpeg: Ffmpeg,
  input: Input,
  { seconds, picture }: Probed,
  mostBytes: number,
  signal: AbortSignal,
  use: Use<T>,
): Promise<T> {
  const until = Date.now() + copySeconds * 1000;
  for (const quality of qualities(seconds, picture, mostBytes)) {
    const left = Math.floor((until - Date.now()) / 1000);
    if (left < 5) break;
    const tried = await ffmpeg
      .make(
        { input, args: encoded(quality), name: 'film.mp4', mostBytes, seconds: left, signal },
        async (path, bytes) => (isWhole(bytes, mostBytes) ? { made: await use(path, bytes) } : null),
      )
      .catch((thrown: unknown) => {
        // One that was cut off where it became too large may not even end well.
        if (thrown instanceof FfmpegTrouble && quality.bits === null) return null;
        throw thrown;
      });
    if (tried) return tried.made;
  }
  throw new FfmpegTrouble('it could not be made small enough');
}

interface Quality {
  side: number;
  /** Null: as good as it looks, however many it takes. */
  bits: number | null;
}

function* qualities(
  seconds: number | undefined,
  picture: Probed['picture'],
  mostBytes: number,
): Iterable<Quality> {
  yield { side: filmSide, bits: null };
  if (seconds === undefined || picture === null) return;
  for (const share of [0.9, 0.6]) {
    const bits = Math.floor((mostBytes * 8 * share) / seconds) - soundBits;
    if (bits < fewestBits) return;
    const { width, height } = picture;
    const pixels = bits / (bitsPerPixel * assumedFps);
    const scale = Math.min(1, Math.sqrt(pixels / (width * height)));
    yield { side: Math.max(160, Math.min(filmSide, Math.round(Math.max(width, height) * scale))), bits };
  }
}

/** What reaches the limit was cut off there. */
function isWhole(bytes: number, mostBytes: number): boolean {
  return bytes < mostBytes - 64 * 1024;
}

function encoded({ side, bits }: Quality): string[] {
  const rate =
    bits === null
      ? ['-crf', '20']
      : ['-b:v', String(bits), '-maxrate', String(Math.floor(bits * 1.2)), '-bufsize', String(bits * 2)];
  return [
    ...['-map', '0:v:0', '-map', '0:a:0?', '-sn', '-dn', '-vf', `${fitted(side)},format=yuv420p`],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', ...rate],
    ...['-c:a', 'aac', '-b:a', String(soundBits), '-ac', '2'],
    // The graph that stands in the original goes along.
    ...['-map_metadata', '0', '-movflags', '+faststart+use_metadata_tags', '-f', 'mp4'],
  ];
}

/** No side longer, none odd: colours are shared by two pixels each way. */
function fitted(side: number): string {
  return `scale=w='min(${side},iw)':h='min(${side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`;
}
