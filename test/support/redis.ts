/** A Redis of a test file's own: a free port, nothing kept. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';

export interface TestRedis {
  url: string;
  port: number;
  process: ChildProcess;
  close(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts `redis-server` and waits until it answers; another port when somebody was quicker. */
export async function startRedis(): Promise<TestRedis> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--maxmemory-policy',
        'noeviction',
      ],
      { stdio: 'ignore' },
    );
    const url = `redis://127.0.0.1:${port}`;
    if (await answers(url, child)) {
      return {
        url,
        port,
        process: child,
        async close() {
          if (child.exitCode !== null || child.signalCode !== null) return;
          child.kill('SIGKILL');
          await once(child, 'exit');
        },
      };
    }
    child.kill('SIGKILL');
    if (attempt === 5) throw new Error('redis-server does not start; is it installed?');
  }
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
