/** Where a bucket is and who we are there, from `s3://bucket/prefix` and the settings. */
import { SettingsError } from '../errors.ts';

export interface Account {
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  sessionToken?: string | undefined;
  region?: string | undefined;
  /** Where an S3 that is not Amazon's answers. */
  endpoint?: string | undefined;
}

export interface Bucket {
  /** As in the setting: without credentials. */
  name: string;
  /** What stands before every key, with a slash at the end unless it is empty. */
  prefix: string;
  /** The bucket's own address, with a slash at the end. */
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

const bucketForm = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*)\/?$/;

/** @throws SettingsError */
export function bucketAddress(mediaUrl: string, account: Account = {}): Bucket {
  const [, bucket, path = ''] = bucketForm.exec(mediaUrl) ?? [];
  if (!bucket) {
    throw new SettingsError(
      `MEDIA_URL must be s3://bucket or s3://bucket/prefix, with letters, digits, "-", "_" and "." in the prefix, got "${mediaUrl}".`,
    );
  }
  const { accessKeyId, secretAccessKey, sessionToken, region = 'us-east-1', endpoint } = account;
  if (!accessKeyId || !secretAccessKey) {
    const missing = accessKeyId ? 'AWS_SECRET_ACCESS_KEY' : 'AWS_ACCESS_KEY_ID';
    throw new SettingsError(
      `MEDIA_URL is ${mediaUrl}, so ${missing} must be set; only keys in the settings are used.`,
    );
  }
  return {
    name: mediaUrl.replace(/\/$/, ''),
    prefix: path ? `${path.slice(1)}/` : '',
    url: endpoint ? `${endpoint.replace(/\/+$/, '')}/${bucket}/` : amazon(bucket, region),
    region,
    accessKeyId,
    secretAccessKey,
    sessionToken,
  };
}

/** Amazon wants the bucket in the host's name, where its certificate covers it. */
function amazon(bucket: string, region: string): string {
  const host = `s3.${region}.amazonaws.com`;
  return bucket.includes('.') ? `https://${host}/${bucket}/` : `https://${bucket}.${host}/`;
}
