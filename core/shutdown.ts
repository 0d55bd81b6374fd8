/**
 * Ending a process: undo steps run in reverse, once. The first signal ends gently, a second one at once; a step that
 * hangs does not keep the process.
 */
import { toError } from './errors.ts';
import type { Log } from './log.ts';

const patienceMs = 4000;

export function createShutdown(log: Log) {
  const steps: { name: string; undo: () => unknown }[] = [];
  let ending = false;

  async function end(reason: string): Promise<void> {
    if (ending) process.exit(1);
    ending = true;
    log.info(`ending: ${reason}`);
    const force = setTimeout(() => process.exit(1), patienceMs);
    force.unref();
    for (const { name, undo } of steps.reverse()) {
      try {
        await undo();
      } catch (thrown) {
        log.warn({ err: toError(thrown) }, `${name} did not close cleanly`);
      }
    }
    process.exit(0);
  }

  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  // Started by `npm start`: when that is gone, so are we.
  process.on('disconnect', () => void end('the launcher is gone'));

  return {
    /** Runs `undo` when the process ends, before everything that was added earlier. */
    add(name: string, undo: () => unknown): void {
      steps.push({ name, undo });
    },
  };
}
