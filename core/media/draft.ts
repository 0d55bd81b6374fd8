/** A file on its way into the store: written to disk as it comes, so that its size costs no memory, and hashed. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenStore } from '../media.ts';
import { checkFolder } from './key.ts';
import { diskTrouble } from './trouble.ts';

export interface Draft {
  /** Where it can be read until it is discarded. */
  readonly path: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
  /** Harmless when it was kept or discarded before. */
  discard(): Promise<void>;
}

const ending = '.part';

export interface DraftOptions {
  /** Whether it is to outlive a power cut: not when it is sent on from here. @default false */
  lasting?: boolean;
  /** Passed in to see what happens on a full disk. */
  openFile?: typeof open;
}

export async function writeDraft(
  folder: string,
  chunks: AsyncIterable<Uint8Array>,
  { lasting = false, openFile = open }: DraftOptions = {},
): Promise<Draft> {
  const path = join(folder, `${randomBytes(8).toString('hex')}${ending}`);
  const hash = createHash('sha256');
  let bytes = 0;
  let broken: { thrown: unknown } | null = null;
  async function* hashed(): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    } catch (thrown) {
      broken = { thrown };
      throw thrown;
    }
  }
  const discard = () => rm(path, { force: true });
  try {
    await mkdir(folder, { recursive: true });
    const file = await openFile(path, 'wx');
    try {
      await file.writeFile(hashed());
      if (lasting) await file.sync();
    } finally {
      await file.close();
    }
  } catch (thrown) {
    await discard().catch(() => {});
    // What the sender did not send is not the disk's fault.
    if (broken) throw thrown;
    throw diskTrouble(`a file could not be written in ${folder}`, thrown);
  }
  return { path, bytes, sha256: hash.digest('hex'), discard };
}

/** The way of a file that is in memory already. */
export function putBy(draft: OpenStore['draft'], keep: OpenStore['keep']): OpenStore['put'] {
  return async (folder, name, bytes) => {
    checkFolder(folder);
    const written = await draft(once(bytes));
    try {
      return await keep(written, folder, name);
    } finally {
      await written.discard();
    }
  };
}

export async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** Removes what processes that died have left behind. */
export async function removeOldDrafts(folder: string, before: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.endsWith(ending)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && found.mtimeMs < before) await rm(path, { force: true }).catch(() => {});
  }
}
