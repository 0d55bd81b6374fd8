/** Counts calls per method in fixed windows. One too many gets 429 and is told how long to wait. */
import type { Rate } from '../limits.ts';

export interface RateCounter {
  /** Seconds to wait, or null when the call may go on. */
  take(key: string, rate: Rate): number | null;
}

export function createRateCounter(now: () => number): RateCounter {
  const windows = new Map<string, { count: number; resetAt: number }>();
  return {
    take(key, rate) {
      const at = now();
      let window = windows.get(key);
      if (!window || window.resetAt <= at) {
        window = { count: 0, resetAt: at + rate.perMs };
        windows.set(key, window);
      }
      if (window.count >= rate.limit) return Math.max(1, Math.ceil((window.resetAt - at) / 1000));
      window.count += 1;
      return null;
    },
  };
}
