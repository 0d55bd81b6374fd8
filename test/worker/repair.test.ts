/** What a crash leaves behind between records and queue is mended in one round, and nothing else is touched. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newJobId } from '../../core/ids.ts';
import { createLog } from '../../core/log.ts';
import { repairQueue } from '../../worker/repair.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { mai, ravi, testJob } from '../support/jobs.ts';

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());

it('queues what is recorded, drops what is not or has ended, cancels what nobody will', async () => {
  const { core } = test;
  const [lost, waiting, young, calledOff] = [testJob(), testJob(), testJob(), testJob()];
  const ended = testJob({ state: 'done', finishedAt: Date.now() });
  const ghost = newJobId();
  for (const job of [lost, waiting, ended, calledOff]) {
    await core.jobs.create({ ...job, createdAt: Date.now() - 60_000 });
  }
  await core.jobs.create(young);
  await core.jobs.update(calledOff.id, (job) => ({ ...job, cancelAsked: { by: ravi, at: 5 } }));
  for (const id of [waiting.id, ended.id, ghost]) await core.queue.add(id, mai);

  await repairQueue(core, createLog('test', 'silent'), { settleMs: 10_000, callOffMs: 10_000 });

  // One that was recorded just now may be on its way into the queue.
  expect((await core.queue.entries()).sort()).toEqual([lost.id, waiting.id].sort());
  expect(await core.jobs.get(calledOff.id)).toMatchObject({ state: 'cancelled' });
  const owed = await core.deliveries.owed('discord');
  expect(owed.map(({ jobId }) => jobId)).toContain(calledOff.id);
});
