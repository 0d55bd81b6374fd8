/** Word that something about the workflows has changed. Whoever misses it sees it in the count, which is looked at now and then. */
import type { Redis } from 'ioredis';
import { createSignal } from '../signal.ts';

export function createChanges(redis: Redis, prefix: string) {
  const countKey = `${prefix}:workflows:count`;
  const signal = createSignal(redis, `${prefix}:workflows:changed`);
  const asked = createSignal(redis, `${prefix}:workflows:look`);
  return {
    async tell(): Promise<void> {
      await redis.incr(countKey);
      await signal.send('');
    },
    count: (): Promise<string | null> => redis.get(countKey),
    listen: (listener: () => void): Promise<() => void> => signal.listen(listener),
    /** Asks the workers to look at once what their backends have: somebody may just have put a model there. */
    lookAgain: (): Promise<void> => asked.send(''),
    onLookAgain: (listener: () => void): Promise<() => void> => asked.listen(listener),
  };
}
