/**
 * The worker: takes jobs from the queue and runs them on its backends.
 *
 * It takes twice as many jobs as it has backends that can be used, and none while there is none. It stops in four
 * steps: take no more, leave the board, give the running jobs a while, hand back what is not done.
 */
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { UnrecoverableError, Worker } from 'bullmq';
import type { Core } from '../core/core.ts';
import { toError } from '../core/errors.ts';
import { newReportId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { renderQueueName } from '../core/queue.ts';
import { type BackendStatus, heartbeatMs } from '../core/workers.ts';
import { createAbility } from './ability.ts';
import type { Backend } from './backend.ts';
import { type Ffmpeg, openFfmpeg } from './derive/ffmpeg.ts';
import { failureOf } from './handle.ts';
import { installationOf, tendPrompts } from './orphans.ts';
import { createPool, jobsPerBackend } from './pool.ts';
import { type ReadingsTiming, startReadings } from './readings.ts';
import { holdJob, Superseded } from './record.ts';
import { repairQueue } from './repair.ts';
import { watchStore } from './store-watch.ts';
import { createTaker, type TakeTiming } from './take.ts';
import { runTiming } from './timing.ts';
import { createReader } from './workflows/reader.ts';

export interface WorkerTiming extends TakeTiming, ReadingsTiming {
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
  /** How often prompts that nobody watches are looked for; also whenever a backend comes back. */
  tendMs: number;
  /** A job that only a backend which is away could run waits for it this long after it was asked for. */
  awayMs: number;
  beatMs: number;
  downMs: number;
  /** How long the running jobs may go on when the worker stops. */
  graceMs: number;
  /** What is left after that has so long to be handed back; then the worker has stopped, whatever happens. */
  handBackMs: number;
}

const workerTiming: WorkerTiming = {
  ...runTiming,
  lockMs: 10_000,
  stalledMs: 3000,
  repairMs: 30_000,
  settleMs: 5000,
  callOffMs: 60_000,
  tendMs: 60_000,
  beatMs: heartbeatMs,
  downMs: 1000,
  pausedMs: 15_000,
  noPlaceMs: 1000,
  storeMs: 10_000,
  homeMs: 15_000,
  notAbleMs: 500,
  awayMs: 600_000,
  inventoryMs: 120_000,
  lookAgainMs: 5000,
  readMs: 15_000,
  graceMs: 1500,
  handBackMs: 2000,
};

export interface WorkerOptions {
  core: Core;
  /** Opened and closed by the caller. */
  backends: readonly Backend[];
  log: Log;
  /** Null to do without. @default what is installed */
  ffmpeg?: Ffmpeg | null;
  /** Classes and modules that the operator allows in workflows from chat. @default none */
  allowed?: ReadonlySet<string>;
  timing?: Partial<WorkerTiming>;
}

export interface RunningWorker {
  readonly id: string;
  /** What its backends are at. */
  statuses(): BackendStatus[];
  close(): Promise<void>;
}

export async function startWorker({
  core,
  backends,
  log,
  ffmpeg: givenFfmpeg,
  allowed = new Set(),
  timing: given,
}: WorkerOptions): Promise<RunningWorker> {
  const timing = { ...workerTiming, ...given };
  const id = `${hostname()}-${process.pid}-${newReportId()}`;
  const startedAt = Date.now();
  const stopping = new AbortController();
  const timers = new AbortController();
  let closing: Promise<void> | null = null;

  const [installation, ffmpeg] = await Promise.all([
    installationOf(core),
    givenFfmpeg === undefined ? openFfmpeg() : givenFfmpeg,
  ]);
  if (!ffmpeg) log.warn('there is no ffmpeg: videos have no poster, and what plays nowhere stays as it is');
  const { beatMs, downMs, homeMs } = timing;
  let reached = 0;
  let readings: Awaited<ReturnType<typeof startReadings>> | null = null;
  const onBack = (backend: Backend) => {
    void tend(backend);
    readings?.onBack(backend);
  };
  const pool = createPool({ backends, beatMs, downMs, homeMs, onReach: adjust, onBack, log });
  const store = watchStore({ store: core.media, everyMs: timing.beatMs, log, onChange: () => adjust() });
  const ability = createAbility({ core, id, infos: pool.infos, allowed, awayMs: timing.awayMs });
  const taker = createTaker({
    core,
    pool,
    store,
    ability,
    id,
    installation,
    ffmpeg,
    stopping: stopping.signal,
    timing,
    log,
  });

  const worker = new Worker<Record<string, never>>(renderQueueName, taker.take, {
    connection: core.redis,
    prefix: `${core.prefix}:bull`,
    autorun: false,
    concurrency: jobsPerBackend * Math.max(1, backends.length),
    lockDuration: timing.lockMs,
    stalledInterval: timing.stalledMs,
    // What a job does to workers is counted where it is taken, and others in hand are not blamed for it.
    maxStalledCount: 1000,
    // A job that was handed back wakes nobody, so the queue is looked at now and then.
    drainDelay: 2,
  });
  worker.on('error', (error) => log.warn({ err: error }, 'the queue reported an error'));
  worker.on('lockRenewalFailed', (ids) => {
    for (const jobId of ids) taker.loseLock(jobId, new Superseded(`job ${jobId} is not locked any more`));
  });
  worker.on('failed', (entry, error) => {
    const over =
      error instanceof UnrecoverableError || (entry && entry.attemptsMade >= (entry.opts.attempts ?? 1));
    if (entry?.id && over) void giveUp(entry.id, error);
  });

  function adjust(usable = reached): void {
    reached = usable;
    if (stopping.signal.aborted || closing) return;
    if (usable === 0 || !store.isOpen()) {
      void worker.pause(true);
    } else {
      worker.concurrency = jobsPerBackend * usable;
      void worker.resume();
    }
  }

  async function tend(backend: Backend): Promise<void> {
    const { signal } = timers;
    await tendPrompts({ core, installation, backend, log, signal }).catch((thrown) => {
      if (!signal.aborted)
        log.warn({ err: toError(thrown) }, `the prompts at ${backend.name} were not tended`);
    });
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

  const stopListening = await core.cancels.listen(taker.ring);
  // Whatever got lost between two steps while the store was away is mended as soon as it is back.
  const mend = () => void repairQueue(core, log, timing).catch(() => {});
  core.redis.on('ready', mend);
  const beat = () =>
    core.workers.beat({
      id,
      host: hostname(),
      startedAt,
      backends: pool.statuses(),
      storeTrouble: store.trouble(),
    });
  /** The library goes by what the board says that backends have, so it hears of it at once. */
  async function tellInfos(): Promise<void> {
    if (closing) return;
    await beat();
    await core.libraryChanges.tell();
  }
  const onChange = () =>
    void tellInfos().catch((thrown) => log.warn({ err: toError(thrown) }, 'the heartbeat failed'));
  readings = await startReadings({ core, pool, reader: createReader(), onChange, timing, log });
  const rounds = [
    every(timing.beatMs, 'the heartbeat', beat),
    every(timing.repairMs, 'the repair of the queue', () => repairQueue(core, log, timing)),
    every(timing.tendMs, 'the look at what nobody watches', async () => {
      await Promise.all(pool.usable().map(tend));
    }),
  ];

  async function stop(): Promise<void> {
    const held = taker.count();
    stopListening();
    await readings?.close();
    core.redis.off('ready', mend);
    timers.abort();
    const closed = worker.close();
    await Promise.all(rounds);
    await core.workers.leave(id);
    const handBack = setTimeout(() => stopping.abort(new Error('the worker stops')), timing.graceMs);
    await Promise.race([closed, delay(timing.graceMs + timing.handBackMs, undefined, { ref: false })]);
    clearTimeout(handBack);
    pool.close();
    store.close();
    log.info({ held, left: taker.count() }, `worker ${id} has stopped`);
  }

  log.info({ backends: backends.map(({ name }) => name) }, `worker ${id} has started`);
  return {
    id,
    statuses: pool.statuses,
    close() {
      closing ??= stop();
      return closing;
    },
  };
}
