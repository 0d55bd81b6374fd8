/** A Redis with the settings of the one that `npm start` brings, at an address that stays when it is killed. */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../core/ports.ts';
import { checkRedis } from '../../core/redis.ts';
import { ensureRedisServer } from '../../scripts/redis-server.ts';
import { killGroup, spawnOnLifeline } from '../../scripts/start/lifeline.ts';
import { redisSettings } from '../../scripts/start/private-redis.ts';

const loadMs = 120_000;

export interface KillableRedis {
  url: string;
  readonly pid: number | undefined;
  start(): Promise<void>;
  kill(): Promise<void>;
}

export async function createRedis(dir: string, log: string): Promise<KillableRedis> {
  mkdirSync(dir, { recursive: true });
  const program = await ensureRedisServer(console.log);
  const port = await freePort();
  const password = randomBytes(24).toString('hex');
  const url = `redis://:${password}@127.0.0.1:${port}`;
  const said = createWriteStream(log, { flags: 'a' });
  let child: ChildProcess | null = null;

  return {
    url,
    get pid() {
      return child?.exitCode === null && child.signalCode === null ? child.pid : undefined;
    },
    async start() {
      child = spawnOnLifeline({
        file: program,
        args: ['-'],
        signal: 'KILL',
        options: { cwd: dir, stdio: ['pipe', 'pipe', 'pipe'] },
      });
      child.stdout?.pipe(said, { end: false });
      child.stderr?.pipe(said, { end: false });
      child.stdin?.end(redisSettings(port, password));
      const until = Date.now() + loadMs;
      for (;;) {
        const trouble = await checkRedis(url, 1000).then(
          () => null,
          (error: unknown) => error,
        );
        if (trouble === null) return;
        if (Date.now() > until) throw trouble;
        await sleep(20);
      }
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      killGroup(child);
      await exit;
    },
  };
}
