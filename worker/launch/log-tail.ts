/** The log file of a ComfyUI we start: it writes there itself, so that it can go on when we are gone. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const largestBytes = 10_000_000;
const tailBytes = 8192;

/** Opened for a start: what was said before is kept beside it once there is much of it. */
export function openLog(path: string): { file: number; begin: number } {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).size > largestBytes) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a', 0o600);
  return { file, begin: fstatSync(file).size };
}

/** While it runs: progress bars make a log long. What is written goes to its end, so it may be emptied at any time. */
export function trimLog(path: string): void {
  if (!existsSync(path) || statSync(path).size <= largestBytes) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** Its last words since it was started, as plain text: few lines, none of them long. */
export function lastLines(path: string, begin: number, most = 6): string[] {
  if (!existsSync(path)) return [];
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const from = Math.max(begin <= size ? begin : 0, size - tailBytes);
    const bytes = Buffer.alloc(size - from);
    readSync(file, bytes, 0, bytes.length, from);
    return stripVTControlCharacters(bytes.toString('utf8'))
      .split(/[\r\n]+/)
      .map((line) => line.replace(/\p{Cc}/gu, ' ').trimEnd())
      .filter((line) => line.trim() !== '')
      .slice(-most)
      .map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line));
  } finally {
    closeSync(file);
  }
}
