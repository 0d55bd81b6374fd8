/** Connections to Redis or Valkey, and what we ask of the server. */
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { SettingsError, toError } from './errors.ts';

/**
 * A connection. Commands wait while the server is away (`maxRetriesPerRequest: null`), which is what BullMQ's
 * workers need, and what keeps a job from being lost when Redis restarts.
 */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true, lazyConnect: true });
  // Without a listener ioredis prints every refused connection; it reconnects by itself, and `checkRedis` says what is wrong.
  redis.on('error', () => {});
  return redis;
}

/** Whether the server answers now. */
export async function answers(redis: Redis, withinMs: number): Promise<boolean> {
  if (redis.status !== 'ready') return false;
  const late = new AbortController();
  const pong = redis.ping().then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([
    pong,
    delay(withinMs, false, { signal: late.signal }).catch(() => false),
  ]);
  late.abort();
  return answer;
}

/** The address without its password, for messages and logs. */
export function redisAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return 'an address that is not a URL';
  }
}

/** When the append-only file reaches the disk; `always` where the server does not tell, as hosted ones may not. */
async function appendfsyncOf(redis: Redis): Promise<string> {
  const answer: unknown = await redis.config('GET', 'appendfsync').catch(() => null);
  // A map or a list of name and value, depending on the protocol.
  return /always|everysec|\bno\b/.exec(JSON.stringify(answer))?.[0] ?? 'always';
}

/**
 * Connects once and looks at the server, so that a wrong address or setting is said at the start.
 * @throws SettingsError naming REDIS_URL and the remedy.
 */
export async function checkRedis(
  url: string,
  timeoutMs = 4000,
): Promise<{ version: string; warnings: string[] }> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: timeoutMs, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const info = await redis.info();
    const version = /^(?:valkey|redis)_version:(\S+)/m.exec(info)?.[1] ?? 'unknown';
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major < 6 || (major === 6 && minor < 2)) {
      throw new SettingsError(
        `REDIS_URL ${redisAddress(url)} is Redis ${version}; version 6.2 or newer is needed.`,
      );
    }
    const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
    const warnings =
      policy && policy !== 'noeviction'
        ? [
            `Redis may throw jobs away when memory is full: set maxmemory-policy to noeviction (it is ${policy}).`,
          ]
        : [];
    if (/^aof_enabled:0/m.test(info)) {
      warnings.push(
        'Redis does not keep an append-only file: jobs can be lost when it stops. Set appendonly yes.',
      );
    } else if ((await appendfsyncOf(redis)) !== 'always') {
      warnings.push(
        'Redis answers before it has written to the disk: when its machine goes down, the last second of what people were told is lost. Set appendfsync always.',
      );
    }
    return { version, warnings };
  } catch (thrown) {
    if (thrown instanceof SettingsError) throw thrown;
    const error = toError(thrown);
    throw new SettingsError(
      `REDIS_URL ${redisAddress(url)} does not answer (${error.message}). Start Redis there, or remove REDIS_URL to use a private one.`,
      { cause: error },
    );
  } finally {
    redis.disconnect();
  }
}
