/** The bytes behind files: in memory, or in a folder with one file per id. */
import { mkdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FileBytes {
  put(id: string, bytes: Uint8Array): void;
  get(id: string): Promise<Uint8Array | undefined>;
  delete(id: string): void;
  /** Resolves when everything put is on disk. */
  flush(): Promise<void>;
}

export function createFileBytes(dir: string | undefined): FileBytes {
  const inMemory = new Map<string, Uint8Array>();
  if (dir === undefined) {
    return {
      put: (id, bytes) => void inMemory.set(id, bytes),
      get: async (id) => inMemory.get(id),
      delete: (id) => void inMemory.delete(id),
      flush: async () => {},
    };
  }

  mkdirSync(dir, { recursive: true });
  const pathOf = (id: string) => join(dir, id);
  // One job after the other: a file that is put and deleted at once must end up deleted.
  let work: Promise<void> = Promise.resolve();
  const enqueue = (job: () => Promise<void>) => {
    work = work.then(job);
    // Whoever flushes is told; nobody else can do anything about a full disk.
    work.catch(() => {});
  };
  return {
    put(id, bytes) {
      // Served from memory until it is written.
      inMemory.set(id, bytes);
      enqueue(async () => {
        await writeFile(`${pathOf(id)}.part`, bytes);
        await rename(`${pathOf(id)}.part`, pathOf(id));
        inMemory.delete(id);
      });
    },
    get: async (id) => inMemory.get(id) ?? (await readFile(pathOf(id)).catch(() => undefined)),
    delete(id) {
      inMemory.delete(id);
      enqueue(() => rm(pathOf(id), { force: true }));
    },
    flush: () => work,
  };
}
