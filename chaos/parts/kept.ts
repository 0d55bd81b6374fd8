/** Keeps a server running as `npm start` does: one that ends is started again, also when it does not come up at once. */
import { setTimeout as sleep } from 'node:timers/promises';

interface Startable {
  start(): Promise<void>;
  kill(): Promise<void>;
}

const pauseMs = 1000;

export type Kept = ReturnType<typeof keep>;

export function keep(server: Startable) {
  let up = true;
  let busy: Promise<void> = Promise.resolve();
  let over = false;

  async function bringUp(): Promise<void> {
    while (!over) {
      const failed = await server.start().then(
        () => false,
        () => true,
      );
      if (!failed) break;
      // What it needs may be away itself for a moment.
      await sleep(pauseMs);
    }
    up = true;
  }

  function bounce(downMs: number, onGone: () => void): void {
    up = false;
    busy = server.kill().then(async () => {
      onGone();
      await sleep(downMs);
      await bringUp();
    });
  }

  return {
    isUp: () => up,
    /** False when it is down already. */
    kill(downMs: number, onGone: () => void): boolean {
      if (!up || over) return false;
      bounce(downMs, onGone);
      return true;
    },
    /** After it ended by itself. */
    revive(): void {
      if (up && !over) bounce(pauseMs, () => {});
    },
    /** Resolves when it is up, or as far as it gets. */
    settled: () => busy,
    /** Starts nothing any more. */
    letGo(): void {
      over = true;
    },
  };
}
