/**
 * Too many 401, 403 and 429 in ten minutes shut an address out of Discord altogether; 429s of a shared limit are
 * forgiven. https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
 */
import type { Rate } from '../limits.ts';

export interface InvalidRequests {
  count(status: number, scope: string | null): void;
  isShutOut(): boolean;
  /** By status, within the window. */
  tally(): Record<401 | 403 | 429, number>;
}

export function createInvalidRequests(rate: Rate, now: () => number): InvalidRequests {
  let seen: { status: 401 | 403 | 429; at: number }[] = [];

  function recent() {
    seen = seen.filter(({ at }) => at > now() - rate.perMs);
    return seen;
  }

  return {
    count(status, scope) {
      if (status !== 401 && status !== 403 && status !== 429) return;
      if (scope === 'shared') return;
      seen.push({ status, at: now() });
    },
    isShutOut: () => recent().length >= rate.limit,
    tally() {
      const tally = { 401: 0, 403: 0, 429: 0 };
      for (const { status } of recent()) tally[status] += 1;
      return tally;
    },
  };
}
