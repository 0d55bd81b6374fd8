/** The job store: job records, the ways to find them, and the updates their posts owe. */
import type { Redis } from 'ioredis';
import type { Commit, Owed } from './commit.ts';
import { usedSteps } from './habits.ts';
import { isActive, type Job, jobSchema, looksDifferent } from './job.ts';
import { type JobWatch, watchRecords } from './job-watch.ts';
import type { Links } from './links.ts';
import { type Person, type Platform, type PostRef, personKey } from './people.ts';
import { createRecords, type Effects } from './records.ts';
import { type Graph, graphSchema } from './workflow.ts';

/** How many finished jobs of a person can be listed. The records themselves stay. */
const listedPerPerson = 500;
/** How many results of a platform can be listed that others may have starred. */
const listedResults = 200;
/** A platform that reports a gesture twice does so within minutes. */
const askedSeconds = 24 * 60 * 60;
/** How many of the jobs that were made from one are listed, the newest of them. */
const listedChildren = 100;

export type Jobs = ReturnType<typeof createJobs>;

export function createJobs(redis: Redis, prefix: string, links: Links, commit: Commit, watch: JobWatch = {}) {
  const activeKey = `${prefix}:jobs:active`;
  const heldKey = `${prefix}:jobs:held`;
  const calledOffKey = `${prefix}:jobs:called-off`;
  const ownerKey = (account: string) => `${prefix}:jobs:of:${account}`;
  const resultsKey = (platform: Platform) => `${prefix}:jobs:results:${platform}`;
  const postKey = (post: Pick<PostRef, 'platform' | 'channel' | 'message'>) =>
    `${prefix}:post:${post.platform}:${post.channel}:${post.message}`;
  const childrenKey = (id: string) => `${prefix}:jobs:from:${id}`;
  const untoldKey = (account: string) => `${prefix}:jobs:untold:${account}`;
  const graphKey = (id: string) => `${prefix}:graph:${id}`;
  const askedKey = (platform: Platform, gesture: string) => `${prefix}:asked:${platform}:${gesture}`;

  /** The lists follow the record, and its post owes an update, in the step that writes it. */
  function along(job: Job, before: Job | null): Effects {
    const active = isActive(job);
    const listed = (key: string, isIn: boolean, at: number) =>
      isIn ? ['ZADD', key, String(at), job.id] : ['ZREM', key, job.id];
    const listKey = ownerKey(personKey(job.owner));
    const { platform } = job.place;
    const delivery = { subject: 'job' as const, jobId: job.id };
    const owes: Owed[] = [];
    if (before === null || looksDifferent(before, job)) owes.push({ platform, ...delivery });
    if (job.away && !before?.away) owes.push({ platform, subject: 'outcome', jobId: job.id });
    if (job.ping && !before?.ping) owes.push({ platform, subject: 'ping', jobId: job.id });
    if (job.deletedAt !== before?.deletedAt) owes.push({ platform, subject: 'gallery', jobId: job.id });
    // Also one that was made while its job was being deleted.
    if (job.deletedAt !== undefined && (job.deletedAt !== before?.deletedAt || job.copies !== before.copies))
      for (const where of new Set(job.copies?.map(({ post }) => post.platform)))
        owes.push({ platform: where, subject: 'copies', jobId: job.id });
    return {
      steps: [
        listed(activeKey, active, job.createdAt),
        listed(heldKey, active && job.state !== 'queued', job.createdAt),
        listed(calledOffKey, active && job.cancelAsked !== undefined, job.cancelAsked?.at ?? 0),
        listed(resultsKey(platform), isForOthers(job), job.finishedAt ?? job.createdAt),
        ['ZREMRANGEBYRANK', resultsKey(platform), '0', String(-listedResults - 1)],
        ['ZADD', listKey, String(job.createdAt), job.id],
        ['ZREMRANGEBYRANK', listKey, '0', String(-listedPerPerson - 1)],
        ...(job.post ? [['SET', postKey(job.post), job.id]] : []),
        ...(job.away?.post ? [['SET', postKey(job.away.post), job.id]] : []),
        ...(job.copies ?? []).map(({ post }) => ['SET', postKey(post), job.id]),
        ...(job.away ? [[job.away.waits ? 'SADD' : 'SREM', untoldKey(personKey(job.owner)), job.id]] : []),
        ...(before === null ? [...usedSteps(prefix, job), ...childSteps(job)] : []),
      ],
      owes,
    };
  }

  function childSteps({ id, parent, createdAt }: Job): string[][] {
    if (parent === undefined) return [];
    const key = childrenKey(parent);
    return [
      ['ZADD', key, String(createdAt), id],
      ['ZREMRANGEBYRANK', key, '0', String(-listedChildren - 1)],
    ];
  }

  const kept = createRecords<Job>({ redis, commit }, `${prefix}:job`, jobSchema, along);
  const records = watchRecords(kept, watch);

  return {
    get: records.get,
    read: records.read,
    update: records.update,

    /** False when it exists already, or another was made of the same gesture (see {@link madeBy}). */
    async create(job: Job, gesture?: string): Promise<boolean> {
      if (gesture === undefined) return records.create(job);
      const key = askedKey(job.place.platform, gesture);
      return records.create(job, {
        guards: [{ key, holds: null }],
        steps: [['SET', key, job.id, 'EX', String(askedSeconds)]],
      });
    },

    /** The job a gesture has made, by the platform's own id of the gesture. */
    async madeBy(platform: Platform, gesture: string): Promise<Job | null> {
      const id = await redis.get(askedKey(platform, gesture));
      return id === null ? null : records.get(id);
    },

    async byPost(post: Pick<PostRef, 'platform' | 'channel' | 'message'>): Promise<Job | null> {
      const id = await redis.get(postKey(post));
      return id === null ? null : records.get(id);
    },

    /** Jobs that are not final, oldest first. All of them: with thousands waiting this is much to read. */
    async active(): Promise<Job[]> {
      return (await records.read(await redis.zrange(activeKey, '0', '-1'))).filter(isActive);
    },

    /** Ids of the jobs that are not final and were asked for before `at`, oldest first. */
    activeIds: (at: number): Promise<string[]> => redis.zrange(activeKey, '-inf', String(at), 'BYSCORE'),

    activeCount: (): Promise<number> => redis.zcard(activeKey),

    /** Which of these jobs are final or have no record. */
    async notActive(ids: readonly string[]): Promise<string[]> {
      if (ids.length === 0) return [];
      const listed = await redis.zmscore(activeKey, ...ids);
      return ids.filter((_, index) => listed[index] === null);
    },

    /** Jobs that a backend has, oldest first. */
    async held(): Promise<Job[]> {
      const jobs = await records.read(await redis.zrange(heldKey, '0', '-1'));
      return jobs.filter((job) => isActive(job) && job.state !== 'queued');
    },
    heldIds: (): Promise<string[]> => redis.zrange(heldKey, '0', '-1'),

    /** Jobs that were called off before `at` and are not final yet. */
    async calledOff(at: number): Promise<Job[]> {
      const jobs = await records.read(await redis.zrange(calledOffKey, '-inf', String(at), 'BYSCORE'));
      return jobs.filter(isActive);
    },

    /** The jobs of a person, of all their accounts, newest first. */
    async ofPerson(person: Pick<Person, 'platform' | 'id'>, limit = 25): Promise<Job[]> {
      const lists = await Promise.all(
        (await links.accounts(person)).map((account) => redis.zrevrange(ownerKey(account), 0, limit - 1)),
      );
      // Ids sort by time.
      return records.read(lists.flat().sort().reverse().slice(0, limit));
    },

    /** The newest results of a platform that stand where others see them, of `since` or later, newest first. */
    async results(platform: Platform, { since, most }: { since: number; most: number }): Promise<Job[]> {
      const key = resultsKey(platform);
      return records.read(await redis.zrange(key, '+inf', String(since), 'BYSCORE', 'REV', 'LIMIT', 0, most));
    },

    /** The jobs that were made from one, oldest first; those that were deleted are no more among them. */
    async childrenOf(id: string): Promise<Job[]> {
      const children = await records.read(await redis.zrange(childrenKey(id), '0', '-1'));
      return children.filter(({ deletedAt }) => deletedAt === undefined);
    },

    /** Ended jobs of a person, of all their accounts, that they could not be told of in any way. */
    async untold(person: Pick<Person, 'platform' | 'id'>): Promise<Job[]> {
      const keys = (await links.accounts(person)).map(untoldKey);
      return records.read(await redis.sunion(keys));
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

const isForOthers = ({ state, deletedAt, place, private: alone }: Job): boolean =>
  state === 'done' && deletedAt === undefined && place.space !== undefined && !place.guest && !alone;
