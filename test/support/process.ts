/** An entry point in a process of its own, as `npm start` runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface TestProcess {
  pid: number;
  /** What it said of itself when it was ready. */
  ready: Record<string, unknown>;
  /** Everything it wrote, when that is kept. */
  said(): string;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Resolves when the process says that it is ready. */
export async function startProcess(
  entry: string,
  environment: Record<string, string>,
  { keep = false } = {},
): Promise<TestProcess> {
  const output = keep ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env.PATH, LOG_LEVEL: process.env.TEST_LOG ?? 'error', ...environment },
    stdio: ['ignore', output, output, 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  const ended = once(child, 'exit');
  const [message] = await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`${entry} ended before it was ready: ${said}`))),
  ]);
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  }
  return {
    pid: child.pid ?? 0,
    ready: (message as { ready?: Record<string, unknown> }).ready ?? {},
    said: () => said,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
