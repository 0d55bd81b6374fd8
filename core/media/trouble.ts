/** What can be wrong with the media store. */
import { PassingError, toError } from '../errors.ts';

/** The store cannot be written to or read from at the moment: a full disk, a bucket out of reach. */
export class StoreTrouble extends PassingError {
  override name = 'StoreTrouble';
}

/** A file is there, but its bytes are not those that were put. It is not shown to anybody. */
export class DamagedFile extends Error {
  override name = 'DamagedFile';
}

/** The system's word for what a disk will not do, in ours. */
export function diskTrouble(what: string, thrown: unknown): StoreTrouble {
  const error = toError(thrown);
  const { code } = error as NodeJS.ErrnoException;
  const words = code ? (spoken[code] ?? error.message) : error.message;
  return new StoreTrouble(`${what}: ${words}`, { cause: thrown });
}

const spoken: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'we may not write there',
  EPERM: 'we may not write there',
  ENOTDIR: 'it is not a folder',
  EIO: 'the disk does not answer',
};
