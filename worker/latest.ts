/** Sends the latest of many values: never more often than every `everyMs`, never two at once, the last one always. */
export interface Latest<T> {
  offer(value: T): void;
  /** Forgets what has not been sent and waits for what is being sent. */
  stop(): Promise<void>;
}

export function sendLatest<T>(everyMs: number, send: (value: T) => Promise<void>): Latest<T> {
  let next: { value: T } | null = null;
  let sending: Promise<void> | null = null;
  let pause: { timer: NodeJS.Timeout; end(): void } | null = null;
  let stopped = false;

  async function run(): Promise<void> {
    while (next && !stopped) {
      const { value } = next;
      next = null;
      await send(value);
      await new Promise<void>((end) => {
        pause = { timer: setTimeout(end, everyMs), end };
      });
    }
    sending = null;
  }

  return {
    offer(value) {
      if (stopped) return;
      next = { value };
      sending ??= run();
    },
    async stop() {
      stopped = true;
      if (pause) {
        clearTimeout(pause.timer);
        pause.end();
      }
      await sending;
    },
  };
}
