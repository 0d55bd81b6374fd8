import type { Words } from '../core/say.ts';
/**
 * A file that somebody attached, as the platform tells of it. Nothing of it is fetched before it is read, and what its
 * name, type and size claim is to be checked by its bytes.
 */

/** Which files a platform offers for an option. */
export const offers = ['image', 'video', 'audio', 'any'] as const;
export type Offered = (typeof offers)[number];

export interface GivenFile {
  name: Words;
  /** As claimed; empty where the platform says nothing. */
  mediaType: string;
  /** As claimed. */
  bytes: number;
  /** Fetches it, from the platform it was attached on. @throws UserError when it has more than `most` bytes, is gone or kept from us */
  read(most: number): Promise<Buffer>;
}

export function isGivenFile(value: unknown): value is GivenFile {
  return typeof value === 'object' && value !== null && 'read' in value && typeof value.read === 'function';
}
