/** Redis: reachable, new enough, keeping what it is given, and closed to strangers. */
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import type { Settings } from '../../core/config.ts';
import { toError } from '../../core/errors.ts';
import { redisAddress } from '../../core/redis.ts';
import { findProgram } from '../redis-server.ts';
import { type Finding, good, look, off, wrong } from './report.ts';

export async function examineRedis({ REDIS_URL, DATA_DIR }: Settings, path = ''): Promise<Finding[]> {
  const url = REDIS_URL ?? privateUrl(DATA_DIR);
  if (url) return lookInto(url);
  const program = findProgram(['redis-server', 'valkey-server'], path.split(delimiter).filter(Boolean));
  if (program) return [off(`REDIS_URL is not set: npm start brings a private Redis (${program}).`)];
  return [
    look(
      'REDIS_URL is not set, and no Redis is installed.',
      'Run npm start, which installs it on Debian and says elsewhere what to type.',
    ),
  ];
}

/** Of the Redis that a running `npm start` has. */
function privateUrl(dataDir: string): string | undefined {
  try {
    return readFileSync(join(dataDir, 'redis', 'url'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

async function lookInto(url: string): Promise<Finding[]> {
  const address = redisAddress(url);
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 4000,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  let trouble: Error | undefined;
  redis.on('error', (error: Error) => {
    trouble ??= error;
  });
  try {
    await redis.connect();
    const info = await redis.info();
    const fsync = await redis.config('GET', 'appendfsync').then(
      (answer) => String((answer as string[])[1] ?? ''),
      () => null,
    );
    return [good(`${address} answers.`), ...describe(info, fsync), ...closed(url)];
  } catch (thrown) {
    return [refusal(address, trouble ?? toError(thrown))];
  } finally {
    redis.disconnect();
  }
}

function refusal(address: string, { message }: Error): Finding {
  if (/NOAUTH/.test(message))
    return wrong(`${address} asks for a password.`, 'Put it into REDIS_URL: redis://:password@host:6379');
  if (/WRONGPASS|invalid (username-)?password/i.test(message))
    return wrong(
      `${address} does not take the password in REDIS_URL.`,
      'Copy it again; signs such as @ or / are written as %40 and %2F.',
    );
  if (/NOPERM/.test(message))
    return wrong(
      `The user in REDIS_URL may not do what is needed at ${address} (${message}).`,
      'Give it the rights that docs/redis.md names.',
    );
  if (/certificate|self.signed|SSL|TLS/i.test(message))
    return wrong(
      `${address} does not speak TLS as expected (${message}).`,
      'Use redis:// for a Redis without TLS, and let Node trust your certificate with NODE_EXTRA_CA_CERTS.',
    );
  return wrong(
    `${address} does not answer (${message || 'no reason given'}).`,
    'Start Redis there, or remove REDIS_URL to use a private one.',
  );
}

function describe(info: string, fsync: string | null): Finding[] {
  const of = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const version = of('valkey_version') ?? of('redis_version') ?? 'of an unknown version';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < 6 || (major === 6 && minor < 2);
  const policy = of('maxmemory_policy');
  const limit = Number(of('maxmemory') ?? 0);
  const used = Number(of('used_memory') ?? 0);
  const isFull = limit > 0 && used > limit * 0.8;
  return [
    isOld
      ? wrong(`It is version ${version}; 6.2 or newer is needed.`, 'Update Redis, or use Valkey.')
      : good(`It is version ${version}.`),
    of('aof_enabled') === '1'
      ? good('It keeps an append-only file.')
      : look('It keeps no append-only file: jobs can be lost when it stops.', 'Set: appendonly yes'),
    policy === 'noeviction'
      ? good('It throws nothing away when its memory is full.')
      : wrong(
          `It may throw jobs away when its memory is full (maxmemory-policy is ${policy}).`,
          'Set: maxmemory-policy noeviction',
        ),
    ...(fsync === 'no'
      ? [look('It leaves to the system when to write to the disk.', 'Set: appendfsync everysec')]
      : fsync === null
        ? [off('How often it writes to the disk may not be asked (CONFIG is closed).')]
        : [good(`It writes to the disk with appendfsync ${fsync}.`)]),
    isFull
      ? look(`Its memory is ${Math.round((used / limit) * 100)} % full.`, 'Raise maxmemory.')
      : good(
          `It uses ${(used / 1024 ** 2).toFixed(1)} MB of memory${limit > 0 ? ` of ${(limit / 1024 ** 2).toFixed(0)} MB` : ''}.`,
        ),
  ];
}

/** On this machine alone neither a password nor TLS is asked for. */
function closed(url: string): Finding[] {
  const { protocol, hostname, password } = new URL(url);
  if (/^(127\.|localhost$|\[?::1)/.test(hostname)) return [];
  return [
    password
      ? good('It asks for a password.')
      : look(
          'It asks for no password: whoever reaches it can read and change everything.',
          'Set one there and in REDIS_URL; docs/redis.md says how.',
        ),
    protocol === 'rediss:'
      ? good('The connection is encrypted.')
      : look('The connection is not encrypted.', 'Use rediss:// unless the network between is your own.'),
  ];
}
