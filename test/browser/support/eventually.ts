import { vi } from 'vitest';

/** Tries until it holds; long enough for a machine that has much else to do. */
export function eventually<Result>(holds: () => Result | Promise<Result>, timeout = 10_000): Promise<Result> {
  return vi.waitFor(holds, { timeout, interval: 40 });
}
