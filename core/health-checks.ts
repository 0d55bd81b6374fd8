/** What every process needs to be ready, as checks for `/ready`. */
import type { Redis } from 'ioredis';
import type { Check } from './health.ts';
import { redisAddress } from './redis.ts';
import type { BackendStatus } from './workers.ts';

const patienceMs = 2000;

export function redisAnswers(redis: Redis, url: string): Check {
  return async () => {
    const trouble = `Redis at ${redisAddress(url)} does not answer.`;
    // Commands wait while Redis is away, and would be sent when it is back.
    if (redis.status !== 'ready') return trouble;
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, patienceMs, 'late').unref());
    return (await Promise.race([redis.ping(), late])) === 'PONG' ? null : trouble;
  };
}

/** One is enough: the others' jobs go there. */
export function backendAnswers(statuses: () => readonly BackendStatus[]): Check {
  return () => {
    const all = statuses();
    if (all.some(({ reachable }) => reachable)) return null;
    const troubles = all.map(({ name, trouble }) => trouble ?? `${name} was not asked yet`);
    return `No ComfyUI answers: ${troubles.join('; ')}.`;
  };
}
