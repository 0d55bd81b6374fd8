/**
 * One job on one backend, from wherever the last worker left it to its end.
 *
 *   take up ──► submit ──► follow ──► keep what it made ──► done
 *                 ▲           │ lost, hung, out of memory, or its files are gone
 *                 └───────────┘ (a few times, then it has failed)
 *
 * Every step is in the record before it is done outside, so that after a crash the next worker finds the prompt at
 * the backend instead of submitting it again. Nothing here catches errors: `handle.ts` answers each kind.
 */
import { randomUUID } from 'node:crypto';
import type { Text } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import { workOf } from '../core/estimate.ts';
import { shortId } from '../core/ids.ts';
import type { Job, MishapKind } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import { say } from '../core/say.ts';
import type { Graph, Workflow } from '../core/workflow.ts';
import type { Backend, BackendPrompt, Hint } from './backend.ts';
import type { Bell } from './bell.ts';
import type { Ffmpeg } from './derive/ffmpeg.ts';
import { HeldUp, JobFailure } from './failure.ts';
import { fillGraph } from './fill.ts';
import { type End, follow } from './follow.ts';
import { handFiles } from './hand-files.ts';
import { checkLimits } from './limits.ts';
import { freeMemory } from './memory.ts';
import { markOf } from './orphans.ts';
import { holdJob } from './record.ts';
import { settle } from './settle.ts';
import { showProgress } from './show.ts';
import { createSilence } from './silence.ts';
import type { RunTiming } from './timing.ts';

export interface RunTools {
  core: Core;
  backend: Backend;
  /** Of this installation: its prompts carry it. */
  installation: string;
  /** Whether the backend is a stand-in that draws without a model. */
  standIn: boolean;
  ffmpeg: Ffmpeg | null;
  log: Log;
  timing: RunTiming;
  /** Rings when the job was called off. */
  bell: Bell;
  /** Aborted when the job is to be handed back. */
  signal: AbortSignal;
  onRunning(): void;
  /** The model files of the prompt that was taken up or submitted. */
  onModels(models: string[]): void;
  /** The backend hangs at this prompt. */
  onStuck(promptId: string): void;
  isStuck(): boolean;
}

/** @throws JobFailure and UserError, PassingError, Superseded, or the signal's reason. */
export async function runJob(job: Job, tools: RunTools): Promise<void> {
  const { core, backend, timing, bell, signal, log } = tools;
  const hand = holdJob(core, job.id);
  const workflow = await core.snapshots.get(job.request.workflow.version);
  if (!workflow) {
    throw new JobFailure({
      message: say('The workflow "{title}" is not known any more as it was when this was asked for.', {
        title: job.request.workflow.title,
      }),
      remedy: say('Render it again.'),
    });
  }
  const known = workflow;
  const work = job.work ?? workOf(workflow, job.request.values);
  const usualSeconds = await core.estimates.expect(workflow.name, work);
  const show = showProgress({ board: core.progress, jobId: job.id, everyMs: timing.progressMs, log });
  let current = job;
  let silence = createSilence(timing, null);
  let prompt: BackendPrompt | null = null;
  let fresh = false;
  let promptId = job.prompt?.backend === backend.name ? job.prompt.id : null;

  /** Each submission saves under a name of its own, in a folder of ours in ComfyUI's output folder. */
  async function fill(attempt: number): Promise<Graph> {
    const handed = await handFiles({ core, backend, job, workflow: known, signal });
    const filePrefix = `rendezvous/${shortId(job.id)}${attempt > 1 ? `-${attempt}` : ''}`;
    return fillGraph({ workflow: known, values: job.request.values, filePrefix, handed });
  }

  function open(id: string, graph: Graph): BackendPrompt {
    silence = createSilence(timing, usualSeconds === null ? null : usualSeconds * 1000);
    const opened = backend.open({ id, graph, mark: markOf(tools.installation, job.id) }, hear);
    tools.onModels(opened.models);
    return opened;
  }

  async function withLoras(graph: Graph): Promise<Graph> {
    const { loras = [] } = job.request;
    return loras.length === 0 ? graph : backend.addLoras(graph, loras, signal);
  }

  function hear(hint: Hint): void {
    silence.hear(hint);
    if (hint.kind === 'progress' || hint.kind === 'preview') show.hear(hint);
    else bell.ring();
  }

  try {
    if (promptId !== null) {
      const graph = await core.jobs.graph(job.id);
      prompt = open(promptId, graph ?? (await withLoras(await fill(job.attempts))));
      // The worker that submitted it may have died before it could record what was left out.
      if (job.warnings === undefined) await warnOf(promptId, await prompt.leftOut(signal));
      log.info({ jobId: job.id, promptId }, `took up job ${job.id} at ${backend.name}`);
    }
    for (;;) {
      if (promptId === null || prompt === null) {
        checkLimits(current);
        const attempt: number = current.attempts + 1;
        const graph = await withLoras(await fill(attempt));
        promptId = randomUUID();
        await core.jobs.saveGraph(job.id, graph);
        current = await hand.submitting(promptId, backend.name);
        if (current.state === 'cancelled') return;
        prompt = open(promptId, graph);
        fresh = true;
        const { warnings } = await prompt.submit(signal);
        await warnOf(promptId, warnings);
        log.info({ jobId: job.id, promptId, attempt }, `submitted job ${job.id} to ${backend.name}`);
      }
      const end = await follow({
        prompt,
        promptId,
        hand,
        bell,
        silence,
        fresh,
        stuck: tools.isStuck,
        signal,
        timing,
        onRunning: tools.onRunning,
      });
      if (await ended(end, promptId, workflow)) return;
      await prompt.close();
      prompt = null;
      promptId = null;
    }
  } finally {
    await show.stop();
    await prompt?.close();
  }

  /** Whether the job has come to its end; if not, it begins anew. */
  async function ended(end: End, promptId: string, workflow: Workflow): Promise<boolean> {
    switch (end) {
      case 'called off':
        await hand.cancelled();
        return true;
      case 'died':
      case 'lost':
        await again(promptId, end === 'died' ? 'died' : undefined, 'has nothing of it any more');
        return false;
      case 'hung':
        await again(promptId, 'hung', 'stood still at it and was interrupted');
        return false;
      case 'stuck':
      case 'idle': {
        const { cancelAsked } = await hand.read(promptId);
        tools.onStuck(promptId);
        if (cancelAsked) {
          await hand.cancelled();
          return true;
        }
        await again(promptId, end === 'stuck' ? 'hung' : undefined, 'hangs at it');
        throw new HeldUp(`${backend.name} hangs`);
      }
      case 'stranded':
        await again(promptId, undefined, 'hangs, and it waited there');
        throw new HeldUp(`${backend.name} hangs`);
      default: {
        const { standIn, ffmpeg } = tools;
        const how = await settle({ core, log, job, workflow, hand, promptId, end, standIn, ffmpeg, signal });
        if (how === 'files gone') await again(promptId, 'missed', 'does not have its files any more');
        if (how === 'no memory') {
          await again(promptId, 'memory', 'ran out of memory at it');
          await freeMemory({ core, jobId: job.id, backend, bell, signal, timing });
        }
        return how === 'ended';
      }
    }
  }

  async function warnOf(promptId: string, warnings: Text[]): Promise<void> {
    if (warnings.length > 0) await hand.warn(promptId, warnings);
  }

  async function again(promptId: string, mishap: MishapKind | undefined, what: string): Promise<void> {
    current = await hand.again(promptId, mishap);
    const { attempts, mishaps } = current;
    log.warn(
      { jobId: job.id, promptId, attempts, mishaps },
      `job ${job.id} begins anew: ${backend.name} ${what}`,
    );
  }
}
