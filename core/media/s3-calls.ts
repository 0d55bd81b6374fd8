/** Signed calls to one bucket: bounded in time, tried again where that may help, every error with what S3 said. */
import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { Agent } from 'undici';
import { toError } from '../errors.ts';
import type { Bucket } from './s3-address.ts';
import { textOf } from './s3-xml.ts';
import { StoreTrouble } from './trouble.ts';

export interface Call {
  method: 'GET' | 'PUT' | 'DELETE';
  /** Of an object; without it the call is about the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** A file to send; its hash is signed, so S3 takes these bytes and no others. */
  file?: { path: string; bytes: number; sha256: string };
  /** S3's names of refusals that are an answer, too. */
  expected?: readonly string[];
  /** @default 3 */
  tries?: number;
  timeoutMs?: number;
}

export interface Answer {
  /** S3's name of its refusal, when it was expected. */
  refused?: string;
  body: Buffer;
}

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** For silence, not for the whole: a large file may take its time. */
const silenceMs = 30_000;
const mayPass = [408, 429, 500, 502, 503, 504];
const pausesMs = [200, 1000];

export function createCalls(bucket: Bucket) {
  const agent = new Agent({
    connect: { timeout: 5000 },
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    keepAliveTimeout: 10_000,
  });

  async function once({ method, key = '', query = {}, headers = {}, file, timeoutMs }: Call) {
    const url = new URL(bucket.url + key);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signed = await new AwsV4Signer({
      method,
      url: url.href,
      headers: { ...headers, 'x-amz-content-sha256': file?.sha256 ?? emptyHash },
      service: 's3',
      region: bucket.region,
      accessKeyId: bucket.accessKeyId,
      secretAccessKey: bucket.secretAccessKey,
      ...(bucket.sessionToken && { sessionToken: bucket.sessionToken }),
    }).sign();
    const {
      statusCode,
      headers: got,
      body,
    } = await agent.request({
      origin: signed.url.origin,
      path: signed.url.pathname + signed.url.search,
      method,
      headers: {
        ...Object.fromEntries(signed.headers),
        ...(file && { 'content-length': String(file.bytes) }),
      },
      body: file ? createReadStream(file.path) : null,
      signal: timeoutMs ? AbortSignal.timeout(timeoutMs) : null,
    });
    const answer = { status: statusCode, body: Buffer.from(await body.arrayBuffer()) };
    const elsewhere = got['x-amz-bucket-region'];
    if (typeof elsewhere === 'string' && elsewhere !== bucket.region) {
      throw new StoreTrouble(`${bucket.name} is in the region ${elsewhere}: set AWS_REGION to that`);
    }
    return answer;
  }

  return {
    /** @throws StoreTrouble for any answer but 2xx and what is expected. */
    async call(call: Call): Promise<Answer> {
      const told = `${call.method} ${bucket.name}${call.key ? `, ${call.key},` : ''}`;
      for (let attempt = 1; ; attempt += 1) {
        const last = attempt >= (call.tries ?? 3);
        try {
          const { status, body } = await once(call);
          if (status >= 200 && status <= 299) return { body };
          const code = textOf(body.toString('utf8'), 'Code') ?? '';
          if (call.expected?.includes(code)) return { refused: code, body };
          if (last || !mayPass.includes(status))
            throw new StoreTrouble(`${told} failed with ${status} ${code}${remedies[code] ?? ''}`.trim());
        } catch (thrown) {
          if (thrown instanceof StoreTrouble) throw thrown;
          if (last) throw new StoreTrouble(`${told} failed: ${reasonOf(toError(thrown))}`, { cause: thrown });
        }
        await delay(pausesMs[attempt - 1] ?? 1000);
      }
    },
    close: () => agent.destroy(),
  };
}

const remedies: Record<string, string> = {
  SignatureDoesNotMatch: ': AWS_SECRET_ACCESS_KEY is not the one that belongs to AWS_ACCESS_KEY_ID',
  InvalidAccessKeyId: ': AWS_ACCESS_KEY_ID is not known there',
  AccessDenied: ': the key may not do that; it needs to list, get, put and delete',
  NoSuchBucket: ': make the bucket first',
  RequestTimeTooSkewed: ": this machine's clock is wrong",
};

/** undici wraps what happened; the system's own word for it is what helps. */
function reasonOf(error: Error): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(toError(error.errors[0]));
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}
