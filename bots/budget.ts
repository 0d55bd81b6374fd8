/**
 * How often something may be done: a bucket of tokens that fills at a steady rate.
 *
 * What must be done takes its tokens whether there are any or not. What would be nice is offered. Where takers have
 * names and there are fewer tokens than takers, those go first who have waited longest, so everybody gets the same
 * share; without names it is up to the caller whom to ask for first.
 */

export interface BudgetOptions {
  burst: number;
  perMinute: number;
  /** What the platform allows in any minute, where it says so: beyond it, even what must be done waits. */
  mostPerMinute?: number;
  now: () => number;
}

/** Who has not asked for so long is not waiting any more. */
const patienceMs = 4000;
/** However much was done that had to be done: this many tokens are missing at most. */
const deepest = -10;
const minuteMs = 60_000;

export type Budget = ReturnType<typeof createBudget>;

export function createBudget({ burst, perMinute, mostPerMinute, now }: BudgetOptions) {
  let tokens = burst;
  let filledAt = now();
  let closedUntil = 0;
  /** When each taker last asked, and was last served. */
  const takers = new Map<string, { askedAt: number; servedAt: number }>();
  /** When tokens were taken in the last minute, oldest first; kept where there is a limit per minute. */
  const taken: number[] = [];

  function fill(): void {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / minuteMs) * perMinute);
    filledAt = at;
  }

  function spend(count: number): void {
    tokens = Math.max(deepest, tokens - count);
    if (mostPerMinute !== undefined) for (let n = 0; n < count; n += 1) taken.push(now());
  }

  /** Milliseconds until one more is within what the platform allows in a minute. */
  function wait(): number {
    if (mostPerMinute === undefined) return 0;
    const at = now();
    while (taken[0] !== undefined && at - taken[0] >= minuteMs) taken.shift();
    const first = taken[taken.length - mostPerMinute];
    return first === undefined ? 0 : first + minuteMs - at;
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

  function isOpen(): boolean {
    fill();
    return now() >= closedUntil && wait() === 0 && tokens >= 1;
  }

  return {
    wait,
    /** Takes tokens now, there or not. */
    take(count = 1): void {
      fill();
      spend(count);
    },
    /** Takes a token if one is there. */
    offer(): boolean {
      if (!isOpen()) return false;
      spend(1);
      return true;
    },
    /** Takes a token if one is there and nobody has waited longer for it. */
    offerTo(key: string): boolean {
      const at = now();
      const servedAt = takers.get(key)?.servedAt ?? 0;
      takers.set(key, { askedAt: at, servedAt });
      if (!isOpen() || Math.floor(tokens) <= before(key)) return false;
      spend(1);
      takers.set(key, { askedAt: at, servedAt: at });
      return true;
    },
    /** Nothing was done with the token that was offered. */
    giveBack(): void {
      tokens = Math.min(burst, tokens + 1);
      taken.pop();
    },
    /** Nobody waits under this name any more. */
    forget(key: string): void {
      takers.delete(key);
    },
    /** Offers nothing for so long. */
    close(ms: number): void {
      closedUntil = Math.max(closedUntil, now() + ms);
    },
    /** Whether nothing was taken for so long that nobody need remember this budget. */
    isFull(): boolean {
      fill();
      return tokens >= burst;
    },
  };
}
