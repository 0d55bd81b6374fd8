/**
 * How our requests reach Slack.
 *
 * The SDK would pause a whole client when one method is limited, and repeat whatever failed, posts included. Here
 * nothing is repeated behind our back: what is limited says so at once, and the caller decides. Results wait as long
 * as Slack asks, each for itself; progress, through a client of its own, is given up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@slack/bolt';
import { WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { PassingError } from '../../core/errors.ts';
import { createLock } from '../lock.ts';

/** Uploads need their time; progress is only worth sending now. */
const resultMs = 60_000;
const progressMs = 4000;
/** Longer waits are the delivery queue's business. */
const patienceMs = 90_000;

export type Wire = ReturnType<typeof createWire>;

export function createWire({ token, apiUrl, logger }: { token: string; apiUrl: string; logger: Logger }) {
  const options = {
    slackApiUrl: apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logger,
  };
  const results = new WebClient(token, { ...options, timeout: resultMs });
  const progress = new WebClient(token, { ...options, timeout: progressMs, maxRequestConcurrency: 20 });
  const closing = new AbortController();
  const lock = createLock();

  async function pause(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: closing.signal });
    } catch (error) {
      throw new PassingError('the connection to Slack is being closed', { cause: error });
    }
  }

  /** Waits its turn when Slack says so. */
  async function patiently<T>(work: (client: WebClient) => Promise<T>): Promise<T> {
    let waited = 0;
    for (;;) {
      try {
        return await work(results);
      } catch (thrown) {
        if (!(thrown instanceof WebAPIRateLimitedError)) throw thrown;
        const ms = Math.max(1, thrown.retryAfter) * 1000;
        waited += ms;
        if (waited > patienceMs) throw thrown;
        await pause(ms);
      }
    }
  }

  /** Slack takes about one new message a second per channel: they queue here rather than all knock at once. */
  function inTurn<T>(channel: string, work: (client: WebClient) => Promise<T>): Promise<T> {
    return lock(channel, () => patiently(work));
  }

  return { results, progress, patiently, inTurn, pause, close: () => closing.abort() };
}
