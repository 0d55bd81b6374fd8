/** The media store: where outputs are kept. A local folder for now. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettingsError } from './errors.ts';

export interface MediaStore {
  /** Writes the whole file or nothing. The key is `<folder>/<hash>.<extension>`, so the same bytes are kept once per folder. */
  put(folder: string, name: string, bytes: Uint8Array): Promise<string>;
  /** Null when there is no such file. */
  get(key: string): Promise<Buffer | null>;
  /** Removes every file under a folder. */
  removeFolder(folder: string): Promise<void>;
}

/** @throws SettingsError for an address that is not a local folder. */
export function openMediaStore(mediaUrl: string): MediaStore {
  let url: URL;
  try {
    url = new URL(mediaUrl);
  } catch {
    throw new SettingsError(`MEDIA_URL must be a URL such as file:///srv/media, got "${mediaUrl}".`);
  }
  if (url.protocol !== 'file:') {
    throw new SettingsError(
      `MEDIA_URL must begin with file:// for now, got "${url.protocol}//…"; other stores are not supported yet.`,
    );
  }
  return folderStore(fileURLToPath(url));
}

function folderStore(root: string): MediaStore {
  const base = resolve(root);
  /** Keys come from records, folders from job ids; a path that leaves the store is refused all the same. */
  function pathOf(key: string): string {
    const path = resolve(base, key);
    if (!path.startsWith(base + sep)) throw new Error(`media key "${key}" leaves the media store`);
    return path;
  }
  return {
    async put(folder, name, bytes) {
      const extension = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? '';
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
      const key = join(folder, `${hash}${extension}`);
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.${randomBytes(4).toString('hex')}.part`;
      await writeFile(temporary, bytes, { flush: true });
      await rename(temporary, path);
      return key;
    },
    async get(key) {
      const path = pathOf(key);
      const found = await stat(path).catch(() => null);
      return found?.isFile() ? readFile(path) : null;
    },
    async removeFolder(folder) {
      await rm(pathOf(folder), { recursive: true, force: true });
    },
  };
}
