import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { linkTo } from '../../../core/media/link.ts';
import { bucketAddress } from '../../../core/media/s3-address.ts';
import { textsOf } from '../../../core/media/s3-xml.ts';
import { StoreTrouble } from '../../../core/media/trouble.ts';
import { type MediaOptions, openMediaStore } from '../../../core/media.ts';
import { type S3StandIn, startS3 } from '../../../playground/s3/server.ts';
import { keepsToTheContract, type StoreUnderTest } from './contract.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr/XUtnFEMI+K7MDENG', region: 'eu-west-1' };
let s3: S3StandIn;
let drafts: string;
const opened: { close(): Promise<void> }[] = [];

function open(url: string, account: NonNullable<MediaOptions['account']> = {}) {
  const store = openMediaStore(url, { drafts, account: { ...keys, endpoint: s3.url, ...account } });
  opened.push(store);
  return store;
}

beforeAll(async () => {
  drafts = await mkdtemp(join(tmpdir(), 'rendezvous-drafts-'));
  s3 = await startS3({ ...keys, bucket: 'renders' });
});
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await s3.close();
  await rm(drafts, { recursive: true });
});

describe('a bucket', () => {
  let given: StoreUnderTest;
  beforeAll(() => {
    given = {
      store: open('s3://renders/class/2026'),
      drafts,
      async overwrite(key, bytes) {
        s3.bucket.put(`class/2026/${key}`, Buffer.from(bytes), { ifNoneMatch: undefined, now: 0 });
      },
      async keys() {
        return [...s3.bucket.objects.keys()]
          .filter((key) => key.startsWith('class/2026/'))
          .map((key) => key.slice('class/2026/'.length));
      },
    };
  });
  keepsToTheContract(() => given);
});

describe('a link to an object', () => {
  const bytes = Buffer.from('the original');
  const address = async (name: string) => {
    const key = await open('s3://renders/class').put('job-large', 'film.mp4', bytes);
    const bucket = bucketAddress('s3://renders/class', { ...keys, endpoint: s3.url });
    return linkTo(bucket, key, name);
  };

  it('gives whoever has it the file, under its name, and nothing else', async () => {
    const url = await address('a "film".mp4');
    const answer = await fetch(url);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a_film_.mp4"');
    expect(url).not.toContain(keys.secretAccessKey);
    const other = url.replace('job-large', 'job-other');
    for (const [what, method] of [[other], [url, 'DELETE'], [url.replace('86400', '604800')]] as const)
      expect((await fetch(what, { method: method ?? 'GET' })).status).toBeGreaterThanOrEqual(400);
  });

  it('is had where people can reach the bucket', () => {
    expect(open('s3://renders').link).toBeUndefined();
    expect(open('s3://renders', { endpoint: 'https://s3.example' }).link).toBeDefined();
  });
});

describe('a bucket in trouble', () => {
  afterEach(() => {
    s3.failures.length = 0;
  });

  it('is asked again when it says that it is busy, and gets the whole file again', async () => {
    const store = open('s3://renders');
    s3.failures.push({ status: 503, code: 'SlowDown' }, { status: 500, code: 'InternalError' });
    const bytes = Buffer.alloc(300_000, 7);
    const key = await store.put('job-busy', 'a.bin', bytes);
    expect(await store.get(key)).toEqual(bytes);
  });

  it('is in trouble that may pass when it stays busy', async () => {
    const store = open('s3://renders');
    s3.failures.push(...Array.from({ length: 3 }, () => ({ status: 503, code: 'SlowDown' })));
    const putting = store.put('job-busy', 'a.bin', Buffer.from('x'));
    await expect(putting).rejects.toThrow(StoreTrouble);
    await expect(putting).rejects.toThrow(/^PUT s3:\/\/renders, job-busy\/.+, failed with 503 SlowDown$/);
  });

  it.each([
    ['a wrong secret', { secretAccessKey: 'another' }, 'AWS_SECRET_ACCESS_KEY is not the one'],
    ['a key nobody knows', { accessKeyId: 'AKIDNOBODY' }, 'AWS_ACCESS_KEY_ID is not known there'],
    ['another region', { region: 'us-east-1' }, 'AuthorizationHeaderMalformed'],
    ['nobody there', { endpoint: 'http://127.0.0.1:9' }, 'ECONNREFUSED'],
  ])('says what is wrong: %s', async (_what, account, words) => {
    const store = open('s3://renders', account);
    const reason = await store.available();
    expect(reason).toContain(words);
    expect(reason).not.toContain(keys.secretAccessKey);
  });

  it('says that there is no such bucket, and does not take that for a file that is gone', async () => {
    const store = open('s3://no-such-bucket');
    expect(await store.available()).toContain('NoSuchBucket: make the bucket first');
    await expect(store.get(`job-x/${'0'.repeat(32)}`)).rejects.toThrow('NoSuchBucket');
  });
});

describe('an s3 address', () => {
  it.each([
    ['s3://Renders', 'MEDIA_URL must be s3://bucket'],
    ['s3://renders/../other', 'MEDIA_URL must be s3://bucket'],
    ['s3://renders/a b', 'MEDIA_URL must be s3://bucket'],
    ['s3://key:secret@renders', 'MEDIA_URL must be s3://bucket'],
  ])('%s is refused', (url, words) => {
    expect(() => bucketAddress(url, keys)).toThrow(words);
  });
  it('needs keys', () => {
    expect(() => openMediaStore('s3://renders')).toThrow('AWS_ACCESS_KEY_ID must be set');
    expect(() => bucketAddress('s3://renders', { accessKeyId: 'x' })).toThrow(
      'AWS_SECRET_ACCESS_KEY must be set',
    );
  });
  it.each([
    ['s3://renders/a/b/', undefined, 'https://renders.s3.eu-west-1.amazonaws.com/', 'a/b/'],
    ['s3://my.renders', undefined, 'https://s3.eu-west-1.amazonaws.com/my.renders/', ''],
    ['s3://renders', 'http://minio:9000/', 'http://minio:9000/renders/', ''],
  ])('%s at %s is %s', (url, endpoint, address, prefix) => {
    expect(bucketAddress(url, { ...keys, endpoint })).toMatchObject({ url: address, prefix });
  });
});

it('reads the text of flat XML', () => {
  const xml = '<A><Key>a&amp;b&#x1F98A;&#65;</Key><Key/><Key>&bogus;&#x110000;</Key></A>';
  expect(textsOf(xml, 'Key')).toEqual(['a&b🦊A', '&bogus;&#x110000;']);
});
