/**
 * First answers go first. When many commands arrive at once, every one is acknowledged before any is carried out:
 * a platform waits three seconds for the acknowledgement, and a person notices a tenth of one.
 */

/** However many commands keep coming, one that was acknowledged is carried out after this long. */
const patienceMs = 250;

export function createFirstAnswers() {
  let open = 0;
  let waiting: (() => void)[] = [];

  function release(): void {
    const released = waiting;
    waiting = [];
    for (const go of released) go();
  }

  return {
    /** Acknowledges, then waits until nobody else waits to be acknowledged. */
    async acknowledged<T>(acknowledge: () => Promise<T>): Promise<T> {
      open += 1;
      try {
        return await acknowledge();
      } finally {
        open -= 1;
        if (open === 0) release();
        else {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, patienceMs);
            waiting.push(() => {
              clearTimeout(timer);
              resolve();
            });
          });
        }
      }
    },
  };
}
