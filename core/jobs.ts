/** The job store: job records and the ways to find them. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { isActive, type Job, jobSchema } from './job.ts';
import type { Links } from './links.ts';
import { type Person, type PostRef, personKey } from './people.ts';
import { createRecords } from './records.ts';
import { type Graph, graphSchema } from './workflow.ts';

/** How many finished jobs of a person can be listed. The records themselves stay. */
const listedPerPerson = 500;

export type Jobs = ReturnType<typeof createJobs>;

export function createJobs(redis: Redis, prefix: string, links: Links) {
  const records = createRecords<Job>(redis, `${prefix}:job`, jobSchema);
  const activeKey = `${prefix}:jobs:active`;
  const ownerKey = (account: string) => `${prefix}:jobs:of:${account}`;
  const postKey = (post: Pick<PostRef, 'platform' | 'channel' | 'message'>) =>
    `${prefix}:post:${post.platform}:${post.channel}:${post.message}`;
  const graphKey = (id: string) => `${prefix}:graph:${id}`;

  /** The lists follow the record. Written after it, so that a crash in between leaves a job that a repair finds. */
  async function index(job: Job): Promise<void> {
    const multi = redis.multi();
    if (isActive(job)) multi.zadd(activeKey, job.createdAt, job.id);
    else multi.zrem(activeKey, job.id);
    const listKey = ownerKey(personKey(job.owner));
    multi.zadd(listKey, job.createdAt, job.id);
    multi.zremrangebyrank(listKey, 0, -listedPerPerson - 1);
    if (job.post) multi.set(postKey(job.post), job.id);
    await multi.exec();
  }

  /** A record that cannot be read must not hide the others. */
  async function read(ids: string[]): Promise<Job[]> {
    const found = await Promise.all(ids.map((id) => records.get(id).catch(skipUnreadable)));
    return found.filter((job) => job !== null);
  }

  return {
    get: records.get,

    async create(job: Job): Promise<boolean> {
      const created = await records.create(job);
      if (created) await index(job);
      return created;
    },

    /** See {@link createRecords}; keeps the lists in step. */
    async update(id: string, change: (job: Job) => Job | null) {
      const result = await records.update(id, change);
      if (result?.changed) await index(result.record);
      return result;
    },

    async byPost(post: Pick<PostRef, 'platform' | 'channel' | 'message'>): Promise<Job | null> {
      const id = await redis.get(postKey(post));
      return id === null ? null : records.get(id);
    },

    /** Jobs that are not final, oldest first. */
    async active(): Promise<Job[]> {
      return (await read(await redis.zrange(activeKey, '0', '-1'))).filter(isActive);
    },

    /** The jobs of a person, of all their accounts, newest first. */
    async ofPerson(person: Pick<Person, 'platform' | 'id'>, limit = 25): Promise<Job[]> {
      const lists = await Promise.all(
        (await links.accounts(person)).map((account) => redis.zrevrange(ownerKey(account), 0, limit - 1)),
      );
      // Ids sort by time.
      return read(lists.flat().sort().reverse().slice(0, limit));
    },

    /** The filled-in graph exactly as it was submitted, kept apart because it is large and rarely read. */
    async saveGraph(id: string, graph: Graph): Promise<void> {
      await redis.set(graphKey(id), JSON.stringify(graph));
    },
    async graph(id: string): Promise<Graph | null> {
      const text = await redis.get(graphKey(id));
      return text === null ? null : graphSchema.parse(JSON.parse(text));
    },
  };
}

function skipUnreadable(thrown: unknown): null {
  if (thrown instanceof z.ZodError || thrown instanceof SyntaxError) return null;
  throw thrown;
}
