/** One Rendezvous per data folder: two would write the same append-only file. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SettingsError } from '../../core/errors.ts';

const holderSchema = z.object({ pid: z.number(), born: z.string(), page: z.string().optional() });
type Holder = z.infer<typeof holderSchema>;

export interface DataLock {
  /** Tells whoever comes second where the page is. */
  openAt(page: string): void;
  release(): void;
}

/** @throws SettingsError when another process holds the folder. */
export function lockDataDir(dataDir: string): DataLock {
  const path = join(dataDir, 'running.json');
  const self: Holder = { pid: process.pid, born: birthOf(process.pid) };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const other = holderOf(path);
  if (other) {
    const where = other.page ? `, ${other.page}` : '';
    throw new SettingsError(
      `Rendezvous is already running with this data (process ${other.pid}${where}). Use that one, or stop it first.`,
    );
  }
  // Of two that start at once, the second fails here.
  writeFileSync(path, JSON.stringify(self), { flag: 'wx' });
  return {
    openAt: (page) => writeFileSync(path, JSON.stringify({ ...self, page })),
    release: () => rmSync(path, { force: true }),
  };
}

/** Whoever wrote the file, while it is still alive; what a crash left behind is removed. */
function holderOf(path: string): Holder | null {
  if (!existsSync(path)) return null;
  try {
    const holder = holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (isAlive(holder.pid) && birthOf(holder.pid) === holder.born) return holder;
  } catch {
    // Half a file, from a machine that lost its power.
  }
  rmSync(path, { force: true });
  return null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Tells a process from a later one with the same id, where the system says when a process began. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold blanks; the start time is the 22nd.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
