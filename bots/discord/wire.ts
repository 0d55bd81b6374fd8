/**
 * How our requests reach Discord. Two queues, because Discord counts them apart:
 *
 * - `hooks`: everything that an interaction's token pays for. It does not count towards the 50 requests a second of a
 *   bot; each token has a bucket of its own. First answers are never queued.
 * - `bot`: everything the bot's own token pays for.
 *
 * Results wait until the limits let them through. Progress is only worth sending now: it is given up as soon as it
 * would have to wait, and it never stands in the way of a result for longer than `progressMs`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { DefaultRestOptions, REST, type RESTOptions } from 'discord.js';
import { createAgent } from './agent.ts';

/** Uploads of some 20 MB need their time. */
const uploadMs = 60_000;
const progressMs = 5000;
const mostUnheard = 100;

export type Wire = ReturnType<typeof createWire>;

export function createWire({ apiUrl, token }: { apiUrl: string; token: string }) {
  const impatient = new AsyncLocalStorage<true>();
  const agent = createAgent();
  const options = {
    agent,
    api: apiUrl.replace(/\/+$/, ''),
    timeout: uploadMs,
    rejectOnRateLimit: () => impatient.getStore() === true,
  };
  /** First answers that were sent, and of which nobody told us what became of them. */
  const unheard = new Set<string>();
  const makeRequest: RESTOptions['makeRequest'] = async (url, init) => {
    try {
      return await DefaultRestOptions.makeRequest(url, init);
    } catch (thrown) {
      if (url.includes('/callback')) unheard.add(new URL(url).pathname);
      const [oldest] = unheard;
      if (unheard.size > mostUnheard && oldest !== undefined) unheard.delete(oldest);
      throw thrown;
    }
  };
  const hooks = new REST({ ...options, makeRequest, globalRequestsPerSecond: Number.POSITIVE_INFINITY });
  const bot = new REST(options).setToken(token);
  /** Requests on their way, by what they share a bucket with. */
  const lanes = new Map<string, number>();

  /** A request that waits its turn. `lane` names what it shares a bucket with. */
  async function patiently<T>(lane: string, work: () => Promise<T>): Promise<T> {
    lanes.set(lane, (lanes.get(lane) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = (lanes.get(lane) ?? 1) - 1;
      if (left > 0) lanes.set(lane, left);
      else lanes.delete(lane);
    }
  }

  /** A request for now or never: null when another is on its way; throws when the limits say wait. */
  async function impatiently<T>(lane: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    if (lanes.has(lane)) return null;
    return impatient.run(true, () => patiently(lane, () => work(AbortSignal.timeout(progressMs))));
  }

  return {
    hooks,
    bot,
    /** Whether a first answer was sent of which we never heard: the SDK sends it again, and Discord may have both. */
    mayHaveArrived: (route: string): boolean => [...unheard].some((path) => path.endsWith(route)),
    /** Whether a request is on its way there. */
    isBusy: (lane: string) => lanes.has(lane),
    patiently,
    impatiently,
    close(): void {
      for (const rest of [hooks, bot]) {
        rest.clearHandlerSweeper();
        rest.clearHashSweeper();
      }
    },
  };
}
