/** Whether a disk has room for what is to come. */
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { diskTrouble } from './trouble.ts';

/** @returns true, or what keeps us from writing there. Makes the folder if need be. */
export async function roomIn(
  folder: string,
  minFree: number,
  ask: (path: string) => Promise<{ bavail: number; bsize: number }> = statfs,
): Promise<true | string> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await ask(folder);
    const free = bavail * bsize;
    if (free >= minFree) return true;
    return `${size(free)} are free on the disk of ${folder}, and ${size(minFree)} are to be left (MEDIA_MIN_FREE_MB)`;
  } catch (thrown) {
    return diskTrouble(`${folder} cannot be written to`, thrown).message;
  }
}

function size(bytes: number): string {
  return bytes >= 1024 ** 3
    ? `${(bytes / 1024 ** 3).toFixed(1)} GiB`
    : `${Math.floor(bytes / 1024 ** 2)} MiB`;
}
