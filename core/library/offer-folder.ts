/** Puts the folder's files where workers find them, and keeps saying that they are wanted. */
import { readFile } from 'node:fs/promises';
import { toError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { WorkflowFiles } from './files.ts';
import type { FolderSource } from './folder.ts';

export interface OfferOptions {
  sources: () => readonly FolderSource[];
  files: Pick<WorkflowFiles, 'keep' | 'want' | 'sweep'>;
  log: Log;
  /** @default an hour */
  everyMs?: number;
}

export function offerFolder({ sources, files, log, everyMs = 60 * 60 * 1000 }: OfferOptions) {
  let work = Promise.resolve();

  async function round(sweep: boolean): Promise<void> {
    const offered = sources();
    const missing = new Set(await files.want(offered.map(({ file }) => file.id)));
    for (const { path, file } of offered) {
      if (!missing.has(file.id)) continue;
      // It may have changed since; then what it is now is offered in the next round.
      await files.keep(file.name, await readFile(path));
    }
    if (sweep) await files.sweep();
  }

  function offer(sweep = false): Promise<void> {
    work = work
      .then(() => round(sweep))
      .catch((thrown) =>
        log.warn({ err: toError(thrown) }, 'the workflows of the folder could not be offered to the workers'),
      );
    return work;
  }

  const timer = setInterval(() => void offer(true), everyMs);
  return {
    /** Called whenever the folder was read. */
    offer: () => offer(),
    async close(): Promise<void> {
      clearInterval(timer);
      await work;
    },
  };
}
