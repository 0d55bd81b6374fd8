/** A local folder as a media store. */
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { OpenStore } from '../media.ts';
import { type Draft, putBy, removeOldDrafts, writeDraft } from './draft.ts';
import { checkFolder, checkKey, isFolder, keyOf, ownerFile, verify } from './key.ts';
import { roomIn } from './space.ts';
import { diskTrouble } from './trouble.ts';

export interface FolderOptions {
  minFree?: number;
  /** Passed in to see what happens on a full disk. */
  openFile?: typeof open;
  askSpace?: Parameters<typeof roomIn>[2];
}

export function openFolder(root: string, { minFree = 0, openFile, askSpace }: FolderOptions = {}): OpenStore {
  const base = resolve(root);
  // On the same disk, so that keeping a draft is a rename: a file stands there whole or not at all.
  const drafts = join(base, '.incoming');

  const draft = (chunks: AsyncIterable<Uint8Array>) =>
    writeDraft(drafts, chunks, { lasting: true, openFile });

  async function keep({ path, sha256 }: Draft, folder: string, name: string): Promise<string> {
    const key = keyOf(folder, sha256, name);
    const place = join(base, key);
    try {
      await mkdir(dirname(place), { recursive: true });
      await rename(path, place);
      await sync(dirname(place));
    } catch (thrown) {
      throw diskTrouble(`${key} could not be kept in ${base}`, thrown);
    }
    return key;
  }

  return {
    name: base,
    draft,
    keep,
    put: putBy(draft, keep),
    async get(key) {
      checkKey(key);
      try {
        // A link in the store is none of ours, and is not followed out of it.
        const file = await open(join(base, key), constants.O_RDONLY | constants.O_NOFOLLOW);
        try {
          return verify(key, await file.readFile());
        } finally {
          await file.close();
        }
      } catch (thrown) {
        const { code } = thrown as NodeJS.ErrnoException;
        if (code === 'ENOENT') return null;
        throw code ? diskTrouble(`${key} could not be read`, thrown) : thrown;
      }
    },
    async removeFolder(folder) {
      try {
        await rm(join(base, checkFolder(folder)), { recursive: true, force: true });
      } catch (thrown) {
        if (!(thrown as NodeJS.ErrnoException).code) throw thrown;
        throw diskTrouble(`${folder} could not be removed`, thrown);
      }
    },
    async *folders() {
      try {
        for (const entry of await readdir(base, { withFileTypes: true }))
          if (entry.isDirectory() && isFolder(entry.name)) yield entry.name;
      } catch (thrown) {
        const { code } = thrown as NodeJS.ErrnoException;
        if (code !== 'ENOENT') throw code ? diskTrouble(`${base} could not be listed`, thrown) : thrown;
      }
    },
    async claim(owner) {
      const path = join(base, ownerFile);
      try {
        await mkdir(base, { recursive: true });
        await writeFile(path, owner, { flag: 'wx', flush: true });
        return owner;
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST')
          throw diskTrouble(`${path} could not be written`, thrown);
        return readFile(path, 'utf8');
      }
    },
    tidy: (before) => removeOldDrafts(drafts, before),
    available: () => roomIn(base, minFree, askSpace),
    close: async () => {},
  };
}

/** A rename is on the disk for good only when its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
