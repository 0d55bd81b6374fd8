/** One at a time per key, in the order of asking: what keeps a late progress edit from overwriting a final one. */

export type Lock = ReturnType<typeof createLock>;

export function createLock() {
  const tails = new Map<string, Promise<unknown>>();
  return async function locked<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = tails.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    const tail = turn.catch(() => {});
    tails.set(key, tail);
    try {
      return await turn;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}
