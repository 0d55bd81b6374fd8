/** Keeps the library in step with its folder: a file that is added, changed or removed counts without a restart. */
import { extname } from 'node:path';
import { watch } from 'chokidar';
import { toError } from './errors.ts';
import { folderEndings } from './library/folder.ts';
import type { Library } from './library.ts';
import type { Log } from './log.ts';

/** A workflow is two files, and an editor may write each in pieces: the folder is read when it has been quiet. */
const quietMs = 300;

interface WatchOptions {
  folder: string;
  library: Library;
  /** The folder was read again. */
  onRead?: () => void;
  log: Log;
}

export async function watchLibrary({ folder, library, onRead = () => {}, log }: WatchOptions) {
  let timer: NodeJS.Timeout | undefined;
  let reading = Promise.resolve();

  async function reload(): Promise<void> {
    const before = snapshot(library);
    try {
      await library.reload();
    } catch (thrown) {
      log.warn({ err: toError(thrown) }, 'the workflows could not be read; those that were read before stay');
      return;
    }
    for (const line of changes(before, snapshot(library))) log.info(line);
    onRead();
  }

  const watcher = watch(folder, {
    depth: 0,
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !folderEndings.has(extname(path).toLowerCase()),
  });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reading = reading.then(reload);
    }, quietMs);
  });
  watcher.on('error', (thrown) => log.warn({ err: toError(thrown) }, 'the workflows cannot be watched'));
  await new Promise<void>((resolve) => watcher.once('ready', resolve));

  return {
    async close(): Promise<void> {
      clearTimeout(timer);
      await watcher.close();
      await reading;
    },
  };
}

/** What stands behind each name: a version, or the reason why it cannot be used. */
type Snapshot = ReadonlyMap<string, { usable: boolean; what: string }>;

function snapshot(library: Library): Snapshot {
  const found = new Map<string, { usable: boolean; what: string }>();
  for (const { name, version } of library.all()) found.set(name, { usable: true, what: version });
  for (const [name, reason] of library.faults()) found.set(name, { usable: false, what: reason });
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
