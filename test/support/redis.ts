/** A Redis of a test file's own: a free port, nothing kept unless it is told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../core/ports.ts';

export interface TestRedis {
  url: string;
  port: number;
  process: ChildProcess;
  close(): Promise<void>;
}

/**
 * Starts `redis-server` and waits until it answers; another port when somebody was quicker.
 * @param more arguments, which win over the usual ones
 */
export async function startRedis(more: readonly string[] = []): Promise<TestRedis> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = spawnRedis(port, ['--appendonly', 'no', ...more]);
    const url = `redis://127.0.0.1:${port}`;
    if (await answers(url, child)) {
      return { url, port, process: child, close: () => end(child) };
    }
    child.kill('SIGKILL');
    if (attempt === 5) throw new Error('redis-server does not start; is it installed?');
  }
}

export interface LastingRedis extends TestRedis {
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, on the same data and port, unless it runs: a second one would leave the first to nobody. */
  again(): Promise<void>;
}

/** One that keeps its data in an append-only file, and can be killed and started again. */
export async function startLastingRedis(appendfsync: 'always' | 'everysec'): Promise<LastingRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'rendezvous-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  async function begin(): Promise<ChildProcess> {
    const child = spawnRedis(port, ['--dir', dir, '--appendonly', 'yes', '--appendfsync', appendfsync]);
    if (!(await answers(url, child))) throw new Error('redis-server does not start');
    return child;
  }
  let child = await begin();
  return {
    url,
    port,
    get process() {
      return child;
    },
    kill: () => end(child),
    async again() {
      if (hasEnded(child)) child = await begin();
    },
    async close() {
      await end(child);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function spawnRedis(port: number, more: string[]): ChildProcess {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
  return spawn('redis-server', [...args, '--maxmemory-policy', 'noeviction', ...more], { stdio: 'ignore' });
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => 25, maxRetriesPerRequest: 100 });
  redis.on('error', () => {});
  let failed = false;
  child.once('error', () => {
    failed = true;
  });
  child.once('exit', () => {
    failed = true;
  });
  try {
    await Promise.race([
      redis.ping(),
      once(child, 'exit').then(() => Promise.reject(new Error('redis-server ended'))),
    ]);
    return !failed;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
