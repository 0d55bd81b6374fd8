/**
 * The one door to ffmpeg, which opens films and sounds that somebody else made.
 *
 * No shell, no network, no other files: one input by a demuxer that we name, one output in a folder of its own. Time,
 * memory, threads and the size of what it writes are bounded. Where there is no ffmpeg there is no `Ffmpeg` either,
 * and whoever would have used it does without.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentForOthers } from '../../core/config.ts';
import { createTurns } from '../../core/turns.ts';

export interface Input {
  path: string;
  demuxer: string;
  /** Placed before the input. */
  before?: readonly string[];
}

export interface Ffmpeg {
  /** What ffprobe says of a file, as JSON. @throws FfmpegTrouble */
  probe(input: Input, entries: string, signal: AbortSignal): Promise<unknown>;
  /** Writes one file and hands over its path while it is there. @throws FfmpegTrouble, or what `use` throws */
  make<T>(work: Making, use: (path: string, bytes: number) => Promise<T>): Promise<T>;
}

export interface Making {
  input: Input;
  args: readonly string[];
  /** Name of the file it writes, without a folder. */
  name: string;
  mostBytes: number;
  /** @default 60 */
  seconds?: number;
  signal: AbortSignal;
}

/** ffmpeg would not or could not. */
export class FfmpegTrouble extends Error {
  override name = 'FfmpegTrouble';
}

const GiB = 1024 ** 3;
const memoryBytes = 3 * GiB;
const probeSeconds = 15;
const probeBytes = 256 * 1024;
/** A frame of 8192 × 8192 pixels. */
const mostPixels = 8192 * 8192;

/** Cores belong to the whole process: so many at a time. */
const inTurn = createTurns(1);

/** @returns null where ffmpeg or ffprobe is missing. */
export async function openFfmpeg(
  programs = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' },
): Promise<Ffmpeg | null> {
  const starts = (program: string, question: string) =>
    run(program, [question], { seconds: probeSeconds }).then(
      () => true,
      () => false,
    );
  const [ffmpeg, ffprobe, prlimit] = await Promise.all([
    starts(programs.ffmpeg, '-version'),
    starts(programs.ffprobe, '-version'),
    starts('prlimit', '--version'),
  ]);
  if (!ffmpeg || !ffprobe) return null;

  /** The system's own limits, where its tool for them is there. */
  function bounded(program: string, args: string[], seconds: number, mostBytes: number): [string, string[]] {
    if (!prlimit) return [program, args];
    // Two threads may use up twice the time.
    const limits = [
      `--as=${memoryBytes}`,
      `--cpu=${seconds * 2}`,
      `--fsize=${mostBytes}`,
      '--core=0',
      '--nofile=64',
    ];
    return ['prlimit', [...limits, '--', program, ...args]];
  }

  return {
    async probe(input, entries, signal) {
      const args = ['-v', 'error', ...opened(input), '-show_entries', entries, '-of', 'json'];
      const [program, all] = bounded(programs.ffprobe, args, probeSeconds, probeBytes);
      return JSON.parse(await run(program, all, { seconds: probeSeconds, signal }));
    },
    make: ({ input, args, name, mostBytes, seconds = 60, signal }, use) =>
      inTurn(async () => {
        signal.throwIfAborted();
        const folder = await mkdtemp(join(tmpdir(), 'rendezvous-ffmpeg-'));
        try {
          const output = join(folder, name);
          const before = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-max_alloc', String(GiB)];
          const reading = ['-threads', '2', '-max_pixels', String(mostPixels), ...opened(input)];
          const writing = [...args, '-threads', '2', '-fs', String(mostBytes), '-y', `file:${output}`];
          // A little more than ffmpeg is told, which ends by itself in good order.
          const [program, all] = bounded(
            programs.ffmpeg,
            [...before, ...reading, ...writing],
            seconds,
            mostBytes + 1024 * 1024,
          );
          await run(program, all, { seconds, signal, cwd: folder });
          const { size } = await stat(output).catch(() => ({ size: 0 }));
          if (size === 0) throw new FfmpegTrouble('ffmpeg wrote nothing');
          return await use(output, size);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
  };
}

function opened({ path, demuxer, before = [] }: Input): string[] {
  return ['-protocol_whitelist', 'file,pipe', '-f', demuxer, ...before, '-i', `file:${path}`];
}

interface Running {
  seconds: number;
  signal?: AbortSignal;
  cwd?: string;
}

function run(program: string, args: readonly string[], { seconds, signal, cwd }: Running): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environmentForOthers(),
      ...(cwd && { cwd }),
    });
    let said = '';
    let complaints = '';
    let why = '';
    const stop = (reason: string) => {
      why ||= reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop(`took longer than ${seconds} s`), seconds * 1000);
    const onAbort = () => stop('was called off');
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (said.length > probeBytes) stop('said too much');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaints = (complaints + chunk.toString('utf8')).slice(0, 2000);
    });
    const over = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    child.once('error', (error) => {
      over();
      reject(new FfmpegTrouble(`${program} could not be started`, { cause: error }));
    });
    child.once('close', (code) => {
      over();
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0 && !why) resolve(said);
      else reject(new FfmpegTrouble(`${program} ${why || `ended with ${code}: ${complaints.trim()}`}`));
    });
    if (signal?.aborted) onAbort();
  });
}
