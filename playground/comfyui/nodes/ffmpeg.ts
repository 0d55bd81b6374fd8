/** ffmpeg, with which video and sound are made: whether there is one, and how it is called. */
import { spawn } from 'node:child_process';
import { PythonError } from '../python.ts';
import type { NodeRun } from './class.ts';
import { metadataOf } from './save.ts';
import type { Audio } from './values.ts';

export function findFfmpeg(): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('ffmpeg', ['-version'], { stdio: 'ignore' });
    child.once('error', () => resolve(null));
    // That it starts is enough; waiting for its answer would cost every start of the server.
    child.once('spawn', () => {
      child.kill();
      resolve('ffmpeg');
    });
  });
}

export const silence = ({ sampleRate, channels }: Audio): string[] => [
  '-f',
  'lavfi',
  '-i',
  `anullsrc=sample_rate=${sampleRate}:channel_layout=${channels === 1 ? 'mono' : 'stereo'}`,
];

export const metadata = (run: NodeRun): string[] =>
  metadataOf(run).flatMap(([name, json]) => ['-metadata', `${name}=${json}`]);

/** @param frames written to its standard input. */
export async function ffmpegRun(
  ffmpeg: string,
  args: string[],
  frames: AsyncIterable<Uint8Array> | null,
  /** Takes what it writes to its standard output. */
  take: (chunk: Buffer) => void = () => {},
): Promise<void> {
  const child = spawn(ffmpeg, ['-hide_banner', '-loglevel', 'error', '-y', ...args]);
  child.stdout.on('data', take);
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  // ffmpeg closes its end early when it fails; its exit code says so.
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (frames !== null) {
    for await (const frame of frames) {
      if (!child.stdin.write(frame)) {
        await Promise.race([ended, new Promise((resolve) => child.stdin.once('drain', resolve))]);
      }
    }
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new PythonError('OSError', `ffmpeg ended with ${code}: ${complaints.trim()}`);
}
