/** What is swept, and above all what is not. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Core, openCore } from '../../../core/core.ts';
import { newJobId } from '../../../core/ids.ts';
import type { Job } from '../../../core/job.ts';
import { createLog } from '../../../core/log.ts';
import { createSweep } from '../../../core/media/sweep.ts';
import { StoreTrouble } from '../../../core/media/trouble.ts';
import { startTestCore, type TestCore } from '../../support/core.ts';
import { createGestures } from '../../support/gestures.ts';
import { mai, testJob } from '../../support/jobs.ts';
import { picture } from '../../support/workflows.ts';

const day = 24 * 60 * 60 * 1000;
const log = createLog('test', 'silent');
let test: TestCore;
let core: Core;
beforeAll(async () => {
  test = await startTestCore();
  core = test.core;
});
afterAll(() => test.close());
beforeEach(() => forgetRounds());

/** As if an hour had passed. */
const forgetRounds = () => core.redis.del('rv:media:sweep');

async function sweep(keepDays?: number, given: Core = core) {
  return createSweep({ core: given, keepDays, log })();
}

/** A finished job with a file, made and ended some days ago. */
async function made(daysAgo: number, changes: Partial<Job> = {}) {
  const at = Date.now() - daysAgo * day;
  const id = newJobId(at);
  const key = await core.media.put(id, 'a.txt', Buffer.from(id));
  const job = testJob({ id, state: 'done', createdAt: at, finishedAt: at, ...changes });
  await core.jobs.create(job);
  return { job, key, isKept: async () => (await core.media.get(key)) !== null };
}

async function orphan(daysAgo: number) {
  const id = newJobId(Date.now() - daysAgo * day);
  const key = await core.media.put(id, 'a.txt', Buffer.from(id));
  return { isKept: async () => (await core.media.get(key)) !== null };
}

describe('the sweep', () => {
  it('keeps everything for good unless it is told otherwise', async () => {
    const old = await made(5000);
    await sweep();
    expect(await old.isKept()).toBe(true);
  });

  it('takes old files away and notes it, but not those of young, active and shown jobs', async () => {
    const old = await made(31);
    const young = await made(29);
    const active = await made(31, { state: 'running' });
    const shared = await made(31);
    const starred = await made(31);
    const unshared = await made(31);
    const of = { platform: 'discord', space: '200', maker: 'discord:1' } as const;
    for (const { job } of [shared, starred, unshared]) await core.gallery.open(job.id, mai, '200');
    await core.gallery.change(shared.job.id, of, (entry) => ({ ...entry, shared: true }));
    await core.gallery.change(starred.job.id, of, (entry) => ({
      ...entry,
      stars: ['discord:2'],
      risen: true,
    }));
    await core.gallery.setConsent(mai, '200', 'allow');
    await sweep(30);
    const kept = await Promise.all(
      [old, young, active, shared, starred, unshared].map((one) => one.isKept()),
    );
    expect(kept).toEqual([false, true, true, true, true, false]);
    expect((await core.jobs.get(old.job.id))?.sweptAt).toBeGreaterThan(0);
    expect((await core.jobs.get(shared.job.id))?.sweptAt).toBeUndefined();
  });

  it('leaves old files alone for as long as a render that starts from them is on its way', async () => {
    const old = await made(31);
    const child = testJob({ parent: old.job.id, state: 'running' });
    const values = { ...child.request.values, image: old.key };
    await core.jobs.create({ ...child, request: { ...child.request, values } });
    await sweep(30);
    expect(await old.isKept()).toBe(true);
    expect((await core.jobs.get(old.job.id))?.sweptAt).toBeUndefined();
    await core.jobs.update(child.id, (one) => ({ ...one, state: 'done', finishedAt: Date.now() }));
    await forgetRounds();
    await sweep(30);
    expect(await old.isKept()).toBe(false);
  });

  it('takes what a deletion left behind', async () => {
    const deleted = await made(0, { deletedAt: Date.now() });
    await sweep();
    expect(await deleted.isKept()).toBe(false);
  });

  it('takes files without a record once they are a day old, and no folder that is not ours', async () => {
    const old = await orphan(2);
    const young = await orphan(0.5);
    const foreign = await core.media.put('holiday-pictures', 'a.txt', Buffer.from('mine'));
    await sweep();
    expect(await old.isKept()).toBe(false);
    expect(await young.isKept()).toBe(true);
    expect(await core.media.get(foreign)).not.toBeNull();
  });

  it('leaves files alone that another Redis knows, and those of a record it cannot read', async () => {
    const theirs = await orphan(2);
    const other = await openCore({ redisUrl: test.redis.url, mediaUrl: test.mediaUrl, prefix: 'other' });
    const round = await sweep(1, other);
    expect(round?.folders).toBe(0);
    expect(round?.strangers).toBeGreaterThan(0);
    await other.close();
    expect(await theirs.isKept()).toBe(true);

    const unreadable = await made(31);
    await core.redis.set(`rv:job:${unreadable.job.id}`, '{"id": 7}');
    await sweep(30);
    expect(await unreadable.isKept()).toBe(true);
    expect(await theirs.isKept()).toBe(false);
  });

  it('is done by one of many processes', async () => {
    const rounds = await Promise.all(Array.from({ length: 5 }, () => sweep()));
    expect(rounds.filter((round) => round !== null)).toHaveLength(1);
  });

  it('goes on when one folder cannot be removed, and takes that one the next time', async () => {
    const both = [await made(31), await made(31)];
    let refused = 0;
    const media = {
      ...core.media,
      async removeFolder(folder: string) {
        if (refused++ === 0) throw new StoreTrouble('not now');
        await core.media.removeFolder(folder);
      },
    };
    await sweep(30, { ...core, media });
    const kept = await Promise.all(both.map((one) => one.isKept()));
    expect(kept.filter(Boolean)).toHaveLength(1);
    await forgetRounds();
    await sweep(30);
    expect(await Promise.all(both.map((one) => one.isKept()))).toEqual([false, false]);
  });
});

it('a render whose files were swept says so, and can be made again', async () => {
  const { name, title, version } = picture;
  const { job } = await made(31, {
    request: { workflow: { name, title, version }, values: { prompt: 'a fox', seed: 1 } },
    post: { platform: 'discord', channel: '300', message: '77', space: '200' },
  });
  await core.snapshots.save(picture);
  await core.jobs.saveGraph(job.id, { '1': { class_type: 'SaveImage', inputs: {} } });
  await sweep(30);
  const act = createGestures(core);
  const text = async (command: string) =>
    JSON.stringify(await act.perform(command, { job: job.id }, { person: job.owner, kind: 'button' }));
  expect(await text('share')).toContain('The files of this render are not kept any more');
  expect(await text('workflow')).toContain('The workflow of this render');
  await text('again');
  expect((await core.jobs.ofPerson(job.owner)).some(({ parent }) => parent === job.id)).toBe(true);
});
