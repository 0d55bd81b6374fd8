/** The stand-in refuses what S3 refuses. The signatures are those that Amazon's documentation works out as examples. */
import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type S3StandIn, startS3 } from '../../../playground/s3/server.ts';
import { checkSignature } from '../../../playground/s3/signature.ts';

const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('a signature', () => {
  const keys = {
    region: 'us-east-1',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  const then = Date.UTC(2013, 4, 24);
  const get = (path: string, query: string, signed: string, signature: string, more = {}) => ({
    method: 'GET',
    path,
    query: new URLSearchParams(query),
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-content-sha256': empty,
      'x-amz-date': '20130524T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signed},Signature=${signature}`,
      ...more,
    },
  });
  const object = get(
    '/test.txt',
    '',
    'host;range;x-amz-content-sha256;x-amz-date',
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    { range: 'bytes=0-9' },
  );
  const list = get(
    '/',
    'max-keys=2&prefix=J',
    'host;x-amz-content-sha256;x-amz-date',
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  );

  it('is right where Amazon says so', () => {
    expect(checkSignature(object, keys, then)).toBe(empty);
    expect(checkSignature(list, keys, then)).toBe(empty);
  });
  it.each([
    ['another path', { ...object, path: '/other.txt' }, 'SignatureDoesNotMatch'],
    ['another method', { ...object, method: 'PUT' }, 'SignatureDoesNotMatch'],
    [
      'another query',
      { ...list, query: new URLSearchParams('max-keys=3&prefix=J') },
      'SignatureDoesNotMatch',
    ],
    [
      'another header',
      { ...object, headers: { ...object.headers, range: 'bytes=0-99' } },
      'SignatureDoesNotMatch',
    ],
    [
      'a header that was added',
      { ...list, headers: { ...list.headers, 'x-amz-acl': 'public-read' } },
      'AccessDenied',
    ],
    ['no signature', { ...list, headers: {} }, 'AccessDenied'],
  ])('is wrong for %s', (_what, request, code) => {
    expect(() => checkSignature(request, keys, then)).toThrow(expect.objectContaining({ code }));
  });
  it('is of no use a quarter of an hour later', () => {
    const late = then + 16 * 60 * 1000;
    expect(() => checkSignature(list, keys, late)).toThrow(
      expect.objectContaining({ code: 'RequestTimeTooSkewed' }),
    );
  });
});

describe('the stand-in for S3', () => {
  const keys = { region: 'us-east-1', accessKeyId: 'AK', secretAccessKey: 'secret' };
  let s3: S3StandIn;
  beforeAll(async () => {
    s3 = await startS3({ ...keys, bucket: 'box' });
  });
  afterAll(() => s3.close());

  async function call(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
    const signer = new AwsV4Signer({
      ...keys,
      service: 's3',
      method,
      url: s3.url + path,
      headers: {
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
        ...headers,
      },
    });
    const { url, headers: signed } = await signer.sign();
    const answer = await fetch(url, { method, headers: signed, ...(body !== undefined && { body }) });
    return { status: answer.status, text: await answer.text() };
  }

  it('keeps, gives, lists in order and by pages, and deletes', async () => {
    for (const key of ['b/2', 'a', 'b/1', 'c&d', 'b/é'])
      expect((await call('PUT', `/box/${encodeURI(key)}`, key)).status).toBe(200);
    expect(await call('GET', '/box/c&d')).toEqual({ status: 200, text: 'c&d' });
    const listed = (xml: string) => [...xml.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
    const first = await call('GET', '/box?list-type=2&max-keys=2');
    expect(listed(first.text)).toEqual(['a', 'b/1']);
    const token = /<NextContinuationToken>(.*?)</.exec(first.text)?.[1];
    const second = await call('GET', `/box?list-type=2&continuation-token=${token}`);
    expect(listed(second.text)).toEqual(['b/2', 'b/é', 'c&amp;d']);
    const grouped = await call('GET', '/box?list-type=2&delimiter=%2F');
    expect(listed(grouped.text)).toEqual(['a', 'c&amp;d']);
    expect(grouped.text).toContain('<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>');
    expect((await call('DELETE', '/box/a')).status).toBe(204);
    expect((await call('DELETE', '/box/a')).status).toBe(204);
    expect((await call('GET', '/box/a')).text).toContain('<Code>NoSuchKey</Code>');
  });

  it('refuses a body other than the one that was signed', async () => {
    const answer = await call('PUT', '/box/x', 'body', { 'x-amz-content-sha256': empty });
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('XAmzContentSHA256Mismatch') });
    expect(s3.bucket.objects.has('x')).toBe(false);
  });

  it('holds to the condition that there is no such object yet', async () => {
    const condition = { 'if-none-match': '*' };
    expect((await call('PUT', '/box/once', 'first', condition)).status).toBe(200);
    expect((await call('PUT', '/box/once', 'second', condition)).status).toBe(412);
    expect((await call('GET', '/box/once')).text).toBe('first');
  });

  it('knows one bucket', async () => {
    expect((await call('GET', '/other?list-type=2')).text).toContain('NoSuchBucket');
  });
});
