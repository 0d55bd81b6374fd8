/** A worker at a stand-in ComfyUI, with everything it needs, for tests that run jobs the whole way. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { openCore } from '../../core/core.ts';
import { isFinal, type Job, type JobState } from '../../core/job.ts';
import type { Values, Workflow } from '../../core/workflow.ts';
import { type ComfyUiOptions, startComfyUi } from '../../playground/comfyui/server.ts';
import { createWireLog } from '../../playground/wire.ts';
import type { Backend } from '../../worker/backend.ts';
import { openComfyUi } from '../../worker/comfyui/backend.ts';
import { startWorker, type WorkerTiming } from '../../worker/worker.ts';
import { testJob } from '../support/jobs.ts';
import { until } from '../support/until.ts';

/** Everything that is waited for, in test time. */
export const quick: Partial<WorkerTiming> = {
  reconcileMs: 150,
  calmMs: 400,
  lostMs: 300,
  patienceMs: 1200,
  progressMs: 20,
  lockMs: 1500,
  stalledMs: 400,
  repairMs: 200,
  settleMs: 0,
  tendMs: 200,
  callOffMs: 300,
  beatMs: 200,
  downMs: 50,
  pausedMs: 200,
  noPlaceMs: 50,
  storeMs: 50,
  homeMs: 700,
  graceMs: 100,
};
export const quickComfy = { reconnectMs: 20, readyMs: 1000, flagsMs: 200, deafMs: 600, httpMs: 3000 };

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** @param prefix begins every key; one of its own unless the worker is a process that uses the usual one. */
export async function openBench(
  redisUrl: string,
  options: ComfyUiOptions = {},
  prefix = `t${randomBytes(5).toString('hex')}`,
) {
  const folder = await mkdtemp(join(tmpdir(), 'rendezvous-bench-'));
  const mediaUrl = pathToFileURL(folder).href;
  const core = await openCore({ redisUrl, mediaUrl, prefix });
  const wire = createWireLog();
  const comfy = await startComfyUi({ stepMs: 2, wire, ...options });
  const closing: (() => Promise<unknown>)[] = [];
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' });

  /** A worker at the given servers, or at the bench's own. */
  async function work(servers: { url: string }[] = [comfy], timing: Partial<WorkerTiming> = {}) {
    const backends = servers.map(({ url }) => openComfyUi({ url, timing: quickComfy }));
    return workWith(backends, timing);
  }

  async function workWith(backends: Backend[], timing: Partial<WorkerTiming> = {}) {
    const worker = await startWorker({ core, backends, log, timing: { ...quick, ...timing } });
    closing.push(async () => {
      await worker.close();
      await Promise.all(backends.map((backend) => backend.close()));
    });
    return worker;
  }

  /** Records a job and queues it, as a command does. */
  async function ask(workflow: Workflow, values: Values = {}, changes: Partial<Job> = {}): Promise<Job> {
    const { name, title, version } = workflow;
    const job = testJob({ request: { workflow: { name, title, version }, values }, ...changes });
    await core.snapshots.save(workflow);
    await core.jobs.create(job);
    await core.queue.add(job.id, job.owner);
    return job;
  }

  async function read({ id }: Pick<Job, 'id'>): Promise<Job> {
    const job = await core.jobs.get(id);
    if (!job) throw new Error(`job ${id} has no record`);
    return job;
  }

  const reaches = (job: Pick<Job, 'id'>, state: JobState, within = 40_000) =>
    until(
      async () => {
        const now = await read(job);
        if (now.state !== state && isFinal(now.state)) {
          throw new Error(`job is ${now.state}: ${JSON.stringify(now.failure)}`);
        }
        return now.state === state && now;
      },
      { what: `state ${state}`, within },
    );

  return {
    core,
    comfy,
    log,
    prefix,
    mediaUrl,
    redisUrl,
    work,
    workWith,
    ask,
    read,
    reaches,
    /** Resolves when the server has been asked for something, such as `POST /interrupt`. */
    called: (what: string) =>
      until(() => wire.since(0).some((one) => one.direction === 'in' && one.summary === what), { what }),
    /** How often it has been. */
    asked: (what: string) =>
      wire.since(0).filter((one) => one.direction === 'in' && one.summary === what).length,
    /** Cancels as the command does with a job that a worker holds. */
    async callOff(job: Job): Promise<void> {
      const cancelAsked = { by: job.owner, at: Date.now() };
      await core.jobs.update(job.id, (now) => (isFinal(now.state) ? null : { ...now, cancelAsked }));
      await core.cancels.send(job.id);
    },
    /** Resolves when the queue has let go of the job. */
    ends: (job: Pick<Job, 'id'>) =>
      until(async () => !(await core.queue.has(job.id)), { what: 'its end in the queue' }),
    /** Jobs whose posts are owed an update. */
    deliveries: async () => (await core.deliveries.owed('discord')).map(({ jobId }) => jobId),
    async close(): Promise<void> {
      for (const close of closing.reverse()) await close();
      await comfy.close();
      await core.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
