/**
 * How often something may be done, for the whole workspace: a bucket of tokens that fills at a steady rate.
 *
 * What must be done takes its token whether there is one or not. What would be nice is offered: when there are fewer
 * tokens than takers, those go first who have waited longest, so everybody gets the same share.
 */

export interface BudgetOptions {
  burst: number;
  perMinute: number;
  now: () => number;
}

/** Who has not asked for so long is not waiting any more. */
const patienceMs = 4000;
/** However much was done that had to be done: this many tokens are missing at most. */
const deepest = -10;

export type Budget = ReturnType<typeof createBudget>;

export function createBudget({ burst, perMinute, now }: BudgetOptions) {
  let tokens = burst;
  let filledAt = now();
  let closedUntil = 0;
  /** When each taker last asked, and was last served. */
  const takers = new Map<string, { askedAt: number; servedAt: number }>();

  function fill(): void {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 60_000) * perMinute);
    filledAt = at;
  }

  /** How many of those who wait have waited longer than this one. */
  function before(key: string): number {
    const at = now();
    const own = takers.get(key)?.servedAt ?? 0;
    let longer = 0;
    for (const [other, { askedAt, servedAt }] of takers) {
      if (at - askedAt > patienceMs) takers.delete(other);
      else if (other !== key && servedAt < own) longer += 1;
    }
    return longer;
  }

  return {
    /** Takes a token now, there or not. */
    take(): void {
      fill();
      tokens = Math.max(deepest, tokens - 1);
    },
    /** Takes a token if one is there and nobody has waited longer for it. */
    offer(key: string): boolean {
      fill();
      const at = now();
      const servedAt = takers.get(key)?.servedAt ?? 0;
      takers.set(key, { askedAt: at, servedAt });
      if (at < closedUntil || Math.floor(tokens) <= before(key)) return false;
      tokens -= 1;
      takers.set(key, { askedAt: at, servedAt: at });
      return true;
    },
    /** Nobody waits under this name any more. */
    forget(key: string): void {
      takers.delete(key);
    },
    /** Offers nothing for so long. */
    close(ms: number): void {
      closedUntil = Math.max(closedUntil, now() + ms);
    },
  };
}
