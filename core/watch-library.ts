/** Keeps the library in step with its folder: a file that is added, changed or removed counts without a restart. */
import { plain } from './card.ts';
import { folderEndings } from './library/folder.ts';
import type { Library } from './library.ts';
import type { Log } from './log.ts';
import { watchFolder } from './watch-folder.ts';

interface WatchOptions {
  folder: string;
  library: Library;
  /** The folder was read again. */
  onRead?: () => void;
  log: Log;
}

export function watchLibrary({ folder, library, onRead = () => {}, log }: WatchOptions) {
  async function reload(): Promise<void> {
    const before = snapshot(library);
    await library.reload();
    for (const line of changes(before, snapshot(library))) log.info(line);
    onRead();
  }
  return watchFolder({ folder, depth: 0, endings: folderEndings, what: 'the workflows', reload, log });
}

/** What stands behind each name: a version, or the reason why it cannot be used. */
type Snapshot = ReadonlyMap<string, { usable: boolean; what: string }>;

function snapshot(library: Library): Snapshot {
  const found = new Map<string, { usable: boolean; what: string }>();
  for (const { name, version } of library.all()) found.set(name, { usable: true, what: version });
  for (const [name, reason] of library.faults()) found.set(name, { usable: false, what: plain(reason) });
  return found;
}

function changes(before: Snapshot, after: Snapshot): string[] {
  const lines = [...after].flatMap(([name, { usable, what }]) => {
    const old = before.get(name);
    if (old?.what === what) return [];
    if (!usable) return [`workflow ${name} cannot be used: ${what}`];
    return [`workflow ${name} was ${old?.usable ? 'changed' : 'added'}`];
  });
  const gone = [...before.keys()].filter((name) => !after.has(name));
  return [...lines, ...gone.map((name) => `workflow ${name} was removed`)];
}
