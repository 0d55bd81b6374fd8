/** A bucket that speaks S3 as a media store: Amazon's, or MinIO, Garage, R2 and others by their endpoint. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toError } from '../errors.ts';
import type { OpenStore } from '../media.ts';
import { type Draft, once, putBy, removeOldDrafts, writeDraft } from './draft.ts';
import { checkFolder, checkKey, isFolder, keyOf, ownerFile, verify } from './key.ts';
import { linkTo } from './link.ts';
import type { Bucket } from './s3-address.ts';
import { createCalls } from './s3-calls.ts';
import { textOf, textsOf } from './s3-xml.ts';
import { roomIn } from './space.ts';

export interface BucketOptions {
  minFree?: number;
  drafts?: string;
}

/** A question that is asked every few seconds may not take longer. */
const lookMs = 4000;
/** Objects removed at the same time. */
const atOnce = 8;

export function openBucket(bucket: Bucket, { minFree = 0, drafts }: BucketOptions = {}): OpenStore {
  const draftFolder = drafts ?? join(tmpdir(), 'rendezvous-media');
  const { call, close } = createCalls(bucket);
  const { prefix } = bucket;

  const draft = (chunks: AsyncIterable<Uint8Array>) => writeDraft(draftFolder, chunks);

  /** One request, hashed and signed as a whole: the object is there completely or not at all. */
  async function keep({ path, bytes, sha256 }: Draft, folder: string, name: string): Promise<string> {
    const key = keyOf(folder, sha256, name);
    // A browser that is led to the bucket is to save it, whatever is in it.
    const headers = { 'content-type': 'application/octet-stream' };
    await call({ method: 'PUT', key: prefix + key, headers, file: { path, bytes, sha256 } });
    return key;
  }

  /** What is under a prefix of ours, page by page. */
  async function* pages(query: { prefix: string; delimiter?: string }): AsyncIterable<string> {
    let token: string | undefined;
    do {
      const { body } = await call({
        method: 'GET',
        query: { 'list-type': '2', ...query, ...(token && { 'continuation-token': token }) },
      });
      const xml = body.toString('utf8');
      yield xml;
      token = textOf(xml, 'IsTruncated') === 'true' ? textOf(xml, 'NextContinuationToken') : undefined;
    } while (token);
  }

  return {
    name: bucket.name,
    // A bucket without TLS is one of an inner network, where no member of a chat is.
    ...(bucket.url.startsWith('https:') && {
      link: (key, name) => linkTo(bucket, checkKey(key), name),
    }),
    draft,
    keep,
    put: putBy(draft, keep),
    async get(key) {
      const expected = ['NoSuchKey'];
      const { refused, body } = await call({ method: 'GET', key: prefix + checkKey(key), expected });
      return refused ? null : verify(key, body);
    },
    async removeFolder(folder) {
      const under = `${prefix}${checkFolder(folder)}/`;
      const found: string[] = [];
      // A server that lists more than it was asked for does not get to say what we remove.
      for await (const xml of pages({ prefix: under }))
        found.push(...textsOf(xml, 'Key').filter((key) => key.startsWith(under)));
      while (found.length > 0)
        await Promise.all(
          found.splice(0, atOnce).map((key) => call({ method: 'DELETE', key, expected: ['NoSuchKey'] })),
        );
    },
    async *folders() {
      for await (const xml of pages({ prefix, delimiter: '/' })) {
        for (const under of textsOf(xml, 'Prefix')) {
          const folder = under.slice(prefix.length, -1);
          if (under.startsWith(prefix) && under.endsWith('/') && isFolder(folder)) yield folder;
        }
      }
    },
    async claim(owner) {
      const key = prefix + ownerFile;
      const { refused, body } = await call({ method: 'GET', key, expected: ['NoSuchKey'] });
      if (!refused) return body.toString('utf8');
      const file = await draft(once(Buffer.from(owner)));
      await call({ method: 'PUT', key, file }).finally(file.discard);
      return owner;
    },
    tidy: (before) => removeOldDrafts(draftFolder, before),
    async available() {
      const room = await roomIn(draftFolder, minFree);
      if (room !== true) return room;
      try {
        const query = { 'list-type': '2', 'max-keys': '1', prefix };
        await call({ method: 'GET', query, tries: 1, timeoutMs: lookMs });
        return true;
      } catch (thrown) {
        return toError(thrown).message;
      }
    },
    close,
  };
}
