/** A signal between processes: "something about this id changed". Whoever is not listening misses it, so it is only ever a hint. */
import type { Redis } from 'ioredis';

export function createSignal(redis: Redis, channel: string) {
  return {
    async send(id: string): Promise<void> {
      await redis.publish(channel, id);
    },
    /** Listens on a connection of its own. Returns the function that stops. */
    async listen(listener: (id: string) => void): Promise<() => void> {
      const subscriber = redis.duplicate();
      subscriber.on('error', () => {});
      subscriber.on('message', (_channel: string, id: string) => listener(id));
      await subscriber.subscribe(channel);
      return () => subscriber.disconnect();
    },
  };
}
