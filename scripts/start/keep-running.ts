/** Keeps a program running: when it ends by itself it is started again, after 1, 2, 4 ... 30 seconds. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child, Ready } from './child.ts';

export interface Kept {
  /** What it said of itself the first time. Rejects when it ends before: a wrong setting does not mend itself. */
  ready: Promise<Ready>;
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

const longestWaitMs = 30_000;
/** Whoever ran this long gets a fresh start with the waiting. */
const steadyMs = 60_000;

export function keepRunning(start: () => Child, say: (line: string) => void, firstWaitMs = 1000): Kept {
  const stopping = new AbortController();
  let child = start();
  let startedAt = Date.now();

  async function look(): Promise<void> {
    let waitMs = firstWaitMs;
    for (;;) {
      const how = await child.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > steadyMs) waitMs = firstWaitMs;
      say(`${how} Starting it again in ${waitMs / 1000} s.`);
      await sleep(waitMs, undefined, { signal: stopping.signal });
      waitMs = Math.min(waitMs * 2, longestWaitMs);
      startedAt = Date.now();
      child = start();
    }
  }
  const ready = child.ready;
  const looking = ready.then(look).catch(() => {});

  return {
    ready,
    async stop(graceMs) {
      stopping.abort();
      await child.stop(graceMs);
      await looking;
    },
    kill() {
      stopping.abort();
      child.kill();
    },
  };
}
