/** Child processes that cannot outlive this one, and how they end. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A shell becomes the program, with a small helper beside it that waits on a pipe from us. The pipe closes when this process
 * is gone, in whatever way it ended. The helper then gives the program a moment to end by itself, and ends it.
 */
const becomeProgram = '(read -r line; sleep 4; kill -s "$0" "$$") <&3 4<&- >/dev/null 2>&1 & exec "$@" 3<&-';

interface Command {
  file: string;
  args: string[];
  /** What the helper ends it with. */
  signal: 'TERM' | 'KILL';
  /** "ipc" for a channel to a Node program. */
  channel?: 'ipc';
  options: SpawnOptions & { stdio: ['ignore' | 'pipe', 'pipe', 'pipe'] };
}

export function spawnOnLifeline({ file, args, signal, channel, options }: Command): ChildProcess {
  const child = spawn('sh', ['-c', becomeProgram, signal, file, ...args], {
    ...options,
    // A session of its own: the terminal's Ctrl-C reaches only this process, which stops everybody in order.
    detached: true,
    stdio: [...options.stdio, 'pipe', ...(channel ? [channel] : [])],
  });
  const lifeline = child.stdio[3];
  // A program that ends at once may do so before it has read what it was sent.
  for (const stream of [child.stdin, lifeline]) stream?.on('error', () => {});
  child.once('exit', () => {
    killGroup(child);
    lifeline?.destroy();
  });
  return child;
}

/** Settles when it has ended and all it said has been read: in words, how it ended. */
export async function ended(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'close');
    return signal ? `was ended by ${signal}` : `ended with code ${code}`;
  } catch (error) {
    return `could not be started (${(error as Error).message})`;
  }
}

/** Asks it to end, and makes it after a while. */
export async function endChild(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([exit, sleep(graceMs, undefined, { ref: false })]);
  if (child.exitCode !== null || child.signalCode !== null) return;
  killGroup(child);
  await exit;
}

/** A detached child leads a process group: its helper and whatever it started belong to it. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group is gone already.
  }
}
