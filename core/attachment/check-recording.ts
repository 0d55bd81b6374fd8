/** Videos and sounds that somebody attached. They are kept as they are: what makes them anew would be ComfyUI's own decoder. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileTypeFromBuffer } from 'file-type';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { type Phrase, say, type Words } from '../say.ts';
import { createTurns } from '../turns.ts';
import { attachmentLimits, type Checked } from './check.ts';

type Kind = 'video' | 'audio';

/** By what the bytes say. Lists of other files, such as playlists, are none of these. */
const kinds: Record<Kind, Record<string, string>> = {
  video: {
    'video/mp4': '.mp4',
    'video/webm': '.webm',
    'video/quicktime': '.mov',
    'video/x-m4v': '.m4v',
    'video/matroska': '.mkv',
    'video/x-matroska': '.mkv',
  },
  audio: {
    'audio/mpeg': '.mp3',
    'audio/wav': '.wav',
    'audio/flac': '.flac',
    'audio/ogg': '.ogg',
    'audio/opus': '.opus',
    'audio/x-m4a': '.m4a',
    'audio/mp4': '.m4a',
    'audio/aac': '.aac',
  },
};
const refusals = {
  video: (name) => say('{name} is no video that can be used. MP4, WebM, MOV and MKV are taken.', { name }),
  audio: (name) =>
    say('{name} is no sound that can be used. MP3, WAV, FLAC, Ogg, Opus, M4A and AAC are taken.', { name }),
} as const satisfies Record<Kind, (name: Words) => Phrase>;

const inTurn = createTurns(2);

/** @throws UserError */
export async function checkRecording(kind: Kind, name: Words, bytes: Buffer): Promise<Checked> {
  const sniffed = await fileTypeFromBuffer(bytes);
  const mediaType = sniffed?.mime.replace(/;.*$/, '') ?? '';
  const extension = kinds[kind][mediaType];
  if (!extension) throw new UserError(refusals[kind](name));
  const seconds = await inTurn(() => lengthOf(bytes, extension));
  const most = attachmentLimits.seconds[kind];
  if (seconds !== null && seconds > most) {
    throw new UserError(
      say('{name} lasts {seconds} s; at most {most} s are taken. Cut it.', {
        name,
        seconds: Math.round(seconds),
        most,
      }),
    );
  }
  return { kind, bytes, extension, mediaType, ...(seconds !== null && { seconds }) };
}

const run = promisify(execFile);
const probeMs = 10_000;
const probed = z.object({ format: z.object({ duration: z.coerce.number().nonnegative() }) });

/** As ffprobe measures it; null where there is none, or where the file does not tell. */
async function lengthOf(bytes: Buffer, extension: string): Promise<number | null> {
  const folder = await mkdtemp(join(tmpdir(), 'rendezvous-attached-'));
  try {
    const path = join(folder, `file${extension}`);
    await writeFile(path, bytes);
    // Whatever the file says of others, nothing but the file itself is opened.
    const { stdout } = await run(
      'ffprobe',
      ['-v', 'error', '-protocol_whitelist', 'file', '-show_format', '-of', 'json', path],
      { timeout: probeMs, maxBuffer: 2 ** 20 },
    );
    return probed.safeParse(JSON.parse(stdout)).data?.format.duration ?? null;
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
