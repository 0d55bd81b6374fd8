/**
 * Follows a prompt to its end, by asking the backend where it stands: at once when there is a hint, otherwise on a
 * timer. A backend that does not answer for a moment, and a prompt it does not know for a moment, are waited for.
 *
 * One that runs in silence for too long is interrupted. What does not let itself be interrupted either, or waits
 * although nothing runs, is stuck, and its backend with it.
 */
import { PassingError } from '../core/errors.ts';
import type { BackendPrompt, Finished, Standing } from './backend.ts';
import type { Bell } from './bell.ts';
import type { JobHand } from './record.ts';
import type { Silence } from './silence.ts';
import type { RunTiming } from './timing.ts';

export interface FollowOptions {
  prompt: BackendPrompt;
  promptId: string;
  hand: JobHand;
  /** Rings when something about the prompt may have changed, or its job was called off. */
  bell: Bell;
  silence: Silence;
  /** Whether it was submitted just now, so that nothing of it was missed. */
  fresh: boolean;
  /** Whether the backend is known to hang, by this prompt or another. */
  stuck(): boolean;
  signal: AbortSignal;
  timing: RunTiming;
  onRunning(): void;
}

export type End =
  | Finished
  /** The backend does not know it (any more), and it ran there, or may have. */
  | 'died'
  /** The same, and it did not run. */
  | 'lost'
  /** The same, but that is what was asked for. */
  | 'called off'
  /** It ran without a sign of life and was interrupted. */
  | 'hung'
  /** It hangs, and so does the backend. */
  | 'stuck'
  /** It waits at a backend that runs nothing. */
  | 'idle'
  /** It waits at a backend that hangs, because of another. */
  | 'stranded';

/** How soon to look again after a hint that the first look did not bear out: history can be a little late. */
const soonMs = [50, 100, 200, 400, 800];

/** @throws PassingError, Superseded, or the signal's reason. */
export async function follow(options: FollowOptions): Promise<End> {
  const { prompt, promptId, hand, bell, silence, signal, timing, onRunning } = options;
  let silentSince: number | null = null;
  let unknownSince: number | null = null;
  let idleSince: number | null = null;
  let interruptedAt: number | null = null;
  let weInterrupted = false;
  let lastKnown: Standing | null = null;
  let looks = 0;

  for (;;) {
    const job = await hand.read(promptId);
    const calledOff = job.cancelAsked !== undefined;
    if (silence.started() && job.state !== 'running') await hand.running(promptId);
    const standing = await lookPatiently(calledOff);
    if (standing && standing.at !== 'unknown') unknownSince = null;
    if (standing?.at !== 'pending' || standing.behind !== null) idleSince = null;
    switch (standing?.at) {
      case 'finished':
        // What we interrupted because it hung shall run again; unless that was asked for as well.
        return standing.how === 'interrupted' && weInterrupted && !calledOff ? 'hung' : standing;
      case 'unknown':
        // One that waited and was called off leaves no trace.
        if (calledOff && lastKnown?.at === 'pending') return 'called off';
        unknownSince ??= Date.now();
        if (Date.now() - unknownSince >= timing.lostMs) {
          if (standing.saved) return standing.saved;
          if (calledOff) return 'called off';
          return job.prompt?.handedBackAt === undefined && (job.startedAt !== undefined || mayHaveRun())
            ? 'died'
            : 'lost';
        }
        break;
      case 'running':
        onRunning();
        silence.running();
        if (job.state !== 'running') await hand.running(promptId);
        // One long operation cannot be interrupted; whoever called it off need not wait for its end.
        if (job.cancelAsked && Date.now() - job.cancelAsked.at >= timing.cancelMs) return 'called off';
        if (await hangs()) return 'stuck';
        break;
      case 'pending':
        if (job.state !== 'submitted') await hand.waiting(promptId);
        if (options.stuck()) {
          await prompt.cancel(signal);
          return 'stranded';
        }
        if (standing.behind === null) idleSince ??= Date.now();
        if (idleSince !== null && Date.now() - idleSince >= timing.idleMs) return 'idle';
        break;
      case undefined:
        break;
      default:
        standing satisfies never;
    }
    if (standing && standing.at !== 'unknown') lastKnown = standing;
    if (await bell.wait(nextLook(), signal)) looks = 0;
  }

  function nextLook(): number {
    const soon = soonMs[looks];
    looks += 1;
    if (soon !== undefined) return soon;
    if (silentSince !== null || unknownSince !== null) return timing.lostMs / 4;
    return Date.now() - silence.heardAt() < timing.reconcileMs ? timing.calmMs : timing.reconcileMs;
  }

  /** Only one prompt runs at a time: one that was last seen waiting behind another has brought nothing down. */
  function mayHaveRun(): boolean {
    return options.fresh && (lastKnown?.at !== 'pending' || lastKnown.behind === null);
  }

  /** Interrupts a run that is silent for too long; true when that has not helped. */
  async function hangs(): Promise<boolean> {
    if (!silence.tooLong()) {
      interruptedAt = null;
      return false;
    }
    if (interruptedAt === null) {
      await prompt.cancel(signal);
      weInterrupted = true;
      interruptedAt = Date.now();
    }
    return Date.now() - interruptedAt >= timing.interruptMs;
  }

  /** Null when the backend did not answer, and has not been silent for long. */
  async function lookPatiently(calledOff: boolean): Promise<Standing | null> {
    try {
      if (calledOff) await prompt.cancel(signal);
      const standing = await prompt.look(signal);
      silentSince = null;
      return standing;
    } catch (thrown) {
      if (!(thrown instanceof PassingError)) throw thrown;
      silentSince ??= Date.now();
      if (Date.now() - silentSince < timing.patienceMs) return null;
      // Whoever looks for it later has not seen what came before the silence.
      if (mayHaveRun()) await hand.running(promptId);
      throw thrown;
    }
  }
}
