/** Slack delivers things twice, and not always in order: what was seen already, for as long as it may come again. */

/** True the first time a key comes. Keys are forgotten after `ms`, and the oldest ones when there are too many. */
export function createOnce({ ms, now, most = 5000 }: { ms: number; now: () => number; most?: number }) {
  const seen = new Map<string, number>();
  return function first(key: string): boolean {
    for (const [old, at] of seen) {
      if (now() - at <= ms && seen.size < most) break;
      seen.delete(old);
    }
    if (seen.has(key)) return false;
    seen.set(key, now());
    return true;
  };
}

/** True when nothing later has come for a key: what was undone in the meantime is not done again. */
export function createLatest({ most = 5000 } = {}) {
  const latest = new Map<string, number>();
  return function isLatest(key: string, at: number): boolean {
    if (at < (latest.get(key) ?? Number.NEGATIVE_INFINITY)) return false;
    latest.delete(key);
    latest.set(key, at);
    const [oldest] = latest.keys();
    if (latest.size > most && oldest !== undefined) latest.delete(oldest);
    return true;
  };
}
