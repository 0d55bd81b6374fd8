/**
 * The worker's hand on a job record: every step of its way that a worker takes.
 *
 * Nothing leaves a final state, and nothing is written about a prompt that is not the record's any more: then another
 * worker has taken the job over, and this one has to let go of it.
 */

import { plain, type Text } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import { type Failure, isFinal, type Job, type MishapKind } from '../core/job.ts';
import type { Output } from '../core/output.ts';
import type { Grids } from './grid.ts';

/** The job is not this worker's any more: it is final, gone, or at another prompt. */
export class Superseded extends Error {
  override name = 'Superseded';
}

/** For a catch: that somebody else was quicker is no trouble. */
export function ignoreSuperseded(thrown: unknown): void {
  if (!(thrown instanceof Superseded)) throw thrown;
}

export interface Result {
  outputs: Output[];
  grids: Grids;
  warnings: Text[];
  ranMs: number | null;
  standIn: boolean;
}

export type JobHand = ReturnType<typeof holdJob>;

export function holdJob(core: Pick<Core, 'jobs'>, jobId: string, now: () => number = Date.now) {
  /** @throws Superseded when `change` leaves the record as it is because it is not ours. */
  async function move(change: (job: Job) => Job | null): Promise<Job> {
    const result = await core.jobs.update(jobId, (job) => (isFinal(job.state) ? null : change(job)));
    if (!result?.changed) throw new Superseded(`job ${jobId} is ${result ? result.record.state : 'gone'}`);
    return result.record;
  }

  const ofPrompt = (promptId: string, change: (job: Job) => Job) =>
    move((job) => (job.prompt?.id === promptId ? change(job) : null));

  return {
    /** The record as it stands. @throws Superseded when it is not at this prompt any more. */
    async read(promptId: string): Promise<Job> {
      const job = await core.jobs.get(jobId);
      if (!job || isFinal(job.state) || job.prompt?.id !== promptId) throw new Superseded(`job ${jobId}`);
      return job;
    },

    /** Before the prompt is submitted, so that it can be found again. A job that was called off is cancelled instead. */
    submitting: (promptId: string, backend: string) =>
      move((job) => {
        if (job.cancelAsked) return { ...job, state: 'cancelled', finishedAt: now() };
        const { startedAt: _of, warnings: _about, ...rest } = job;
        const prompt = { id: promptId, backend, submittedAt: now() };
        return { ...rest, state: 'submitted', prompt, attempts: job.attempts + 1 };
      }),

    warn: (promptId: string, warnings: Text[]) => ofPrompt(promptId, (job) => ({ ...job, warnings })),

    /** It waits at the backend, as is found when a worker takes over. */
    waiting: (promptId: string) => ofPrompt(promptId, (job) => ({ ...watched(job), state: 'submitted' })),

    running: (promptId: string) =>
      ofPrompt(promptId, (job) => ({
        ...watched(job),
        state: 'running',
        startedAt: job.startedAt ?? now(),
      })),

    /** Its backend is out of reach. The prompt stays in the record: whoever takes the job next looks for it first. */
    queued: () => move((job) => ({ ...job, state: 'queued' })),

    /** The worker stops. The prompt stays here too, and nobody's fault is what happens to it until it is taken up. */
    handedBack: () =>
      move((job) => ({
        ...job,
        state: 'queued',
        ...(job.prompt && { prompt: { ...job.prompt, handedBackAt: now() } }),
      })),

    /** The prompt is gone or was given up, so the job begins anew; a mishap is counted where it was to blame for it. */
    again: (promptId: string, mishap?: MishapKind) =>
      ofPrompt(promptId, ({ prompt: _gone, startedAt: _of, ...job }) => {
        const mishaps = mishap && { ...job.mishaps, [mishap]: (job.mishaps?.[mishap] ?? 0) + 1 };
        return { ...job, state: 'queued', ...(mishaps && { mishaps }) };
      }),

    /** A prompt that was given up has ended well after all, and so the job need not run again. */
    found: (prompt: { id: string; backend: string }) =>
      move(({ startedAt: _of, ...job }) =>
        job.state === 'running'
          ? null
          : { ...job, state: 'queued', prompt: { ...prompt, submittedAt: now(), handedBackAt: now() } },
      ),

    done: (promptId: string, { outputs, grids, warnings, ranMs, standIn }: Result) =>
      ofPrompt(promptId, (job) => {
        const finishedAt = now();
        const startedAt = job.startedAt ?? finishedAt - (ranMs ?? 0);
        const all = eachOnce([...(job.warnings ?? []), ...warnings]);
        const done: Job = {
          ...job,
          state: 'done',
          outputs,
          ...grids,
          startedAt,
          finishedAt,
          standIn,
        };
        return all.length > 0 ? { ...done, warnings: all } : done;
      }),

    cancelled: () => move((job) => ({ ...job, state: 'cancelled', finishedAt: now() })),

    failed: (failure: Failure) => move((job) => ({ ...job, state: 'failed', failure, finishedAt: now() })),
  };
}

function eachOnce(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map((text) => [plain(text), text])).values()];
}

/** Somebody follows its prompt again. */
function watched(job: Job): Job {
  if (job.prompt?.handedBackAt === undefined) return job;
  const { handedBackAt: _past, ...prompt } = job.prompt;
  return { ...job, prompt };
}
