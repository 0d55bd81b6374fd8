/**
 * The media store: where outputs are kept. A local folder, or a bucket that speaks S3 when the worker and the bots do
 * not share a disk.
 *
 * A file's key holds the hash of its bytes, so it is written whole or not at all, kept once per folder however often
 * it is written, and checked whenever it is read.
 */
import { fileURLToPath } from 'node:url';
import { SettingsError } from './errors.ts';
import type { Draft } from './media/draft.ts';
import { openFolder } from './media/folder.ts';
import { openBucket } from './media/s3.ts';
import { type Account, bucketAddress } from './media/s3-address.ts';

/** What most of us need of it. */
export interface MediaStore {
  /** Writes the whole file or nothing. Folders are job ids. @returns its key. @throws StoreTrouble */
  put(folder: string, name: string, bytes: Uint8Array): Promise<string>;
  /** Null when there is no such file. @throws DamagedFile when its bytes are not those that were put; StoreTrouble */
  get(key: string): Promise<Buffer | null>;
  /** Removes every file under a folder. @throws StoreTrouble */
  removeFolder(folder: string): Promise<void>;
  /** An address under which people get the file for a day, saved as `name`; absent where the store has none. */
  link?(key: string, name: string): Promise<string>;
}

/** All of it: what the worker and the sweep need on top. */
export interface OpenStore extends MediaStore {
  /** Its address without credentials. */
  readonly name: string;
  /**
   * Writes a file of any size beside the store, for whoever has to look at it before it is kept. Whoever has a draft
   * discards it. @throws StoreTrouble, or what reading `chunks` throws
   */
  draft(chunks: AsyncIterable<Uint8Array>): Promise<Draft>;
  /** Keeps a draft. @returns its key. @throws StoreTrouble */
  keep(draft: Draft, folder: string, name: string): Promise<string>;
  /** Every folder it holds. @throws StoreTrouble */
  folders(): AsyncIterable<string>;
  /** Says whose store this is, unless it was somebody's before. @returns whose it is. @throws StoreTrouble */
  claim(owner: string): Promise<string>;
  /** Removes drafts of processes that died: those written before that moment. */
  tidy(before: number): Promise<void>;
  /** Whether a file can be kept now; otherwise why not, in words. Never throws. */
  available(): Promise<true | string>;
  close(): Promise<void>;
}

export interface MediaOptions {
  /** Bytes to leave free on the disk. @default 0 */
  minFree?: number;
  /** Where drafts are written when the store is no folder. @default the system's folder for temporary files */
  drafts?: string;
  /** Where S3 is and who we are there. */
  account?: Account;
}

/** @throws SettingsError for an address that is neither a folder nor a bucket. */
export function openMediaStore(mediaUrl: string, options: MediaOptions = {}): OpenStore {
  let url: URL;
  try {
    url = new URL(mediaUrl);
  } catch {
    throw new SettingsError(
      `MEDIA_URL must be a URL such as file:///srv/media or s3://bucket/prefix, got "${mediaUrl}".`,
    );
  }
  if (url.protocol === 'file:') return openFolder(folderOf(url, mediaUrl), options);
  if (url.protocol === 's3:') return openBucket(bucketAddress(mediaUrl, options.account), options);
  throw new SettingsError(`MEDIA_URL must begin with file:// or s3://, got "${url.protocol}//…".`);
}

/** What a URL may say and a path cannot: a host, half a character. */
function folderOf(url: URL, mediaUrl: string): string {
  try {
    return fileURLToPath(url);
  } catch (thrown) {
    throw new SettingsError(
      `MEDIA_URL must name a folder of this machine, such as file:///srv/media, got "${mediaUrl}".`,
      { cause: thrown },
    );
  }
}
