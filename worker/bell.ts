/** Something to wait for that is not lost when it rings before anybody waits. */
export interface Bell {
  ring(): void;
  /**
   * True when it rang since the last wait or while waiting, false after `ms`.
   * @throws the signal's reason when that is aborted.
   */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
}

export function createBell(): Bell {
  let rang = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rang = true;
      wake?.();
    },
    async wait(ms, signal) {
      signal.throwIfAborted();
      if (!rang) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(end, ms);
          signal.addEventListener('abort', end);
          wake = end;
          function end() {
            clearTimeout(timer);
            signal.removeEventListener('abort', end);
            wake = null;
            resolve();
          }
        });
      }
      signal.throwIfAborted();
      const answer = rang;
      rang = false;
      return answer;
    },
  };
}
