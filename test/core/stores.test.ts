/** What is kept in Redis and in the media folder. */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Copy, withCopy } from '../../core/copies.ts';
import { freePort } from '../../core/ports.ts';
import { checkRedis } from '../../core/redis.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { mai, noor, ravi, testJob } from '../support/jobs.ts';
import { startLastingRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());

describe('job records', () => {
  it('are created once and found by id, owner and post', async () => {
    const { jobs } = test.core;
    const job = testJob({ post: { platform: 'discord', channel: '300', message: '400' } });
    expect(await jobs.create(job)).toBe(true);
    expect(await jobs.create({ ...job, state: 'done' })).toBe(false);
    expect(await jobs.get(job.id)).toMatchObject({ id: job.id, state: 'queued' });
    expect((await jobs.byPost({ platform: 'discord', channel: '300', message: '400' }))?.id).toBe(job.id);
    expect((await jobs.ofPerson(mai)).map(({ id }) => id)).toContain(job.id);
    expect((await jobs.active()).map(({ id }) => id)).toContain(job.id);
    await jobs.update(job.id, (one) => ({ ...one, state: 'failed' }));
    expect((await jobs.active()).map(({ id }) => id)).not.toContain(job.id);
  });

  it('keep every one of many changes made at the same time', async () => {
    const { jobs } = test.core;
    const job = testJob();
    await jobs.create(job);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        jobs.update(job.id, (one) => ({ ...one, attempts: one.attempts + 1 })),
      ),
    );
    expect(await jobs.get(job.id)).toMatchObject({ attempts: 20, revision: 20 });
  });

  it('list what was made from them, without what was deleted', async () => {
    const { jobs } = test.core;
    const parent = testJob();
    const made = [0, 1, 2].map((n) =>
      testJob({ parent: parent.id, from: { by: 'vary', output: 1 }, createdAt: parent.createdAt + n }),
    );
    for (const job of [parent, ...made]) await jobs.create(job);
    expect(await jobs.childrenOf(parent.id)).toEqual(made);
    await jobs.update(made[1]?.id ?? '', (one) => ({ ...one, deletedAt: 1 }));
    expect((await jobs.childrenOf(parent.id)).map(({ id }) => id)).toEqual([made[0]?.id, made[2]?.id]);
    expect(await jobs.childrenOf(made[0]?.id ?? '')).toEqual([]);
  });

  it('know their copies, the newest of them, whose posts go with them on whichever platform', async () => {
    const { jobs, deliveries } = test.core;
    const job = testJob({ state: 'done' });
    await jobs.create(job);
    const onSlack = { platform: 'slack', channel: 'C1', message: '1.0' } as const;
    const copies = Array.from({ length: 20 }, (_, n): Copy => {
      const post = { platform: 'discord', channel: '300', message: `copy-${n}` } as const;
      return { post, picture: n + 1 };
    });
    const owed = async () =>
      (await Promise.all([deliveries.owed('discord'), deliveries.owed('slack')])).map((all) =>
        all.filter(({ jobId }) => jobId === job.id).map(({ subject }) => subject),
      );
    const before = await owed();
    for (const copy of [...copies, { post: onSlack }])
      await jobs.update(job.id, (one) => withCopy(one, copy));
    expect((await jobs.get(job.id))?.copies).toEqual([...copies.slice(1), { post: onSlack }]);
    expect(await owed()).toEqual(before);
    for (const post of [...copies.map((one) => one.post), onSlack])
      expect((await jobs.byPost(post))?.id).toBe(job.id);
    await jobs.update(job.id, (one) => ({ ...one, deletedAt: 1 }));
    expect(await owed()).toEqual([expect.arrayContaining(['job', 'copies']), ['copies']]);
  });

  it('owe the removal of a copy that came while they were deleted', async () => {
    const { jobs, deliveries } = test.core;
    const job = testJob({ state: 'done', deletedAt: 1 });
    await jobs.create(job);
    const copies = async () =>
      (await deliveries.owed('slack')).filter(
        ({ subject, jobId }) => subject === 'copies' && jobId === job.id,
      );
    expect(await copies()).toHaveLength(0);
    const post = { platform: 'slack', channel: 'C1', message: '2.0' } as const;
    await jobs.update(job.id, (one) => withCopy(one, { post }));
    expect(await copies()).toHaveLength(1);
  });

  it('stay as they are when a change says so', async () => {
    const { jobs } = test.core;
    const job = testJob();
    await jobs.create(job);
    expect(await jobs.update(job.id, () => null)).toMatchObject({ changed: false, record: { revision: 0 } });
    expect(await jobs.update('job-unknown', () => null)).toBeNull();
  });
});

describe('the render queue', () => {
  it('lets people take turns, whoever came first with how many', async () => {
    const { queue } = test.core;
    const add = async (owner: typeof mai, count: number) => {
      for (let n = 0; n < count; n += 1) await queue.add(`job-${owner.name}-${n}`, owner);
    };
    await add(mai, 4);
    await add(ravi, 2);
    await add(noor, 1);
    expect(await queue.waiting()).toEqual([
      'job-Mai-0',
      'job-Ravi-0',
      'job-Noor-0',
      'job-Mai-1',
      'job-Ravi-1',
      'job-Mai-2',
      'job-Mai-3',
    ]);
    expect(await queue.place('job-Ravi-1')).toBe(4);
    // Adding the same job again is no second entry.
    await queue.add('job-Mai-0', mai);
    expect(await queue.waitingCount()).toBe(7);
    expect(await queue.remove('job-Mai-0')).toBe(true);
    expect(await queue.place('job-Mai-0')).toBeNull();
    for (const id of await queue.waiting()) await queue.remove(id);
  });

  it('lets a newcomer in behind what is being served, not behind everybody', async () => {
    const { queue } = test.core;
    for (let n = 0; n < 6; n += 1) await queue.add(`job-a-${n}`, mai);
    await queue.serving(3);
    await queue.add('job-b-0', ravi);
    const order = await queue.waiting();
    expect(order.indexOf('job-b-0')).toBeLessThan(order.indexOf('job-a-5'));
    for (const id of order) await queue.remove(id);
  });
});

describe('progress', () => {
  it('keeps the latest state and says that there is one', async () => {
    const { progress } = test.core;
    const heard: string[] = [];
    const stop = await progress.listen((id) => heard.push(id));
    await progress.set('job-1', { fraction: 0.2, at: 1, previewCount: 0 });
    await progress.set(
      'job-1',
      { fraction: 0.4, at: 2, previewCount: 1, preview: 'image/png' },
      new Uint8Array([1, 2]),
    );
    await until(() => heard.length >= 2);
    expect(await progress.get('job-1')).toMatchObject({ fraction: 0.4, previewCount: 1 });
    expect(await progress.preview('job-1')).toEqual(Buffer.from([1, 2]));
    await progress.clear('job-1');
    expect(await progress.get('job-1')).toBeNull();
    stop();
  });
});

describe('the gallery', () => {
  it('asks a maker once', async () => {
    const { gallery } = test.core;
    const asked = await Promise.all([1, 2, 3].map(() => gallery.beginAsking(mai, '200', 'job-g')));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await gallery.consent(mai, '200')).toBe('asked');
    expect(await gallery.consent(mai, '201')).toBeNull();
  });
  it('keeps one entry per job', async () => {
    const { gallery } = test.core;
    const first = await gallery.open('job-g', mai, '200');
    const of = { platform: 'discord', space: '200', maker: 'discord:1' } as const;
    await gallery.change('job-g', of, (entry) => ({ ...entry, shared: true }));
    expect(first.shared).toBe(false);
    expect((await gallery.open('job-g', mai, '200')).shared).toBe(true);
    expect(await gallery.entriesOf(mai, '200')).toEqual(['job-g']);
  });
});

describe('workers', () => {
  it('are seen while they beat', async () => {
    const { workers } = test.core;
    const worker = { id: 'w1', host: 'gpu-1', startedAt: 5, backends: [] };
    await workers.beat(worker);
    expect(await workers.all()).toEqual([worker]);
    await workers.leave('w1');
    expect(await workers.all()).toEqual([]);
  });
});

describe('estimates', () => {
  it('follow the newest runs and scale with the work', async () => {
    const { estimates } = test.core;
    expect(await estimates.expect('picture', 20)).toBeNull();
    await estimates.learn('picture', 10, 5);
    expect(await estimates.expect('picture', 20)).toBeCloseTo(10);
    await estimates.learn('picture', 10, 10);
    expect(await estimates.expect('picture', 10)).toBeCloseTo(6.5);
  });
});

describe('media', () => {
  it('gives back what was put, whole, and forgets a folder', async () => {
    const { media } = test.core;
    const bytes = Buffer.from('hello');
    const key = await media.put('job-m', 'a.PNG', bytes);
    expect(key).toMatch(/^job-m\/[0-9a-f]{32}\.png$/);
    expect(await media.get(key)).toEqual(bytes);
    expect(await readdir(`${fileURLToPath(test.mediaUrl)}/job-m`)).toHaveLength(1);
    await media.removeFolder('job-m');
    expect(await media.get(key)).toBeNull();
  });
});

describe('checking Redis', () => {
  it('tells the version, and what would lose jobs', async () => {
    const { version, warnings } = await checkRedis(test.redis.url);
    expect(version).toMatch(/^\d+\.\d+/);
    expect(warnings.join()).toContain('append-only');
  });
  it('warns of one that answers before it has written to the disk', async () => {
    const redis = await startLastingRedis('everysec');
    try {
      expect((await checkRedis(redis.url)).warnings.join()).toContain('Set appendfsync always');
      const client = new Redis(redis.url);
      await client.config('SET', 'appendfsync', 'always');
      expect((await checkRedis(redis.url)).warnings).toEqual([]);
      await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
      expect((await checkRedis(redis.url)).warnings.join()).toContain('noeviction (it is allkeys-lru)');
      client.disconnect();
    } finally {
      await redis.close();
    }
  });
  it('names the address and the remedy when nothing answers', async () => {
    const port = await freePort();
    await expect(checkRedis(`redis://:secret@127.0.0.1:${port}`)).rejects.toThrow(
      `REDIS_URL redis://127.0.0.1:${port} does not answer`,
    );
  });
});
