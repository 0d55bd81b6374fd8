/**
 * One job taken from the queue: what becomes of it, and the one place that answers each kind of error.
 *
 * - what somebody can mend: the job has failed, with the words and the remedy
 * - what may pass: back to `queued`; the queue tries again, with back-off, until its limit
 * - everything else: logged with an id, and the job has failed with that id
 */
import type { Core } from '../core/core.ts';
import { PassingError, toError, UserError } from '../core/errors.ts';
import { newReportId } from '../core/ids.ts';
import { type Failure, isFinal, type Job } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import { StoreTrouble } from '../core/media/trouble.ts';
import { say } from '../core/say.ts';
import { JobFailure } from './failure.ts';
import { holdJob, ignoreSuperseded, Superseded } from './record.ts';

export interface Handling {
  core: Core;
  log: Log;
  jobId: string;
  /** Whether the queue tries again after this error. */
  triesAgain(error: PassingError): Promise<boolean>;
  /** Aborted when the job is to be handed back. */
  signal: AbortSignal;
  run(job: Job): Promise<void>;
}

/** `handed back`: it goes to the front of the queue, for the next worker. @throws PassingError for the queue to try again. */
export async function handleJob({
  core,
  log,
  jobId,
  triesAgain,
  signal,
  run,
}: Handling): Promise<'ended' | 'handed back'> {
  const hand = holdJob(core, jobId);
  try {
    const job = await core.jobs.get(jobId);
    if (!job) {
      log.warn({ jobId }, `dropped job ${jobId}: it has no record`);
      return 'ended';
    }
    if (isFinal(job.state)) return 'ended';
    if (job.cancelAsked && !job.prompt) await hand.cancelled();
    else await run(job);
    await core.progress.clear(jobId);
    return 'ended';
  } catch (thrown) {
    if (thrown instanceof Superseded) {
      log.info({ jobId }, `let go of job ${jobId}: another worker or the owner was quicker`);
      return 'ended';
    }
    if (signal.aborted) {
      await hand.handedBack().catch(ignoreSuperseded);
      return 'handed back';
    }
    const error = toError(thrown);
    if (error instanceof PassingError && (await triesAgain(error))) {
      log.warn({ jobId, err: error }, `job ${jobId} will be tried again`);
      await hand.queued().catch(ignoreSuperseded);
      throw error;
    }
    const failure = failureOf(error);
    log[failure.reportId ? 'error' : 'info'](
      { jobId, reportId: failure.reportId, err: error },
      `failed job ${jobId}`,
    );
    await hand.failed(failure).catch(ignoreUnreadable(log, jobId));
    await core.progress.clear(jobId);
    return 'ended';
  }
}

export function failureOf(error: Error): Failure {
  if (error instanceof JobFailure) return { message: error.said, remedy: error.remedy };
  if (error instanceof UserError)
    return { message: error.said, remedy: say('Change that and render again.') };
  const reportId = newReportId();
  if (error instanceof StoreTrouble) {
    return {
      message: say('It was made, but could not be kept, although that was tried several times.'),
      remedy: say('Tell the person who runs this bot the report id; the disk may be full.'),
      reportId,
    };
  }
  if (error instanceof PassingError) {
    return {
      message: say('The ComfyUI server did not answer, although it was tried several times.'),
      remedy: say('Check that it runs, then render again.'),
      reportId,
    };
  }
  return {
    message: say('Something went wrong that should not have.'),
    remedy: say('Render it again. If it happens again, tell the person who runs this bot the report id.'),
    reportId,
  };
}

/** A record that cannot be read cannot be marked either; it was logged, and the queue lets go of it. */
function ignoreUnreadable(log: Log, jobId: string): (thrown: unknown) => void {
  return (thrown) => {
    if (!(thrown instanceof Superseded))
      log.error({ jobId, err: toError(thrown) }, `the record of job ${jobId} cannot be read`);
  };
}
