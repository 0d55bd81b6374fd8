import { mkdtemp, open, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../../core/media/folder.ts';
import { StoreTrouble } from '../../../core/media/trouble.ts';
import { keepsToTheContract, type StoreUnderTest } from './contract.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rendezvous-folder-'));
});
afterAll(() => rm(root, { recursive: true }));

describe('a folder', () => {
  let given: StoreUnderTest;
  beforeAll(() => {
    const base = join(root, 'contract');
    given = {
      store: openFolder(base),
      drafts: join(base, '.incoming'),
      overwrite: (key, bytes) => writeFile(join(base, key), bytes),
      async keys() {
        const entries = await readdir(base, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(base.length + 1));
      },
    };
  });
  keepsToTheContract(() => given);

  it('follows no link out of itself', async () => {
    const base = join(root, 'links');
    const store = openFolder(base);
    const key = await store.put('job-l', 'a.txt', Buffer.from('here'));
    await rm(join(base, key));
    await symlink('/etc/hostname', join(base, key));
    await expect(store.get(key)).rejects.toThrow(StoreTrouble);
  });

  it('says how much is free when that is too little', async () => {
    const askSpace = async () => ({ bavail: 100, bsize: 1024 * 1024 });
    const store = openFolder(join(root, 'full'), { minFree: 2 * 1024 ** 3, askSpace });
    expect(await store.available()).toBe(
      `100 MiB are free on the disk of ${join(root, 'full')}, and 2.0 GiB are to be left (MEDIA_MIN_FREE_MB)`,
    );
    expect(await openFolder(join(root, 'full'), { minFree: 1, askSpace }).available()).toBe(true);
  });

  it('says so when it cannot be a folder at all', async () => {
    const file = join(root, 'a-file');
    await writeFile(file, '');
    expect(await openFolder(join(file, 'media')).available()).toContain('it is not a folder');
  });

  it('leaves no half file on a disk that is full, and says that this may pass', async () => {
    const base = join(root, 'overflowing');
    // The disk takes the beginning and is full then, as the real one is: by its error code.
    const openFile: typeof open = async (path, flags, mode) => {
      const file = await open(path, flags, mode);
      file.writeFile = async () => {
        await file.write(Buffer.alloc(1000));
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      return file;
    };
    const store = openFolder(base, { openFile });
    const putting = store.put('job-f', 'a.png', Buffer.alloc(5000));
    await expect(putting).rejects.toThrow(StoreTrouble);
    await expect(putting).rejects.toThrow('the disk is full');
    expect(await readdir(join(base, '.incoming'))).toEqual([]);
    expect(await readdir(base)).toEqual(['.incoming']);
  });
});
