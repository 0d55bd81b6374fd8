/** Stands for the worker: counts its starts in Redis, and crashes at the first when asked to. */
import { Redis } from 'ioredis';

const redis = new Redis(String(process.env.REDIS_URL));
const starts = await redis.incr('starts');
console.log(JSON.stringify({ level: 40, time: Date.now(), msg: `worker started, time ${starts}` }));
process.send?.({ ready: {} });

if (process.env.FAKE_WORKER === 'crash' && starts === 1) {
  setTimeout(() => {
    throw new Error('the worker is broken');
  }, 20);
}
process.on('SIGTERM', async () => {
  await redis.set('last words', 'goodbye');
  process.exit(0);
});
