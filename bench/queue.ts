/** What a durable record and fair turns cost on top of plain BullMQ. */
import { Queue, Worker } from 'bullmq';
import { newJobId } from '../core/ids.ts';
import { renderQueueName } from '../core/queue.ts';
import { startTestCore } from '../test/support/core.ts';
import { mai, ravi, testJob } from '../test/support/jobs.ts';
import { until } from '../test/support/until.ts';
import { print, ratio } from './figures.ts';

const jobs = 2000;
const atOnce = 50;

async function inBatches(work: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < jobs; n += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, k) => work(n + k)));
}
const perSecond = (ms: number) => (jobs / ms) * 1000;

export async function benchQueue(): Promise<void> {
  const test = await startTestCore();
  const { core } = test;
  try {
    const plain = new Queue('plain', { connection: core.redis });
    const startedPlain = Date.now();
    await inBatches((n) => plain.add('render', { n }, { removeOnComplete: true }));
    let plainDone = 0;
    const plainWorker = new Worker(
      'plain',
      async () => {
        plainDone += 1;
      },
      {
        connection: core.redis,
        concurrency: atOnce,
      },
    );
    await until(() => plainDone === jobs, { within: 120_000, every: 5 });
    const plainMs = Date.now() - startedPlain;
    await plainWorker.close();
    await plain.close();

    const startedOurs = Date.now();
    await inBatches(async (n) => {
      const job = testJob({ id: newJobId(), owner: n % 3 === 0 ? mai : ravi });
      await core.jobs.create(job);
      await core.queue.add(job.id, job.owner);
    });
    let oursDone = 0;
    const ours = new Worker(
      renderQueueName,
      async ({ id, opts }) => {
        await core.queue.serving(opts.priority ?? 1);
        await core.jobs.update(id ?? '', (job) => ({ ...job, state: 'done' }));
        oursDone += 1;
      },
      { connection: core.redis, prefix: `${core.prefix}:bull`, concurrency: atOnce },
    );
    await until(() => oursDone === jobs, { within: 120_000, every: 5 });
    const oursMs = Date.now() - startedOurs;
    await ours.close();

    print(`Queue: ${jobs} jobs added and processed`, {
      'plain BullMQ': `${Math.round(perSecond(plainMs))} jobs/s`,
      'record, fair turn, two updates': `${Math.round(perSecond(oursMs))} jobs/s  ${ratio(oursMs, plainMs)} the time`,
    });
  } finally {
    await test.close();
  }
}
