/** One bucket's objects, and how they are listed. */
import { createHash } from 'node:crypto';
import { Refusal } from './refusal.ts';

interface StoredObject {
  bytes: Buffer;
  etag: string;
  at: number;
}

export type Bucket = ReturnType<typeof createBucket>;

export function createBucket(name: string) {
  const objects = new Map<string, StoredObject>();

  return {
    objects,

    put(key: string, bytes: Buffer, { ifNoneMatch, now }: { ifNoneMatch: string | undefined; now: number }) {
      if (Buffer.byteLength(key) > 1024) throw new Refusal(400, 'KeyTooLongError', 'Your key is too long.');
      if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
        throw new Refusal(501, 'NotImplemented', 'If-None-Match of a PUT can only be *.');
      if (ifNoneMatch === '*' && objects.has(key))
        throw new Refusal(412, 'PreconditionFailed', 'At least one of the preconditions did not hold.');
      const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
      objects.set(key, { bytes, etag, at: now });
      return etag;
    },

    get(key: string): StoredObject {
      const found = objects.get(key);
      if (!found) throw new Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
      return found;
    },

    /** ListObjectsV2: keys in the order of their UTF-8 bytes; what the delimiter cuts off comes as common prefixes. */
    list(query: URLSearchParams): string {
      const prefix = query.get('prefix') ?? '';
      const delimiter = query.get('delimiter') ?? '';
      const most = Math.min(1000, Number(query.get('max-keys') ?? 1000));
      if (!Number.isInteger(most) || most < 0)
        throw new Refusal(400, 'InvalidArgument', 'max-keys must be a whole number.');
      const token = query.get('continuation-token');
      const after = token
        ? Buffer.from(token, 'base64url').toString('utf8')
        : (query.get('start-after') ?? '');
      const contents: string[] = [];
      const prefixes = new Set<string>();
      let last = '';
      let more = false;
      for (const key of [...objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
        if (!key.startsWith(prefix)) continue;
        const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
        const shown = cut < 0 ? key : key.slice(0, cut + delimiter.length);
        if (shown <= after || prefixes.has(shown)) continue;
        if (contents.length + prefixes.size >= most) {
          more = true;
          break;
        }
        if (cut < 0) contents.push(key);
        else prefixes.add(shown);
        last = shown;
      }
      return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
        `<Name>${escapeXml(name)}</Name><Prefix>${escapeXml(prefix)}</Prefix>`,
        `<KeyCount>${contents.length + prefixes.size}</KeyCount><MaxKeys>${most}</MaxKeys>`,
        `<IsTruncated>${more && most > 0}</IsTruncated>`,
        ...(more && most > 0
          ? [`<NextContinuationToken>${Buffer.from(last).toString('base64url')}</NextContinuationToken>`]
          : []),
        ...contents.map((key) => {
          const { bytes, etag, at } = objects.get(key) as StoredObject;
          const modified = new Date(at).toISOString();
          return `<Contents><Key>${escapeXml(key)}</Key><LastModified>${modified}</LastModified><ETag>${escapeXml(etag)}</ETag><Size>${bytes.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
        }),
        ...[...prefixes].map((one) => `<CommonPrefixes><Prefix>${escapeXml(one)}</Prefix></CommonPrefixes>`),
        '</ListBucketResult>',
      ].join('');
    },
  };
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
