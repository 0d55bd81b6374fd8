/** One Rendezvous per data folder: two would write the same append-only file. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SettingsError } from '../../core/errors.ts';
import { isRunning, markOf } from '../../core/processes.ts';

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
  const self: Holder = markOf(process.pid);
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
    if (isRunning(holder)) return holder;
  } catch {
    // Half a file, from a machine that lost its power.
  }
  rmSync(path, { force: true });
  return null;
}
