/** Timers that never hold the process and all end with their owner. */

export interface Timers {
  /** Returns the function that calls it off. */
  after(ms: number, run: () => void): () => void;
  close(): void;
}

export function createTimers(): Timers {
  const running = new Set<NodeJS.Timeout>();
  return {
    after(ms, run) {
      const timer = setTimeout(() => {
        running.delete(timer);
        run();
      }, ms);
      timer.unref();
      running.add(timer);
      return () => {
        clearTimeout(timer);
        running.delete(timer);
      };
    },
    close() {
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };
}
