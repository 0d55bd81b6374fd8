/** Ends a job by what its run has come to: keeps what it made, or says in words why there is nothing. */
import type { Core } from '../core/core.ts';
import { workOf } from '../core/estimate.ts';
import type { Failure, Job } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import { between, type Phrase, say } from '../core/say.ts';
import type { Workflow } from '../core/workflow.ts';
import { FileGone, type Finished } from './backend.ts';
import type { Ffmpeg } from './derive/ffmpeg.ts';
import { JobFailure } from './failure.ts';
import { type Kept, keepMade, worthKeeping } from './keep.ts';
import { memoryRemedy } from './limits.ts';
import type { JobHand } from './record.ts';

export interface Settling {
  core: Core;
  log: Log;
  job: Job;
  workflow: Workflow;
  hand: JobHand;
  promptId: string;
  end: Finished;
  standIn: boolean;
  ffmpeg: Ffmpeg | null;
  signal: AbortSignal;
}

/** `files gone`, `no memory`: it has to run again. @throws JobFailure, PassingError, Superseded, or the signal's reason. */
export async function settle(settling: Settling): Promise<'ended' | 'files gone' | 'no memory'> {
  const { core, log, job, workflow, hand, promptId, end, signal } = settling;
  if (end.missed) return 'files gone';
  const { cancelAsked, mishaps } = await hand.read(promptId);
  if (end.outOfMemory && !mishaps?.memory) return 'no memory';
  const partly = end.how !== 'success';
  // What stands in a record as cancelled or failed has made nothing that anybody would miss.
  const made = partly ? end.made.filter((one) => one.kind === 'file' && one.saved) : end.made;
  if (worthKeeping(made).length === 0) {
    if (end.how === 'interrupted' && cancelAsked) {
      await hand.cancelled();
      return 'ended';
    }
    throw new JobFailure(whyNothing(settling));
  }
  let kept: Kept;
  try {
    kept = await keepMade({ job, made, media: core.media, ffmpeg: settling.ffmpeg, log, signal });
  } catch (thrown) {
    if (thrown instanceof FileGone) return 'files gone';
    throw thrown;
  }
  if (kept.outputs.length === 0)
    throw new JobFailure({ message: between(kept.warnings, '\n'), remedy: tooLargeRemedy });
  const warnings = [...end.warnings, ...kept.warnings, ...(partly ? [whyPartly(end)] : [])];
  const { ranMs } = end;
  const done = await hand.done(promptId, {
    outputs: kept.outputs,
    grids: kept.grids,
    warnings,
    ranMs,
    standIn: settling.standIn,
  });
  const seconds = ((done.finishedAt ?? 0) - (done.startedAt ?? 0)) / 1000;
  log.info(
    { jobId: job.id, promptId, ranMs },
    `completed job ${job.id} (${workflow.name}, ${seconds.toFixed(1)} s)`,
  );
  if (ranMs !== null) {
    await core.estimates.learn(workflow.name, job.work ?? workOf(workflow, job.request.values), ranMs / 1000);
  }
  return 'ended';
}

const tooLargeRemedy = say('Fetch it from the server, or choose a smaller size.');

const stopped = {
  message: say('It was stopped at the ComfyUI server.'),
  remedy: say('Render it again if that was not meant.'),
};

function whyNothing({ end, workflow, job }: Settling): Pick<Failure, 'message' | 'remedy'> {
  if (end.failure && end.outOfMemory) {
    return {
      message: between(
        [end.failure.message, say('Its memory was freed and it was tried once more, in vain.')],
        ' ',
      ),
      remedy: memoryRemedy(workflow, job.request.values),
    };
  }
  if (end.failure) return end.failure;
  if (end.how === 'interrupted') return stopped;
  const message = between([say('It ran, but made nothing that can be shown.'), ...end.warnings], '\n');
  const remedy =
    end.warnings.length > 0
      ? say('Ask for something else, or change the workflow.')
      : say('The workflow needs a node that saves its result, such as "Save Image".');
  return { message, remedy };
}

function whyPartly(end: Finished): Phrase {
  return say('Not everything was made. {why}', { why: end.failure?.message ?? stopped.message });
}
