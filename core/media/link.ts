/** Addresses under which anybody who has them gets one object of a bucket, for a while: signed, so that nobody needs a key. */
import { AwsV4Signer } from 'aws4fetch';
import type { Bucket } from './s3-address.ts';

/** How long a link works. */
export const linkSeconds = 24 * 60 * 60;

/** @param name what it is saved as */
export async function linkTo(bucket: Bucket, key: string, name: string): Promise<string> {
  const url = new URL(bucket.url + bucket.prefix + key);
  url.searchParams.set('X-Amz-Expires', String(linkSeconds));
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, '_');
  url.searchParams.set('response-content-disposition', `attachment; filename="${safe}"`);
  const signed = await new AwsV4Signer({
    method: 'GET',
    url: url.href,
    service: 's3',
    region: bucket.region,
    accessKeyId: bucket.accessKeyId,
    secretAccessKey: bucket.secretAccessKey,
    ...(bucket.sessionToken && { sessionToken: bucket.sessionToken }),
    signQuery: true,
  }).sign();
  return signed.url.href;
}
