/** A Redis of our own: on loopback, behind a password, append-only, its data in one folder. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { SettingsError } from '../../core/errors.ts';
import { freePort } from '../../core/ports.ts';
import { checkRedis } from '../../core/redis.ts';
import { endChild, ended, killGroup, spawnOnLifeline } from './lifeline.ts';
import type { LogFile } from './log-file.ts';

export interface PrivateRedis {
  url: string;
  warnings: string[];
  /** Settles when the server is gone, with a sentence about it. */
  gone: Promise<string>;
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

/** What every Redis that we start ourselves is set to. */
export const redisSettings = (port: number, password: string) => `
bind 127.0.0.1
port ${port}
requirepass ${password}
dir ./
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
`;

/** How long a large append-only file may take to load. */
const loadMs = 60_000;

/**
 * @param program the path of redis-server or valkey-server
 * @param stop ends the waiting, and the server with it
 * @throws SettingsError with what Redis said last, when it does not come up.
 */
export async function startPrivateRedis(
  program: string,
  dir: string,
  log: LogFile,
  stop: AbortSignal,
): Promise<PrivateRedis> {
  mkdirSync(dir, { recursive: true });
  // Kept so that a person can look into it, and so that a start after a crash finds what is left of the last one.
  const urlFile = join(dir, 'url');
  await endLeftover(urlFile);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const password = randomBytes(24).toString('hex');
    const url = `redis://:${password}@127.0.0.1:${port}`;
    writeFileSync(urlFile, `${url}\n`, { mode: 0o600 });
    const server = startServer(program, dir, log, redisSettings(port, password));
    const warnings = await waitFor(url, server.gone, stop);
    if (stop.aborted) {
      await endChild(server.child, 1000);
      throw stop.reason;
    }
    if (warnings) {
      return {
        url,
        warnings,
        gone: server.gone.then((how) => `Redis ${how}: ${server.lastLine()}`),
        async stop(graceMs) {
          await endChild(server.child, graceMs);
          rmSync(urlFile, { force: true });
        },
        kill: () => killGroup(server.child),
      };
    }
    // Somebody else may have taken the port meanwhile.
    if (attempt === 3 || !/in use/i.test(server.lastLine())) {
      throw new SettingsError(
        `The private Redis did not start (${server.lastLine() || 'it said nothing'}). ` +
          `See ${log.path}, or set REDIS_URL to another Redis.`,
      );
    }
  }
}

function startServer(program: string, dir: string, log: LogFile, config: string) {
  const child = spawnOnLifeline({
    file: program,
    args: ['-'],
    signal: 'TERM',
    options: { cwd: dir, stdio: ['pipe', 'pipe', 'pipe'] },
  });
  const gone = ended(child);
  let lastLine = '';
  if (child.stdout) log.follow(child.stdout, (line) => (lastLine = line.replace(/^\d+:\w .*? [*#.-] /, '')));
  if (child.stderr) log.follow(child.stderr);
  child.stdin?.end(config);
  return { child, gone, lastLine: () => lastLine };
}

/** Waits until Redis has loaded its data; null when it is gone or not wanted any more. */
async function waitFor(url: string, gone: Promise<string>, stop: AbortSignal): Promise<string[] | null> {
  const deadline = Date.now() + loadMs;
  let over = false;
  void gone.then(() => {
    over = true;
  });
  for (;;) {
    try {
      return (await checkRedis(url, 1000)).warnings;
    } catch (error) {
      if (over || stop.aborted) return null;
      // Without a cause it is not the connection but the server's version that is wrong.
      if (Date.now() > deadline || !(error as Error).cause) throw error;
      await sleep(30);
    }
  }
}

/** Ends a Redis that an unclean stop left running. One that knows the password we once made up is ours. */
async function endLeftover(urlFile: string): Promise<void> {
  let url: string;
  try {
    url = readFileSync(urlFile, 'utf8').trim();
  } catch {
    return;
  }
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 1000, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const closed = new Promise((resolve) => redis.once('end', resolve));
    // It answers by going away, once its data is on the disk.
    await Promise.race([redis.shutdown().catch(() => {}), sleep(5000)]);
    await Promise.race([closed, sleep(5000)]);
  } catch {
    // Nobody there, which is what we want.
  } finally {
    redis.disconnect();
  }
}
