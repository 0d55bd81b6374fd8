/** The Redis that `npm start` runs for itself, and how its program is found. */
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsError } from '../../core/errors.ts';
import { ensureRedisServer } from '../../scripts/redis-server.ts';
import { type LogFile, openLogFile } from '../../scripts/start/log-file.ts';
import { type PrivateRedis, startPrivateRedis } from '../../scripts/start/private-redis.ts';

let folder: string;
let log: LogFile;
let started: PrivateRedis[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rendezvous-redis-'));
  log = openLogFile(folder, 'redis');
  started = [];
});
afterEach(async () => {
  for (const redis of started) await redis.stop(2000);
  log.close();
  await rm(folder, { recursive: true, force: true });
});

const begin = async (program = 'redis-server', stop = new AbortController().signal) => {
  const redis = await startPrivateRedis(program, join(folder, 'redis'), log, stop);
  started.push(redis);
  return redis;
};

/** A program that behaves as told. */
async function script(lines: string): Promise<string> {
  const path = join(folder, 'program');
  await writeFile(path, `#!/bin/sh\n${lines}\n`);
  await chmod(path, 0o755);
  return path;
}

async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

describe('the private Redis', () => {
  it('keeps everything, throws nothing away, and asks for a password', async () => {
    const { url, warnings } = await begin();
    expect(warnings).toEqual([]);
    const config = await ask(url, (redis) => redis.config('GET', 'app*', 'maxmemory-policy', 'bind'));
    expect(JSON.stringify(config)).toMatch(/appendonly\W+yes/);
    expect(JSON.stringify(config)).toMatch(/appendfsync\W+always/);
    expect(JSON.stringify(config)).toContain('noeviction');
    await expect(ask(url.replace(/:\w+@/, ''), (redis) => redis.ping())).rejects.toThrow('NOAUTH');
    expect((await stat(join(folder, 'redis/url'))).mode & 0o077).toBe(0);
  });

  it('ends one that was left behind, and finds its data', async () => {
    const left = await begin();
    await ask(left.url, (redis) => redis.set('key', 'kept'));
    const next = await begin();
    expect(await left.gone).toContain('Redis ended with code 0');
    expect(await ask(next.url, (redis) => redis.get('key'))).toBe('kept');
  });

  it('hands on what Redis said last when it does not start', async () => {
    const program = await script('echo "1:M 01 Jan 2026 00:00:00.000 # Bad file format"; exit 1');
    await expect(begin(program)).rejects.toThrow(
      /^The private Redis did not start \(Bad file format\)\. See .*redis\.log/,
    );
    expect(await readFile(log.path, 'utf8')).toContain('Bad file format');
  });

  it('gives up waiting when it is told to stop', async () => {
    const stop = new AbortController();
    const starting = begin(await script('exec sleep 60'), stop.signal);
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    await expect(starting).rejects.toThrow('stopped');
  });
});

describe('the Redis program', () => {
  const say = () => {};

  it('may be Valkey', async () => {
    const path = await script('');
    await writeFile(join(folder, 'valkey-server'), await readFile(path), { mode: 0o755 });
    expect(await ensureRedisServer(say, [folder])).toBe(join(folder, 'valkey-server'));
  });

  it.each([
    ['dnf', 'sudo dnf install -y valkey'],
    ['brew', 'brew install redis'],
    ['none', 'install redis-server or valkey-server with your package manager'],
  ])('is asked for in the words of the package manager (%s)', async (manager, words) => {
    await writeFile(join(folder, manager), '', { mode: 0o755 });
    const error = await ensureRedisServer(say, [folder]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SettingsError);
    expect(String(error)).toContain(`Redis is needed and not installed. Type: ${words}\n`);
  });
});
