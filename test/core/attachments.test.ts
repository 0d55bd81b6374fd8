/** Files that people gave: kept once, used by whom they may be, and gone with the last job that was made of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checked } from '../../core/attachment/check.ts';
import type { Attachment } from '../../core/attachments.ts';
import { newJobId } from '../../core/ids.ts';
import { createLog } from '../../core/log.ts';
import { createSweep } from '../../core/media/sweep.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { mai, ravi, testJob } from '../support/jobs.ts';

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());

const day = 24 * 60 * 60 * 1000;
const picture = (text: string): Checked => ({
  kind: 'image',
  bytes: Buffer.from(text),
  extension: '.png',
  mediaType: 'image/png',
});
const isKept = async ({ key }: Attachment) => (await test.core.media.get(key)) !== null;

/** A job that was made of it. */
async function usedBy({ key }: Attachment, changes = {}) {
  const job = testJob({ id: newJobId(), state: 'done', finishedAt: Date.now(), attached: [key], ...changes });
  await test.core.attachments.use([key], job.id);
  await test.core.jobs.create(job);
  return job;
}

/** As it would be so many days from now. */
async function sweepIn(days: number) {
  await test.core.redis.del('rv:media:sweep');
  const now = () => Date.now() + days * day;
  return createSweep({ core: test.core, log: createLog('test', 'silent'), now })();
}

describe('an attachment', () => {
  it('is kept once per person, and is the same again', async () => {
    const { attachments } = test.core;
    const [first, again] = [
      await attachments.keep(mai, picture('a')),
      await attachments.keep(mai, picture('a')),
    ];
    expect(again.key).toBe(first.key);
    expect((await attachments.keep(ravi, picture('a'))).key).not.toBe(first.key);
    expect(await attachments.get(first.key)).toMatchObject({ owner: mai, mediaType: 'image/png', bytes: 1 });
  });

  it('is used by whom it belongs to, and by whoever goes on from a job that was made of it', async () => {
    const { attachments } = test.core;
    const { key } = await attachments.keep(mai, picture('b'));
    expect(await attachments.mayUse(key, mai)).toBe(true);
    expect(await attachments.mayUse(key, ravi)).toBe(false);
    expect(await attachments.mayUse(key, ravi, { attached: [key] })).toBe(true);
    const never = key.replace(/^in-..../, 'in-0000');
    expect(await attachments.mayUse(never, mai, { attached: [never] })).toBe(false);
  });

  it('goes with the last of the jobs that were made of it', async () => {
    const { attachments } = test.core;
    const given = await attachments.keep(mai, picture('c'));
    const [one, two] = [await usedBy(given), await usedBy(given)];
    await attachments.release(one);
    // A second time changes nothing for the other.
    await attachments.release(one);
    expect(await isKept(given)).toBe(true);
    await attachments.release(two);
    expect(await isKept(given)).toBe(false);
    expect(await attachments.get(given.key)).toBeNull();
  });

  it('is swept after a day when no job is left, and stays while one is', async () => {
    const { attachments } = test.core;
    const unused = await attachments.keep(mai, picture('d'));
    const used = await attachments.keep(mai, picture('e'));
    const deleted = await attachments.keep(mai, picture('f'));
    await usedBy(used);
    await usedBy(deleted, { deletedAt: Date.now() });
    await sweepIn(0);
    expect([await isKept(unused), await isKept(used), await isKept(deleted)]).toEqual([true, true, true]);
    await sweepIn(2);
    expect([await isKept(unused), await isKept(used), await isKept(deleted)]).toEqual([false, true, false]);
  });
});
