/**
 * Where a file stands in the store: `<folder>/<first 128 bits of the SHA-256 of its bytes><extension>`.
 *
 * A key is a checksum of what it names. Folders come from job ids and keys from records; both are checked here all the
 * same, so that nothing ever leaves the store, whatever somebody wrote into a record.
 */
import { createHash } from 'node:crypto';
import { DamagedFile } from './trouble.ts';

/** Beside the folders: whose store it is. */
export const ownerFile = '.owner';

const folderForm = /^[a-z0-9][a-z0-9-]{0,99}$/;
const keyForm = /^([a-z0-9][a-z0-9-]{0,99})\/([0-9a-f]{32})(\.[a-z0-9]{1,8})?$/;

export function isFolder(name: string): boolean {
  return folderForm.test(name);
}

export function checkFolder(folder: string): string {
  if (!isFolder(folder)) throw new Error(`media folder ${JSON.stringify(folder)} is no folder of ours`);
  return folder;
}

export function isKey(key: string): boolean {
  return keyForm.test(key);
}

export function checkKey(key: string): string {
  if (!isKey(key)) throw new Error(`media key ${JSON.stringify(key)} is no key of ours`);
  return key;
}

export function keyOf(folder: string, sha256: string, name: string): string {
  const extension = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? '';
  return `${checkFolder(folder)}/${sha256.slice(0, 32)}${extension}`;
}

export function folderOf(key: string): string {
  return key.slice(0, Math.max(0, key.indexOf('/')));
}

/** @throws DamagedFile when these are not the bytes the key was made for. */
export function verify<B extends Uint8Array>(key: string, bytes: B): B {
  const is = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  if (is !== keyForm.exec(key)?.[2]) {
    throw new DamagedFile(
      `${key} is damaged in the media store: its ${bytes.length} bytes are not those that were put`,
    );
  }
  return bytes;
}
