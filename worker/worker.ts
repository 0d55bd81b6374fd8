/**
 * The worker: takes jobs from the queue and runs them on its backends.
 *
 * It takes twice as many jobs as it has backends that answer, and none while none answers. It stops in four steps:
 * take no more, give the running jobs a moment, hand back what is not done, leave the board.
 */
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { DelayedError, type Job as Entry, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Core } from '../core/core.ts';
import { PassingError, toError } from '../core/errors.ts';
import { newReportId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { StoreTrouble } from '../core/media/trouble.ts';
import { renderQueueName } from '../core/queue.ts';
import { heartbeatMs } from '../core/workers.ts';
import type { Backend } from './backend.ts';
import { type Bell, createBell } from './bell.ts';
import { failureOf, handleJob } from './handle.ts';
import { createPool, jobsPerBackend } from './pool.ts';
import { holdJob, Superseded } from './record.ts';
import { repairQueue } from './repair.ts';
import { runJob } from './run.ts';
import { watchStore } from './store-watch.ts';
import { type RunTiming, runTiming } from './timing.ts';

export interface WorkerTiming extends RunTiming {
  /** A dead worker's job is free again after this long. */
  lockMs: number;
  /** How often jobs of dead workers are looked for. */
  stalledMs: number;
  /** How often the queue is looked through for jobs that need a repair. */
  repairMs: number;
  /** A record younger than this may be on its way into the queue still. */
  settleMs: number;
  /** A job that was called off this long ago and that no worker holds is cancelled as it is. */
  callOffMs: number;
  beatMs: number;
  downMs: number;
  /** A job that finds no place at a backend tries again after this long. */
  noPlaceMs: number;
  /** How long the running jobs may go on when the worker stops. */
  graceMs: number;
  /** The worker has stopped after this long, whatever happens. */
  stopMs: number;
}

const workerTiming: WorkerTiming = {
  ...runTiming,
  lockMs: 10_000,
  stalledMs: 3000,
  repairMs: 30_000,
  settleMs: 5000,
  callOffMs: 60_000,
  beatMs: heartbeatMs,
  downMs: 1000,
  noPlaceMs: 1000,
  graceMs: 1500,
  stopMs: 3500,
};

export interface WorkerOptions {
  core: Core;
  /** Opened and closed by the caller. */
  backends: readonly Backend[];
  log: Log;
  timing?: Partial<WorkerTiming>;
}

export interface RunningWorker {
  readonly id: string;
  close(): Promise<void>;
}

export async function startWorker({
  core,
  backends,
  log,
  timing: given,
}: WorkerOptions): Promise<RunningWorker> {
  const timing = { ...workerTiming, ...given };
  const id = `${hostname()}-${process.pid}-${newReportId()}`;
  const startedAt = Date.now();
  const stopping = new AbortController();
  const timers = new AbortController();
  let closing: Promise<void> | null = null;
  const inHand = new Map<string, { bell: Bell; lockLost: AbortController }>();

  const pool = createPool({ backends, beatMs: timing.beatMs, downMs: timing.downMs, onReach: adjust, log });

  let reached = 0;
  const store = watchStore({ store: core.media, everyMs: timing.beatMs, log, onChange: () => adjust() });

  const worker = new Worker<Record<string, never>>(renderQueueName, take, {
    connection: core.redis,
    prefix: `${core.prefix}:bull`,
    autorun: false,
    concurrency: jobsPerBackend * Math.max(1, backends.length),
    lockDuration: timing.lockMs,
    stalledInterval: timing.stalledMs,
    // The job record counts how often a prompt was lost; a crashing job ends by that.
    maxStalledCount: 10,
    // A job that was handed back wakes nobody, so the queue is looked at now and then.
    drainDelay: 2,
  });
  worker.on('error', (error) => log.warn({ err: error }, 'the queue reported an error'));
  worker.on('lockRenewalFailed', (ids) => {
    for (const jobId of ids)
      inHand.get(jobId)?.lockLost.abort(new Superseded(`job ${jobId} is not locked any more`));
  });
  worker.on('failed', (entry, error) => {
    const over =
      error instanceof UnrecoverableError || (entry && entry.attemptsMade >= (entry.opts.attempts ?? 1));
    if (entry?.id && over) void giveUp(entry.id, error);
  });

  function adjust(reachable = reached): void {
    reached = reachable;
    if (stopping.signal.aborted || closing) return;
    if (reachable === 0 || !store.isOpen()) {
      void worker.pause(true);
    } else {
      worker.concurrency = jobsPerBackend * reachable;
      void worker.resume();
    }
  }

  async function take(entry: Entry<Record<string, never>>, token = ''): Promise<void> {
    const jobId = String(entry.id);
    const promptAt = await core.jobs.get(jobId).then(
      (job) => job?.prompt?.backend,
      () => undefined,
    );
    const slot = store.isOpen() ? pool.take(jobId, promptAt) : null;
    if (!slot) {
      await entry.moveToDelayed(Date.now() + timing.noPlaceMs, token);
      throw new DelayedError();
    }
    const bell = createBell();
    const lockLost = new AbortController();
    const held = { bell, lockLost };
    inHand.set(jobId, held);
    const signal = AbortSignal.any([stopping.signal, lockLost.signal]);
    try {
      await core.queue.serving(entry.priority);
      const { backend, standIn, onRunning, onModels } = slot;
      const lastTry = entry.attemptsMade + 1 >= (entry.opts.attempts ?? 1);
      const outcome = await handleJob({
        core,
        log,
        jobId,
        lastTry,
        signal,
        run: (job) => runJob(job, { core, backend, standIn, log, timing, bell, signal, onRunning, onModels }),
      });
      if (outcome === 'handed back') {
        await entry.moveToWait(token);
        throw new WaitingError();
      }
    } catch (thrown) {
      if (thrown instanceof StoreTrouble) store.doubt();
      else if (thrown instanceof PassingError) slot.doubt();
      throw thrown;
    } finally {
      // A job whose lock was lost may be in hand again already.
      if (inHand.get(jobId) === held) inHand.delete(jobId);
      slot.release();
    }
  }

  /** The queue has given a job up by itself, as one that stalled too often. */
  async function giveUp(jobId: string, error: Error): Promise<void> {
    const failure = failureOf(error);
    log.error({ jobId, reportId: failure.reportId, err: error }, `the queue gave up job ${jobId}`);
    await holdJob(core, jobId)
      .failed(failure)
      .catch((thrown) => {
        if (!(thrown instanceof Superseded))
          log.error({ jobId, err: toError(thrown) }, 'a job could not be failed');
      });
  }

  /** Runs until the worker stops; trouble of one round is logged and the next one tries again. */
  async function every(ms: number, what: string, round: () => Promise<void>): Promise<void> {
    while (!closing) {
      await round().catch((thrown) => log.warn({ err: toError(thrown) }, `${what} failed`));
      await delay(ms, undefined, { signal: timers.signal }).catch(() => {});
    }
  }

  const stopListening = await core.cancels.listen((jobId) => inHand.get(jobId)?.bell.ring());
  const rounds = [
    every(timing.beatMs, 'the heartbeat', () =>
      core.workers.beat({
        id,
        host: hostname(),
        startedAt,
        backends: pool.statuses(),
        storeTrouble: store.trouble(),
      }),
    ),
    every(timing.repairMs, 'the repair of the queue', () => repairQueue(core, log, timing)),
  ];

  async function stop(): Promise<void> {
    const held = inHand.size;
    stopListening();
    timers.abort();
    const closed = worker.close();
    const handBack = setTimeout(() => stopping.abort(new Error('the worker stops')), timing.graceMs);
    await Promise.race([closed, delay(timing.stopMs, undefined, { ref: false })]);
    clearTimeout(handBack);
    pool.close();
    store.close();
    await Promise.all(rounds);
    await core.workers.leave(id);
    log.info({ held, left: inHand.size }, `worker ${id} has stopped`);
  }

  log.info({ backends: backends.map(({ name }) => name) }, `worker ${id} has started`);
  return {
    id,
    close() {
      closing ??= stop();
      return closing;
    },
  };
}
