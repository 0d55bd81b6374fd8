/** The log files under data/logs: everything a child says, bounded, with the previous start kept beside it. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const largestBytes = 10_000_000;

export interface LogFile {
  path: string;
  /** Writes what the stream says, line by line, and hands each line on. */
  follow(stream: Readable, onLine?: (line: string) => void): void;
  close(): void;
}

export function openLogFile(dir: string, name: string): LogFile {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${name}.log`);
  let file = begin();
  let bytes = 0;

  function begin(): number {
    if (existsSync(path)) renameSync(path, join(dir, `${name}.1.log`));
    return openSync(path, 'a', 0o600);
  }

  function write(line: string): void {
    bytes += writeSync(file, `${line}\n`);
    if (bytes < largestBytes) return;
    closeSync(file);
    file = begin();
    bytes = 0;
  }

  return {
    path,
    follow(stream, onLine) {
      createInterface({ input: stream }).on('line', (line) => {
        write(line);
        onLine?.(line);
      });
    },
    close: () => closeSync(file),
  };
}
