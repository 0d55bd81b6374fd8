/** What posts owe their records: written with the record, cleared only up to what was shown, never given up. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestCore, type TestCore } from '../support/core.ts';
import { mai, ravi, testJob } from '../support/jobs.ts';
import { until } from '../support/until.ts';

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(() => test.core.redis.flushall());

const owed = async () =>
  (await test.core.deliveries.owed('discord')).map(({ subject, jobId }) => `${subject} ${jobId}`);
const take = (by = 'me', leaseMs = 10_000) => test.core.deliveries.take('discord', by, 10, leaseMs);
const update = (id: string, state: 'running' | 'done') =>
  test.core.jobs.update(id, (job) => ({ ...job, state }));

describe('a write that a post shows', () => {
  it('owes the update in the very step that makes it', async () => {
    const { core } = test;
    const job = testJob();
    const monitor = await core.redis.duplicate().monitor();
    const seen: string[][] = [];
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      if (source !== 'lua') seen.push(args);
    });
    await core.jobs.create(job);
    await core.redis.ping();
    await until(() => seen.some(([name]) => name === 'ping'));
    monitor.disconnect();
    // The record, its lists and what is owed: one command, or two where the script was not known yet.
    const writes = seen.filter(([name]) => name !== 'ping' && name !== 'info');
    expect(writes.every(([name]) => name === 'evalsha' || name === 'eval')).toBe(true);
    expect(writes.length).toBeLessThanOrEqual(2);
    expect(await owed()).toEqual([`job ${job.id}`]);
    expect(await core.jobs.activeIds(Date.now())).toEqual([job.id]);
  });

  it('owes nothing when no post would look different', async () => {
    const { core } = test;
    const job = testJob();
    await core.jobs.create(job);
    for (const due of await take()) await core.deliveries.shown('discord', due);
    await core.jobs.update(job.id, (one) => ({
      ...one,
      attempts: 1,
      prompt: { id: 'p', backend: 'b', submittedAt: 1 },
      post: { platform: 'discord', channel: '300', message: '400' },
    }));
    expect(await owed()).toEqual([]);
    await update(job.id, 'done');
    expect(await owed()).toEqual([`job ${job.id}`]);
  });

  it('that loses against another write leaves no trace', async () => {
    const { core } = test;
    const job = testJob();
    await core.jobs.create(job);
    for (const due of await take()) await core.deliveries.shown('discord', due);
    expect(await core.jobs.create({ ...job, state: 'done' })).toBe(false);
    expect(await owed()).toEqual([]);
    expect(await core.jobs.activeIds(Date.now())).toEqual([job.id]);
  });

  it('owes both posts of a shared render, and the question only once', async () => {
    const { core } = test;
    const job = testJob({ state: 'done' });
    await core.gallery.open(job.id, mai, '200');
    const of = { platform: 'discord', space: '200', maker: 'discord:1' } as const;
    await core.gallery.change(job.id, of, (entry) => ({ ...entry, shared: true }));
    expect((await owed()).sort()).toEqual([`gallery ${job.id}`, `job ${job.id}`]);
    const asked = await Promise.all([1, 2, 3].map(() => core.gallery.beginAsking(mai, '200', job.id)));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await owed()).toContain(`question ${job.id}`);
    await core.redis.flushall();
    await core.gallery.setConsent(mai, '200', 'stop', [job.id]);
    expect((await owed()).sort()).toEqual([`gallery ${job.id}`]);
  });

  it('keeps the lists of running and called-off jobs with it', async () => {
    const { core } = test;
    const job = testJob();
    await core.jobs.create(job);
    await update(job.id, 'running');
    expect((await core.jobs.held()).map(({ id }) => id)).toEqual([job.id]);
    await core.jobs.update(job.id, (one) => ({ ...one, cancelAsked: { by: ravi, at: 5 } }));
    expect((await core.jobs.calledOff(5)).map(({ id }) => id)).toEqual([job.id]);
    await update(job.id, 'done');
    expect(await core.jobs.held()).toEqual([]);
    expect(await core.jobs.calledOff(5)).toEqual([]);
    expect(await core.jobs.notActive([job.id])).toEqual([job.id]);
  });
});

describe('a delivery', () => {
  it('clears what it has shown and nothing newer', async () => {
    const { core } = test;
    const job = testJob();
    await core.jobs.create(job);
    const [first] = await take();
    if (!first) throw new Error('nothing is due');
    // While it is on its way the job ends.
    await update(job.id, 'done');
    expect(await take('another'), 'one at a time').toEqual([]);
    await core.deliveries.shown('discord', first);
    const [second] = await take();
    expect(second?.delivery).toEqual(first.delivery);
    expect(second?.mark).not.toBe(first.mark);
    if (second) await core.deliveries.shown('discord', second);
    expect(await owed()).toEqual([]);
  });

  it('of a process that died is taken by another when its lease is over', async () => {
    const { core } = test;
    const job = testJob();
    await core.jobs.create(job);
    const [dead] = await take('dead', 60);
    const [next] = await until(async () => {
      const due = await take('alive');
      return due.length > 0 && due;
    });
    expect(next?.delivery.jobId).toBe(job.id);
    // The dead one comes back late: it clears nothing that is not its own any more.
    if (dead) await core.deliveries.shown('discord', dead);
    if (dead) await core.deliveries.later('discord', dead, 0);
    expect(await owed()).toEqual([`job ${job.id}`]);
    expect(await take('third')).toEqual([]);
    if (next) await core.deliveries.shown('discord', next);
    expect(await owed()).toEqual([]);
  });

  it('keeps its lease for as long as it asks', async () => {
    const { core } = test;
    await core.jobs.create(testJob());
    const [due] = await take('me', 150);
    for (let n = 0; n < 6; n += 1) {
      await core.deliveries.keep('discord', 'me', due ? [due.delivery] : [], 150);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await core.deliveries.keep('discord', 'somebody', due ? [due.delivery] : [], 60_000);
    }
    await core.deliveries.keep('discord', 'me', due ? [due.delivery] : [], 10_000);
    expect(await take('another')).toEqual([]);
  });

  it('that fails is put off, and told how often it has failed', async () => {
    const { core } = test;
    const job = testJob();
    await core.jobs.create(job);
    for (let tries = 0; tries < 3; tries += 1) {
      const [due] = await take();
      expect(due?.tries).toBe(tries);
      if (due) await core.deliveries.later('discord', due, 0);
    }
    const [due] = await take();
    if (due) await core.deliveries.later('discord', due, 60_000);
    expect(await take()).toEqual([]);
    // Something new to show does not wait for that.
    await update(job.id, 'done');
    expect(await take()).toHaveLength(1);
  });

  it('finds the note of a first post that was begun before', async () => {
    const { core } = test;
    const job = testJob();
    await core.jobs.create(job);
    const delivery = { subject: 'job' as const, jobId: job.id };
    const begin = (nonce: string, at: number) => core.deliveries.beginPost('discord', delivery, nonce, at);
    expect(await begin('one', 5)).toEqual({ nonce: 'one', since: null });
    expect(await begin('two', 9), 'the first name stays').toEqual({ nonce: 'one', since: 5 });
    for (const due of await take()) await core.deliveries.shown('discord', due);
    expect(await core.deliveries.begun('discord', delivery)).toBeNull();
  });
});

describe('a gesture that comes twice', () => {
  it('makes one job', async () => {
    const { core } = test;
    const [one, two] = [testJob(), testJob()];
    expect(await core.jobs.create(one, 'gesture-1')).toBe(true);
    expect(await core.jobs.create(two, 'gesture-1')).toBe(false);
    expect((await core.jobs.madeBy('discord', 'gesture-1'))?.id).toBe(one.id);
    expect(await core.jobs.get(two.id)).toBeNull();
    expect(await core.jobs.create(two, 'gesture-2')).toBe(true);
  });
});
