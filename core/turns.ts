/** So many pieces of work at a time; the others wait for their turn, in the order of asking. */
export function createTurns(most: number) {
  let busy = 0;
  const waiting: (() => void)[] = [];

  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes over the place; it is never free in between.
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}
