/**
 * The render queue: one for everybody, fair to everyone who waits.
 *
 * A BullMQ job carries only the id of a job record. Its priority is a start number (start-time fair queueing):
 * a person's next job stands one after their last one, but never before what is being served now. So people take
 * turns however many jobs each of them adds, and nobody is passed for ever.
 */
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Links } from './links.ts';
import type { Person } from './people.ts';

/** BullMQ's largest priority is 2 097 151; start numbers begin again whenever the queue has run empty. */
const largestPriority = 2_097_151;

export const renderQueueName = 'render';

/** Entries looked at in one go; more would keep Redis from everybody else. */
const chunk = 1000;

/** KEYS: numbers per person (hash), number being served. ARGV: person, largest. Returns the start number. */
const takeNumber = `
local served = tonumber(redis.call('GET', KEYS[2]) or '0')
local last = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
local number = math.min(math.max(served, last) + 1, tonumber(ARGV[2]))
redis.call('HSET', KEYS[1], ARGV[1], number)
return number`;

/** KEYS: number being served. ARGV: the number of the job that starts. */
const serveNumber = `
local served = tonumber(redis.call('GET', KEYS[1]) or '0')
if tonumber(ARGV[1]) > served then redis.call('SET', KEYS[1], ARGV[1]) end
return 1`;

export function createRenderQueue(redis: Redis, prefix: string, links: Links) {
  const queue = new Queue<Record<string, never>>(renderQueueName, {
    connection: redis,
    prefix: `${prefix}:bull`,
    defaultJobOptions: {
      attempts: 5,
      backoff: { type: 'exponential', delay: 1000 },
      removeOnComplete: true,
      removeOnFail: true,
    },
  });
  // Without a listener BullMQ prints them; the connection comes back by itself.
  queue.on('error', () => {});
  const numbersKey = `${prefix}:queue:numbers`;
  const servedKey = `${prefix}:queue:served`;
  const waitingKey = queue.toKey('prioritized');

  return {
    /** Adding the same job again changes nothing: its id is the queue entry's id. */
    async add(jobId: string, owner: Pick<Person, 'platform' | 'id'>): Promise<void> {
      const priority = Number(
        await redis.eval(takeNumber, 2, numbersKey, servedKey, await links.identity(owner), largestPriority),
      );
      await queue.add('render', {}, { jobId, priority });
    },

    /** Called when a worker takes a job, so that newcomers line up behind what is being served. */
    async serving(priority: number): Promise<void> {
      await redis.eval(serveNumber, 1, servedKey, priority);
      if ((await redis.zcard(waitingKey)) === 0) await redis.del(numbersKey, servedKey);
    },

    /** True when no worker has it and none will get it; false when a worker holds it. */
    async remove(jobId: string): Promise<boolean> {
      try {
        return (await queue.remove(jobId)) === 1;
      } catch {
        // BullMQ throws for a job that a worker holds locked.
        return false;
      }
    },

    /** Waiting jobs before this one, counted from 0; null when it is not waiting. */
    place: (jobId: string): Promise<number | null> => redis.zrank(waitingKey, jobId),

    /** Ids of the waiting jobs, next one first, from a place on. */
    waiting: (limit = 100, from = 0): Promise<string[]> =>
      redis.zrange(waitingKey, String(from), String(from + limit - 1)),

    waitingCount: (): Promise<number> => redis.zcard(waitingKey),

    has: async (jobId: string): Promise<boolean> => (await queue.getJob(jobId)) !== undefined,

    /** Which of these jobs have no entry, neither waiting nor taken. */
    async missing(jobIds: readonly string[]): Promise<string[]> {
      const missing: string[] = [];
      for (let from = 0; from < jobIds.length; from += chunk) {
        const ids = jobIds.slice(from, from + chunk);
        const pipeline = redis.pipeline();
        for (const id of ids) pipeline.exists(queue.toKey(id));
        const answers = (await pipeline.exec()) ?? [];
        ids.forEach((id, index) => {
          const [error, found] = answers[index] ?? [];
          if (!error && found === 0) missing.push(id);
        });
      }
      return missing;
    },

    /** Lets entries that were put off have their turn now. */
    async promote(jobIds: readonly string[]): Promise<void> {
      for (const id of jobIds) {
        const entry = await queue.getJob(id);
        // One that is not put off any more has its turn already.
        if (entry && (await entry.isDelayed())) await entry.promote().catch(() => {});
      }
    },

    /** Ids of all entries that no worker has taken. */
    async entries(): Promise<string[]> {
      const delayedKey = queue.toKey('delayed');
      const lists = await Promise.all([
        redis.zrange(waitingKey, '0', '-1'),
        redis.zrange(delayedKey, '0', '-1'),
      ]);
      return lists.flat();
    },

    close: () => queue.close(),
  };
}
