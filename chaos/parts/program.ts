/** A program that can be killed at any moment and started again, and what it says, in a log file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Program {
  readonly name: string;
  /** Undefined while it is not running. */
  readonly pid: number | undefined;
  /** Resolves when it has said that it is ready. */
  start(): Promise<void>;
  /** As a crash would: at once, without a word. */
  kill(): Promise<void>;
  /** Asks it to end; makes it after a while. */
  stop(): Promise<void>;
  send(message: object): void;
}

interface ProgramOptions {
  name: string;
  args: string[];
  environment: NodeJS.ProcessEnv;
  log: string;
  /** It ended although nobody had asked it to, after it had been ready. */
  onCrash?: (how: string) => void;
}

/** A machine that is busy with everything at once takes its time. */
const readyMs = 180_000;
const stopMs = 8000;

export function createProgram({ name, args, environment, log, onCrash }: ProgramOptions): Program {
  const said = createWriteStream(log, { flags: 'a' });
  let child: ChildProcess | null = null;
  let ending: ChildProcess | null = null;

  const isGone = (one: ChildProcess) => one.exitCode !== null || one.signalCode !== null;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const one = child;
    if (!one || isGone(one)) return;
    ending = one;
    const exit = once(one, 'exit');
    one.kill(signal);
    await Promise.race([exit, sleep(stopMs, undefined, { ref: false })]);
    if (!isGone(one)) {
      one.kill('SIGKILL');
      await exit;
    }
  }

  return {
    name,
    get pid() {
      return child && !isGone(child) ? child.pid : undefined;
    },
    async start() {
      // Its channel to us closes when we are gone, and it ends itself.
      const started = spawn(process.execPath, args, {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      child = started;
      started.stdout?.pipe(said, { end: false });
      started.stderr?.pipe(said, { end: false });
      // A message to one that has just been killed is nobody's trouble.
      started.on('error', () => {});
      const failed = new AbortController();
      try {
        await Promise.race([
          once(started, 'message', { signal: failed.signal }),
          once(started, 'exit', { signal: failed.signal }).then(() => {
            if (started.signalCode !== 'SIGKILL')
              throw new Error(`${name} ended before it was ready; see ${log}`);
          }),
          sleep(readyMs, undefined, { signal: failed.signal }).then(() => {
            throw new Error(`${name} did not come up within ${readyMs / 1000} s; see ${log}`);
          }),
        ]);
      } catch (error) {
        // It must not come up later beside the one that is started in its place.
        started.kill('SIGKILL');
        throw error;
      } finally {
        failed.abort();
      }
      started.once('exit', (code, signal) => {
        if (ending !== started) onCrash?.(signal ? `ended by ${signal}` : `ended with code ${code}`);
      });
    },
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM');
      said.end();
    },
    send(message) {
      if (child?.connected) child.send(message, () => {});
    },
  };
}

/** Bytes of memory a process holds; null when it is gone. */
export function memoryOf(pid: number): number | null {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
    return Number(pages) * 4096;
  } catch {
    return null;
  }
}
