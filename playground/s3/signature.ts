/** Signature Version 4, from the server's side: is this request what the holder of the key signed? */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

export interface Signed {
  method: string;
  /** As it came over the wire. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

export interface Keys {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;
const skewMs = 15 * 60 * 1000;

/** What a request says of its signature, in its headers or in its address. */
interface Claim {
  accessKeyId: string;
  day: string;
  region: string;
  service: string;
  /** Names of the signed headers. */
  names: string;
  signature: string;
  date: string;
  bodyHash: string;
  /** How long after its date it holds; without it, as long as clocks may differ. */
  seconds?: number;
}

function claimOf({ method, headers, query }: Signed): Claim {
  if (query.has('X-Amz-Signature')) return claimInAddress(method, query);
  const given = headers.authorization;
  if (given === undefined) throw new Refusal(403, 'AccessDenied', 'Anonymous access is forbidden.');
  const parts = authorizationForm.exec(given);
  if (!parts)
    throw new Refusal(400, 'AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  const [, accessKeyId = '', day = '', region = '', service = '', names = '', signature = ''] = parts;
  const date = one(headers['x-amz-date']);
  const bodyHash = one(headers['x-amz-content-sha256']);
  if (!bodyHash) throw new Refusal(400, 'InvalidRequest', 'Missing required header x-amz-content-sha256.');
  return { accessKeyId, day, region, service, names, signature, date, bodyHash };
}

/** An address that was signed beforehand, for whoever has it; here only for reading. */
function claimInAddress(method: string, query: URLSearchParams): Claim {
  const of = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const [accessKeyId = '', day = '', region = '', service = '', end] = of('Credential').split('/');
  const seconds = Number(of('Expires'));
  const signature = of('Signature');
  const isWhole =
    of('Algorithm') === 'AWS4-HMAC-SHA256' && end === 'aws4_request' && /^[0-9a-f]{64}$/.test(signature);
  if (!isWhole || !(seconds >= 1 && seconds <= 604_800) || !['GET', 'HEAD'].includes(method))
    throw new Refusal(400, 'AuthorizationQueryParametersError', 'The signature in the address is malformed.');
  const about = { names: of('SignedHeaders'), signature, date: of('Date'), seconds };
  return { accessKeyId, day, region, service, ...about, bodyHash: 'UNSIGNED-PAYLOAD' };
}

/** @returns the hash of the body that was signed. @throws Refusal */
export function checkSignature(request: Signed, keys: Keys, now: number): string {
  const { headers } = request;
  const { accessKeyId, day, region, service, names, signature, date, bodyHash, seconds } = claimOf(request);
  if (accessKeyId !== keys.accessKeyId)
    throw new Refusal(403, 'InvalidAccessKeyId', 'The access key does not exist in our records.');
  if (service !== 's3' || region !== keys.region)
    throw new Refusal(400, 'AuthorizationHeaderMalformed', `The credential is for ${service} in ${region}.`);
  if (!date.startsWith(day)) throw new Refusal(403, 'AccessDenied', 'A valid x-amz-date is required.');
  if (seconds !== undefined && now > timeOf(date) + seconds * 1000)
    throw new Refusal(403, 'AccessDenied', 'Request has expired');
  if (!(now - timeOf(date) >= -skewMs && (seconds !== undefined || now - timeOf(date) <= skewMs)))
    throw new Refusal(403, 'RequestTimeTooSkewed', 'The time of the request is too far from ours.');

  const signed = names.split(';');
  const unsigned = Object.keys(headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signed.includes(name),
  );
  if (unsigned.length > 0)
    throw new Refusal(403, 'AccessDenied', `There were headers that were not signed: ${unsigned.join(', ')}`);

  const query = new URLSearchParams([...request.query].filter(([name]) => name !== 'X-Amz-Signature'));
  const canonical = [
    request.method,
    encodePath(request.path),
    encodeQuery(query),
    ...signed.map((name) => `${name}:${one(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    names,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  );
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  );
  const expected = createHmac('sha256', key).update(text).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex')))
    throw new Refusal(
      403,
      'SignatureDoesNotMatch',
      'The signature we calculated does not match the one you sent.',
    );
  return bodyHash;
}

function one(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** S3 encodes each part once, and does not tidy the path. */
function encodePath(path: string): string {
  return path
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
}

function encodeQuery(query: URLSearchParams): string {
  const pairs = [...query].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.sort().join('&');
}
