/**
 * What a worker does with one job the queue hands it: finds it a place at a backend, runs it there, and says to the
 * queue what has become of it. A job for which there is no place now waits and is taken again; no try is counted.
 */
import { DelayedError, type Job as Entry, WaitingError } from 'bullmq';
import type { Text } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import type { PassingError } from '../core/errors.ts';
import type { Job } from '../core/job.ts';
import { tellReasons } from '../core/library/ability.ts';
import type { Log } from '../core/log.ts';
import { StoreTrouble } from '../core/media/trouble.ts';
import { say } from '../core/say.ts';
import type { Verdict } from './ability.ts';
import { type Bell, createBell } from './bell.ts';
import { createCrashes, type Grip } from './crashes.ts';
import type { Ffmpeg } from './derive/ffmpeg.ts';
import { HeldUp, JobFailure } from './failure.ts';
import { handleJob } from './handle.ts';
import type { Pool, Slot } from './pool.ts';
import { runJob } from './run.ts';
import type { RunTiming } from './timing.ts';

export interface TakeTiming extends RunTiming {
  /** A job whose space is paused is looked at again after this long, should nobody let it go on. */
  pausedMs: number;
  /** A job that finds no place at a backend tries again after this long. */
  noPlaceMs: number;
  /** What the media store did not take is offered to it again after this long. */
  storeMs: number;
  /** A job whose backend is silent waits this long for it before it goes to another. */
  homeMs: number;
  /** A job that only another worker's backend can run is offered to it again after this long, and longer each time. */
  notAbleMs: number;
}

export interface TakeOptions {
  core: Core;
  pool: Pool;
  /** Whether outputs can be kept at all. */
  store: { isOpen(): boolean; doubt(): void };
  /** Which backends can run a job. */
  ability: (job: Job) => Promise<Verdict>;
  /** Of the worker. */
  id: string;
  installation: string;
  ffmpeg: Ffmpeg | null;
  /** Aborted when running jobs are to be handed back. */
  stopping: AbortSignal;
  timing: TakeTiming;
  log: Log;
}

export type QueueEntry = Entry<Record<string, never>>;

/** A job is offered to others this many times as late as the first time, at most. */
const mostPatience = 4;
const mostPassedOn = 1000;
const anywhere: Verdict = { is: 'able', isAble: () => true };

export function createTaker(options: TakeOptions) {
  const { core, pool, store, ability, id, installation, ffmpeg, stopping, timing, log } = options;
  const inHand = new Map<string, { bell: Bell; lockLost: AbortController }>();
  const crashes = createCrashes(core.redis, core.prefix, id);
  /** How often a job was left to others. */
  const passedOn = new Map<string, number>();
  let alone: { jobId: string; until: number } | null = null;

  async function take(entry: QueueEntry, token = ''): Promise<void> {
    const jobId = String(entry.id);
    // One that cannot be read is dropped where it is handled.
    const job = await core.jobs.get(jobId).catch(() => null);
    const prompt = job?.prompt;
    // What a backend has already goes on; what waits is held back.
    if (job && !prompt && !job.cancelAsked && (await core.pauses.by(job.place))) {
      await core.pauses.hold(job.place, jobId);
      return wait(entry, token, timing.pausedMs);
    }
    const suspect = await crashes.isSuspect(jobId);
    // What is at a backend already was found right for it.
    const verdict = !job || prompt || job.cancelAsked ? anywhere : await ability(job);
    if (verdict.is === 'elsewhere') return waitForAble(entry, token);
    if (verdict.is === 'nowhere') return fail(jobId, verdict.because);
    passedOn.delete(jobId);
    const barred = !store.isOpen() || (await isElsewhere(prompt));
    // From here to the note that it is in hand nothing is waited for, or two could be alone at a time.
    const slot = barred || !admit(jobId, suspect) ? null : pool.take(jobId, prompt?.backend, verdict.isAble);
    if (!slot) return wait(entry, token, timing.noPlaceMs);
    const held = { bell: createBell(), lockLost: new AbortController() };
    inHand.set(jobId, held);
    if (suspect) alone = { jobId, until: Infinity };
    try {
      await core.queue.serving(entry.priority);
      const grip = await crashes.grip(jobId, suspect);
      let over = false;
      try {
        over = await runAt(slot, entry, token, held, grip);
      } finally {
        await grip.letGo(over);
      }
    } finally {
      // A job whose lock was lost may be in hand again already.
      if (inHand.get(jobId) === held) inHand.delete(jobId);
      if (alone?.jobId === jobId) alone = null;
      slot.release();
    }
  }

  /** Its place in the queue stays, and no try is counted. */
  function waitForAble(entry: QueueEntry, token: string): Promise<never> {
    const jobId = String(entry.id);
    const times = (passedOn.get(jobId) ?? 0) + 1;
    passedOn.delete(jobId);
    passedOn.set(jobId, times);
    for (const old of [...passedOn.keys()].slice(0, -mostPassedOn)) passedOn.delete(old);
    return wait(entry, token, timing.notAbleMs * Math.min(times, mostPatience));
  }

  /** Nothing that is here can run it, so nobody need wait for it. */
  async function fail(jobId: string, because: Text[]): Promise<void> {
    const run = async () => {
      throw new JobFailure({
        message: say('No worker that is here can run it: {why}.', { why: tellReasons(because) }),
        remedy: say('Choose another workflow, or ask whoever runs the workers to add what is missing.'),
      });
    };
    await handleJob({ core, log, jobId, triesAgain: async () => false, signal: stopping, run });
  }

  /** A job under suspicion runs alone: for it the others are let to their end, and no more are begun. */
  function admit(jobId: string, suspect: boolean): boolean {
    if (alone && alone.jobId !== jobId && Date.now() < alone.until) return false;
    if (suspect && inHand.size > 0) {
      // Another worker may have it by then, so this is not for ever.
      alone = { jobId, until: Date.now() + 5 * timing.noPlaceMs };
      return false;
    }
    return true;
  }

  /** True when the job has ended; otherwise it throws what the queue is to do with it. */
  async function runAt(
    slot: Slot,
    entry: QueueEntry,
    token: string,
    held: { bell: Bell; lockLost: AbortController },
    grip: Grip,
  ): Promise<boolean> {
    const signal = AbortSignal.any([stopping, held.lockLost.signal]);
    let waitMs: number | null = null;
    /** What is in the way of every job is not counted as a try of this one. */
    async function triesAgain(error: PassingError): Promise<boolean> {
      if (error instanceof StoreTrouble) {
        store.doubt();
        waitMs = timing.storeMs;
      } else if (error instanceof HeldUp) waitMs = timing.noPlaceMs;
      else if (!(await slot.doubt())) waitMs = timing.noPlaceMs;
      return waitMs !== null || entry.attemptsMade + 1 < (entry.opts.attempts ?? 1);
    }
    let outcome: 'ended' | 'handed back';
    try {
      outcome = await handleJob({
        core,
        log,
        jobId: String(entry.id),
        triesAgain,
        signal,
        async run(job) {
          grip.check();
          await runJob(job, { ...slot, core, installation, ffmpeg, log, timing, bell: held.bell, signal });
        },
      });
    } catch (thrown) {
      if (waitMs === null) throw thrown;
      return wait(entry, token, waitMs);
    }
    if (outcome === 'handed back') {
      await entry.moveToWait(token);
      throw new WaitingError();
    }
    return true;
  }

  async function wait(entry: QueueEntry, token: string, ms: number): Promise<never> {
    await entry.moveToDelayed(Date.now() + ms, token);
    throw new DelayedError();
  }

  /**
   * Whether the prompt is at a backend of another worker, which can go on with it; or could a moment ago, so that it
   * is waited for.
   */
  async function isElsewhere(prompt: Job['prompt']): Promise<boolean> {
    if (!prompt || pool.has(prompt.backend)) return false;
    const left = prompt.handedBackAt ?? prompt.submittedAt;
    if (Date.now() - left < timing.homeMs) return true;
    const workers = await core.workers.all();
    return workers.some(
      (worker) =>
        worker.id !== id &&
        worker.backends.some(({ name, reachable }) => name === prompt.backend && reachable),
    );
  }

  return {
    take,
    /** How many jobs are in hand. */
    count: () => inHand.size,
    ring: (jobId: string): void => inHand.get(jobId)?.bell.ring(),
    loseLock(jobId: string, reason: Error): void {
      inHand.get(jobId)?.lockLost.abort(reason);
    },
  };
}
