/** Counts requests per bucket in fixed windows and says so in the headers, as Discord does. */
import { createHash } from 'node:crypto';
import type { BucketName, Rate, RateLimits } from '../limits.ts';

export interface Verdict {
  headers: Record<string, string>;
  /** Set when the request is one too many. */
  exceeded?: { retryAfterMs: number; global: boolean };
}

export interface RateCounter {
  /** `major` is the channel, the webhook or the guild the bucket belongs to. */
  take(bucket: BucketName, major: string): Verdict;
  takeGlobal(): Verdict;
  takeOldEdit(channelId: string): Verdict;
}

export function createRateCounter(rates: RateLimits, now: () => number): RateCounter {
  const windows = new Map<string, { count: number; resetAt: number }>();

  function take(
    key: string,
    rate: Rate,
  ): { remaining: number; resetAfterMs: number; resetAt: number; over: boolean } {
    const at = now();
    let window = windows.get(key);
    if (!window || window.resetAt <= at) {
      window = { count: 0, resetAt: at + rate.perMs };
      windows.set(key, window);
    }
    const over = window.count >= rate.limit;
    if (!over) window.count += 1;
    return {
      remaining: rate.limit - window.count,
      resetAfterMs: window.resetAt - at,
      resetAt: window.resetAt,
      over,
    };
  }

  return {
    take(bucket, major) {
      const rate = rates.buckets[bucket];
      const taken = take(`${bucket}/${major}`, rate);
      const headers = {
        'X-RateLimit-Limit': String(rate.limit),
        'X-RateLimit-Remaining': String(taken.remaining),
        'X-RateLimit-Reset': seconds(taken.resetAt),
        'X-RateLimit-Reset-After': seconds(taken.resetAfterMs),
        'X-RateLimit-Bucket': bucketHash(bucket),
      };
      return taken.over ? exceeded(headers, taken.resetAfterMs, false) : { headers };
    },
    takeGlobal() {
      const taken = take('global', rates.global);
      return taken.over
        ? exceeded({ 'X-RateLimit-Global': 'true' }, taken.resetAfterMs, true)
        : { headers: {} };
    },
    takeOldEdit(channelId) {
      const taken = take(`old-edit/${channelId}`, rates.oldMessageEdits);
      return taken.over ? exceeded({}, taken.resetAfterMs, false) : { headers: {} };
    },
  };
}

function exceeded(headers: Record<string, string>, retryAfterMs: number, global: boolean): Verdict {
  return {
    headers: {
      ...headers,
      'Retry-After': String(Math.ceil(retryAfterMs / 1000)),
      'X-RateLimit-Scope': global ? 'global' : 'user',
    },
    exceeded: { retryAfterMs, global },
  };
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

const bucketHash = (bucket: BucketName) => createHash('sha256').update(bucket).digest('hex').slice(0, 32);

interface Route {
  method: RegExp;
  path: RegExp;
  bucket: BucketName;
}

const ID = String.raw`(\d+)`;
const route = (method: RegExp, path: string, bucket: BucketName): Route => ({
  method,
  path: new RegExp(`^${path}$`),
  bucket,
});

/** First match counts. The first group of the path is the major parameter. */
const ROUTES: Route[] = [
  route(/POST/, `/channels/${ID}/messages`, 'message-create'),
  route(/POST/, `/channels/${ID}/messages/bulk-delete`, 'message-bulk-delete'),
  route(/PUT|DELETE/, `/channels/${ID}/(?:messages/)?pins/\\d+`, 'pin'),
  route(/PATCH/, `/channels/${ID}/messages/\\d+`, 'message-edit'),
  route(/DELETE/, `/channels/${ID}/messages/\\d+`, 'message-delete'),
  route(/PUT|DELETE/, `/channels/${ID}/messages/\\d+/reactions.*`, 'reaction'),
  route(/GET/, `/channels/${ID}/.*`, 'message-read'),
  route(/POST/, `/channels/${ID}/typing`, 'typing'),
  route(/PATCH/, `/webhooks/(\\d+/[^/]+)/messages/.*`, 'original-response'),
  route(/.*/, `/webhooks/(\\d+/[^/]+).*`, 'webhook'),
  route(/PUT|POST|PATCH|DELETE/, `/applications/${ID}/.*commands.*`, 'commands-write'),
  route(/POST/, `/users/(@me)/channels`, 'dm-open'),
  route(/.*/, `/(?:channels|guilds)/${ID}.*`, 'other'),
];

/** Null for routes without a bucket: the first answers to interactions, and what needs no login. */
export function bucketOf(method: string, path: string): { bucket: BucketName; major: string } | null {
  if (path.startsWith('/interactions/') || path === '/gateway') return null;
  for (const { method: methods, path: pattern, bucket } of ROUTES) {
    const match = methods.test(method) ? pattern.exec(path) : null;
    if (match) return { bucket, major: match[1] ?? '' };
  }
  return { bucket: 'other', major: path };
}

/** Interaction endpoints are not counted towards the bot's global limit. */
export function isInteractionEndpoint(path: string): boolean {
  return path.startsWith('/interactions/') || path.startsWith('/webhooks/');
}
