/**
 * A stand-in for S3: one bucket, addressed by its path, kept in memory. It refuses what S3 refuses: requests that are
 * not signed, signed otherwise or long ago, bodies that are not the ones that were signed, bodies of unknown length,
 * conditions that do not hold.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Bucket, createBucket, escapeXml } from './bucket.ts';
import { Refusal } from './refusal.ts';
import { checkSignature, type Keys } from './signature.ts';

export interface S3Options extends Keys {
  bucket: string;
  port?: number;
  now?: () => number;
}

export interface S3StandIn {
  readonly url: string;
  readonly port: number;
  readonly bucket: Bucket;
  /** Every request that came, as `PUT /bucket/key`, and what it was answered. */
  readonly log: { call: string; status: number }[];
  /** The next requests are answered with these instead, first one first. */
  readonly failures: { status: number; code: string }[];
  close(): Promise<void>;
}

const largestBody = 5 * 1024 ** 3;

export async function startS3({
  bucket: name,
  port = 0,
  now = Date.now,
  ...keys
}: S3Options): Promise<S3StandIn> {
  const bucket = createBucket(name);
  const log: S3StandIn['log'] = [];
  const failures: S3StandIn['failures'] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    const { path, query } = readTarget(request.url ?? '/');
    const signedHash = checkSignature({ method, path, query, headers }, keys, now());
    const failure = failures.shift();
    if (failure) throw new Refusal(failure.status, failure.code, 'This was asked for by a test.');
    const [, first = '', ...rest] = path.split('/');
    if (decodeURIComponent(first) !== name)
      throw new Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist.');
    const key = decodeURIComponent(rest.join('/'));
    if (method === 'PUT' && key) {
      const bytes = await readBody(request, signedHash);
      const etag = bucket.put(key, bytes, { ifNoneMatch: headers['if-none-match'], now: now() });
      return send(response, 200, { etag });
    }
    if ((method === 'GET' || method === 'HEAD') && key) {
      const { bytes, etag, at } = bucket.get(key);
      const disposition = query.get('response-content-disposition');
      const about = {
        etag,
        'last-modified': new Date(at).toUTCString(),
        'content-type': 'application/octet-stream',
        ...(disposition && { 'content-disposition': disposition }),
      };
      return send(response, 200, about, bytes);
    }
    if (method === 'DELETE' && key) {
      bucket.objects.delete(key);
      return send(response, 204, {});
    }
    if (method === 'HEAD') return send(response, 200, {});
    if (method === 'GET' && query.get('list-type') === '2')
      return send(response, 200, { 'content-type': 'application/xml' }, Buffer.from(bucket.list(query)));
    throw new Refusal(501, 'NotImplemented', `${method} ${path} is not part of this stand-in.`);
  }

  const server = createServer((request, response) => {
    response.on('finish', () =>
      log.push({ call: `${request.method} ${request.url}`, status: response.statusCode }),
    );
    answer(request, response).catch((thrown: unknown) => {
      const refusal = thrown instanceof Refusal ? thrown : new Refusal(500, 'InternalError', String(thrown));
      refuse(request, response, refusal);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    bucket,
    log,
    failures,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function readTarget(target: string): { path: string; query: URLSearchParams } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

async function readBody(request: IncomingMessage, signedHash: string): Promise<Buffer> {
  const { 'content-length': length, 'content-md5': md5 } = request.headers;
  if (length === undefined)
    throw new Refusal(411, 'MissingContentLength', 'You must provide the Content-Length header.');
  if (Number(length) > largestBody) throw new Refusal(400, 'EntityTooLarge', 'The upload is too large.');
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const bytes = Buffer.concat(parts);
  if (signedHash !== 'UNSIGNED-PAYLOAD' && createHash('sha256').update(bytes).digest('hex') !== signedHash)
    throw new Refusal(400, 'XAmzContentSHA256Mismatch', 'The body is not the one that was signed.');
  if (md5 !== undefined && createHash('md5').update(bytes).digest('base64') !== md5)
    throw new Refusal(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  return bytes;
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body?: Buffer,
): void {
  response.writeHead(status, {
    ...headers,
    'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
    ...(status !== 204 && { 'content-length': String(body?.length ?? 0) }),
  });
  response.end(body);
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { status, code, message } = refusal;
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  // What is left of the body is not read, so nothing more can come over this connection.
  if (!request.complete) response.shouldKeepAlive = false;
  send(response, status, { 'content-type': 'application/xml' }, Buffer.from(xml));
}
