/** What a film or a sound is made of, as ffprobe reads it. */
import { z } from 'zod';
import type { Ffmpeg, Input } from './ffmpeg.ts';

/** Who opens which kind of file: what is not listed is not opened at all. */
const demuxers: Record<string, string> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/x-m4v': 'mov',
  'video/webm': 'matroska',
  'video/matroska': 'matroska',
  'video/vnd.avi': 'avi',
  'audio/mp4': 'mov',
  'audio/x-m4a': 'mov',
  'audio/mpeg': 'mp3',
  'audio/flac': 'flac',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/aac': 'aac',
  'application/ogg': 'ogg',
  'image/apng': 'apng',
};

export function inputOf(path: string, mediaType: string): Input | null {
  const demuxer = Object.hasOwn(demuxers, mediaType) ? demuxers[mediaType] : undefined;
  return demuxer === undefined ? null : { path, demuxer };
}

const number = z.coerce.number().positive().finite().optional().catch(undefined);
const answerSchema = z.object({
  streams: z
    .array(
      z.object({
        codec_type: z.string().catch(''),
        codec_name: z.string().catch(''),
        pix_fmt: z.string().catch(''),
        width: number,
        height: number,
        duration: number,
        disposition: z.object({ attached_pic: z.number() }).partial().catch({}),
      }),
    )
    .catch([]),
  format: z.object({ duration: number }).catch({}),
});

export interface Probed {
  seconds: number | undefined;
  picture: { codec: string; pixels: string; width: number; height: number } | null;
  sound: { codec: string } | null;
}

const entries =
  'stream=codec_type,codec_name,pix_fmt,width,height,duration:stream_disposition=attached_pic:format=duration';

/** @throws FfmpegTrouble */
export async function probe(ffmpeg: Ffmpeg, input: Input, signal: AbortSignal): Promise<Probed> {
  const { streams, format } = answerSchema.parse(await ffmpeg.probe(input, entries, signal));
  // The cover of a song is no film.
  const film = streams.find((one) => one.codec_type === 'video' && one.disposition.attached_pic !== 1);
  const sound = streams.find((one) => one.codec_type === 'audio');
  const durations = [format.duration, film?.duration, sound?.duration].filter((one) => one !== undefined);
  return {
    seconds: durations[0],
    picture:
      film?.width && film.height
        ? { codec: film.codec_name, pixels: film.pix_fmt, width: film.width, height: film.height }
        : null,
    sound: sound ? { codec: sound.codec_name } : null,
  };
}
