/**
 * One job on one backend, from wherever the last worker left it to its end.
 *
 *   take up ──► submit ──► follow ──► keep what it made ──► done
 *                 ▲           │ lost, or its files are gone
 *                 └───────────┘ (a few times, then it has failed)
 *
 * Every step is in the record before it is done outside, so that after a crash the next worker finds the prompt at
 * the backend instead of submitting it again. Nothing here catches errors: `handle.ts` answers each kind.
 */
import { randomUUID } from 'node:crypto';
import type { Core } from '../core/core.ts';
import { workOf } from '../core/estimate.ts';
import { shortId } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { Graph, Workflow } from '../core/workflow.ts';
import { type Backend, type BackendPrompt, FileGone, type Finished, type Hint } from './backend.ts';
import type { Bell } from './bell.ts';
import { JobFailure } from './failure.ts';
import { fillGraph } from './fill.ts';
import { follow } from './follow.ts';
import { keepMade, worthKeeping } from './keep.ts';
import { holdJob } from './record.ts';
import { showProgress } from './show.ts';
import type { RunTiming } from './timing.ts';

export interface RunTools {
  core: Core;
  backend: Backend;
  /** Whether the backend is a stand-in that draws without a model. */
  standIn: boolean;
  log: Log;
  timing: RunTiming;
  /** Rings when the job was called off. */
  bell: Bell;
  /** Aborted when the job is to be handed back. */
  signal: AbortSignal;
  onRunning(): void;
  /** The model files of the prompt that was taken up or submitted. */
  onModels(models: string[]): void;
}

/** A prompt that was lost this often is not submitted again. */
const mostSubmissions = 3;

/** @throws JobFailure and UserError, PassingError, Superseded, or the signal's reason. */
export async function runJob(job: Job, tools: RunTools): Promise<void> {
  const { core, backend, timing, bell, signal, log } = tools;
  const hand = holdJob(core, job.id);
  const workflow = await core.snapshots.get(job.request.workflow.version);
  if (!workflow) {
    throw new JobFailure({
      message: `The workflow "${job.request.workflow.title}" is not known any more as it was when this was asked for.`,
      remedy: 'Render it again.',
    });
  }
  const show = showProgress({ board: core.progress, jobId: job.id, everyMs: timing.progressMs, log });
  let heardAt = 0;
  let prompt: BackendPrompt | null = null;

  function open(id: string, graph: Graph): BackendPrompt {
    const opened = backend.open({ id, graph }, hear);
    tools.onModels(opened.models);
    return opened;
  }

  function hear(hint: Hint): void {
    heardAt = Date.now();
    if (hint.kind === 'progress' || hint.kind === 'preview') show.hear(hint);
    else bell.ring();
  }

  try {
    let promptId = job.prompt?.backend === backend.name ? job.prompt.id : null;
    let attempts = job.attempts;
    if (promptId !== null) {
      const graph = await core.jobs.graph(job.id);
      prompt = open(promptId, graph ?? fill(job, workflow, attempts));
      log.info({ jobId: job.id, promptId }, `took up job ${job.id} at ${backend.name}`);
    }
    for (;;) {
      if (promptId === null || prompt === null) {
        if (attempts >= mostSubmissions) throw new JobFailure(lostTooOften);
        attempts += 1;
        const graph = fill(job, workflow, attempts);
        promptId = randomUUID();
        await core.jobs.saveGraph(job.id, graph);
        const recorded = await hand.submitting(promptId, backend.name);
        if (recorded.state === 'cancelled') return;
        prompt = open(promptId, graph);
        const { warnings } = await prompt.submit(signal);
        if (warnings.length > 0) await hand.warn(promptId, warnings);
        log.info({ jobId: job.id, promptId, attempts }, `submitted job ${job.id} to ${backend.name}`);
      }
      const end = await follow({
        prompt,
        promptId,
        hand,
        bell,
        heardAt: () => heardAt,
        signal,
        timing,
        onRunning: tools.onRunning,
      });
      if (end === 'called off') {
        await hand.cancelled();
        return;
      }
      if (end !== 'lost' && (await settle(end, promptId, workflow))) return;
      log.warn(
        { jobId: job.id, promptId, attempts },
        `${backend.name} has nothing of job ${job.id} any more`,
      );
      await hand.queued();
      await prompt.close();
      prompt = null;
    }
  } finally {
    await show.stop();
    await prompt?.close();
  }

  /** Ends the job by what the run has come to. False when it has to run again. */
  async function settle(end: Finished, promptId: string, workflow: Workflow): Promise<boolean> {
    if (end.missed) return false;
    const { cancelAsked } = await hand.read(promptId);
    const partly = end.how !== 'success';
    // What stands in a record as cancelled or failed has made nothing that anybody would miss.
    const made = partly ? end.made.filter((one) => one.kind === 'file' && one.saved) : end.made;
    if (worthKeeping(made).length === 0) {
      if (end.how === 'interrupted' && cancelAsked) {
        await hand.cancelled();
        return true;
      }
      throw new JobFailure(whyNothing(end));
    }
    let kept: Awaited<ReturnType<typeof keepMade>>;
    try {
      kept = await keepMade({ job, made, media: core.media, signal });
    } catch (thrown) {
      if (thrown instanceof FileGone) return false;
      throw thrown;
    }
    if (kept.outputs.length === 0)
      throw new JobFailure({ message: kept.warnings.join('\n'), remedy: tooLargeRemedy });
    const warnings = [...end.warnings, ...kept.warnings, ...(partly ? [whyPartly(end)] : [])];
    const { ranMs } = end;
    const done = await hand.done(promptId, {
      outputs: kept.outputs,
      warnings,
      ranMs,
      standIn: tools.standIn,
    });
    const seconds = ((done.finishedAt ?? 0) - (done.startedAt ?? 0)) / 1000;
    log.info(
      { jobId: job.id, promptId, ranMs },
      `completed job ${job.id} (${workflow.name}, ${seconds.toFixed(1)} s)`,
    );
    if (ranMs !== null) {
      await core.estimates.learn(
        workflow.name,
        job.work ?? workOf(workflow, job.request.values),
        ranMs / 1000,
      );
    }
    return true;
  }
}

/** Each submission saves under a name of its own, in a folder of ours in ComfyUI's output folder. */
function fill(job: Job, workflow: Workflow, attempt: number): Graph {
  const filePrefix = `rendezvous/${shortId(job.id)}${attempt > 1 ? `-${attempt}` : ''}`;
  return fillGraph({ workflow, values: job.request.values, filePrefix });
}

const lostTooOften = {
  message: `The ComfyUI server lost this prompt ${mostSubmissions} times.`,
  remedy: 'Its log says why; it may run out of memory and restart. A smaller size may help.',
};

const tooLargeRemedy = 'Fetch it from the server, or choose a smaller size.';

const stopped = {
  message: 'It was stopped at the ComfyUI server.',
  remedy: 'Render it again if that was not meant.',
};

function whyNothing(end: Finished): { message: string; remedy: string } {
  if (end.failure) return end.failure;
  if (end.how === 'interrupted') return stopped;
  const message = ['It ran, but made nothing that can be shown.', ...end.warnings].join('\n');
  const remedy =
    end.warnings.length > 0
      ? 'Ask for something else, or change the workflow.'
      : 'The workflow needs a node that saves its result, such as "Save Image".';
  return { message, remedy };
}

function whyPartly(end: Finished): string {
  return `Not everything was made. ${end.failure?.message ?? stopped.message}`;
}
