/** A launcher as a process of its own, and what it and its children do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsSchema } from '../../core/config.ts';
import { until } from '../support/until.ts';

const fakeStart = new URL('programs/start.ts', import.meta.url).pathname;

/** Everything it needs comes from `environment`; whatever the person running the tests has set does not count. */
export function start(dataDir: string, environment: Record<string, string> = {}, command = [fakeStart]) {
  const unset = Object.fromEntries(Object.keys(settingsSchema.shape).map((name) => [name, '']));
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...unset, PORT: '0', METRICS_PORT: '0', DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complained = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complained += chunk;
  });
  const closed = once(child, 'close');
  return {
    said: () => said,
    complained: () => complained,
    /** Waits for words on the screen. */
    says: (words: string) =>
      until(() => said.includes(words) || child.exitCode !== null, {
        what: `"${words}" on the screen`,
        within: 30_000,
      }),
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    async ended() {
      const [code] = await closed;
      return code as number | null;
    },
  };
}

/**
 * Ids of the processes that were started with this data folder: the launcher and all that came of it. Redis writes its title
 * over its environment and is known by its working folder instead.
 */
export function processesOf(dataDir: string): number[] {
  const isOurs = (pid: string) => {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === join(dataDir, 'redis')) return true;
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`DATA_DIR=${dataDir}`);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isOurs(name))
    .map(Number);
}

/** Runs with a data folder of its own; nothing of it is left, not even when the test fails. */
export async function withDataDir<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rendezvous-start-'));
  try {
    return await work(dataDir);
  } finally {
    for (const pid of processesOf(dataDir)) process.kill(pid, 'SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  }
}
