/** Hears when files of a folder were added, changed or removed, and reads them again once it has been quiet for a moment. */
import { extname } from 'node:path';
import { watch } from 'chokidar';
import { toError } from './errors.ts';
import type { Log } from './log.ts';

/** What belongs together may be several files, and an editor may write each in pieces. */
const quietMs = 300;

interface WatchOptions {
  folder: string;
  /** Folders within it that count as well: 0 for none. */
  depth: number;
  /** In lower case. */
  endings: ReadonlySet<string>;
  /** For the log: `the workflows`. */
  what: string;
  /** Never two at once. May throw; what was read before stays then. */
  reload: () => Promise<void>;
  log: Log;
}

export async function watchFolder({ folder, depth, endings, what, reload, log }: WatchOptions) {
  let timer: NodeJS.Timeout | undefined;
  let reading = Promise.resolve();

  async function read(): Promise<void> {
    try {
      await reload();
    } catch (thrown) {
      log.warn({ err: toError(thrown) }, `${what} could not be read; those that were read before stay`);
    }
  }

  const watcher = watch(folder, {
    depth,
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !endings.has(extname(path).toLowerCase()),
  });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reading = reading.then(read);
    }, quietMs);
  });
  watcher.on('error', (thrown) => log.warn({ err: toError(thrown) }, `${what} cannot be watched`));
  await new Promise<void>((resolve) => watcher.once('ready', resolve));

  return {
    async close(): Promise<void> {
      clearTimeout(timer);
      await watcher.close();
      await reading;
    },
  };
}
