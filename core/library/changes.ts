/** Word that something about the workflows has changed. Whoever misses it sees it in the count, which is looked at now and then. */
import type { Redis } from 'ioredis';
import { createSignal } from '../signal.ts';

export function createChanges(redis: Redis, prefix: string) {
  const countKey = `${prefix}:workflows:count`;
  const signal = createSignal(redis, `${prefix}:workflows:changed`);
  return {
    async tell(): Promise<void> {
      await redis.incr(countKey);
      await signal.send('changed');
    },
    count: (): Promise<string | null> => redis.get(countKey),
    /** Asks the workers to look at once what their backends have: somebody may just have put a model there. */
    lookAgain: (): Promise<void> => signal.send('look'),
    listen: ({ onChange, onLook }: { onChange(): void; onLook?(): void }): Promise<() => void> =>
      signal.listen((word) => (word === 'look' ? onLook?.() : onChange())),
  };
}
