/** Before a job that ran out of memory is tried once more: the backend lets go of what it keeps there. */
import type { Core } from '../core/core.ts';
import { PassingError } from '../core/errors.ts';
import type { Backend } from './backend.ts';
import type { Bell } from './bell.ts';
import type { RunTiming } from './timing.ts';

export interface FreeOptions {
  core: Pick<Core, 'jobs'>;
  jobId: string;
  backend: Backend;
  bell: Bell;
  signal: AbortSignal;
  timing: Pick<RunTiming, 'freeMs'>;
}

const lookMs = 250;

/** Waits until it took effect; a backend that does not answer meanwhile, or takes too long, is not waited for. */
export async function freeMemory({ core, jobId, backend, bell, signal, timing }: FreeOptions): Promise<void> {
  const deadline = Date.now() + timing.freeMs;
  try {
    const isFree = await backend.freeMemory(signal);
    while (Date.now() < deadline && !(await isFree(signal))) {
      if ((await core.jobs.get(jobId))?.cancelAsked) return;
      await bell.wait(lookMs, signal);
    }
  } catch (thrown) {
    // Submitting will show whether it is gone.
    if (!(thrown instanceof PassingError)) throw thrown;
  }
}
