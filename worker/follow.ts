/**
 * Follows a prompt to its end, by asking the backend where it stands: at once when there is a hint, otherwise on a
 * timer. A backend that does not answer for a moment, and a prompt it does not know for a moment, are waited for.
 */
import { PassingError } from '../core/errors.ts';
import type { BackendPrompt, Finished, Standing } from './backend.ts';
import type { Bell } from './bell.ts';
import type { JobHand } from './record.ts';
import type { RunTiming } from './timing.ts';

export interface FollowOptions {
  prompt: BackendPrompt;
  promptId: string;
  hand: JobHand;
  /** Rings when something about the prompt may have changed, or its job was called off. */
  bell: Bell;
  /** When anything was last heard of the prompt. */
  heardAt(): number;
  signal: AbortSignal;
  timing: RunTiming;
  onRunning(): void;
}

/** `lost`: the backend does not know it (any more). `called off`: neither, but that is what was asked for. */
export type End = Finished | 'lost' | 'called off';

/** How soon to look again after a hint that the first look did not bear out: history can be a little late. */
const soonMs = [50, 100, 200, 400, 800];

/** @throws PassingError, Superseded, or the signal's reason. */
export async function follow(options: FollowOptions): Promise<End> {
  const { prompt, promptId, hand, bell, heardAt, signal, timing, onRunning } = options;
  let silentSince: number | null = null;
  let unknownSince: number | null = null;
  let lastKnown: Standing['at'] | null = null;
  let looks = 0;

  for (;;) {
    const job = await hand.read(promptId);
    const standing = await lookPatiently(job.cancelAsked !== undefined);
    if (standing?.at === 'finished') return standing;
    if (standing?.at === 'unknown') {
      // One that waited and was called off leaves no trace.
      if (job.cancelAsked && lastKnown === 'pending') return 'called off';
      unknownSince ??= Date.now();
      if (Date.now() - unknownSince >= timing.lostMs) return job.cancelAsked ? 'called off' : 'lost';
    } else if (standing) {
      unknownSince = null;
      lastKnown = standing.at;
      if (standing.at === 'running') {
        onRunning();
        if (job.state !== 'running') await hand.running(promptId);
      } else if (job.state !== 'submitted') {
        await hand.waiting(promptId);
      }
    }
    if (await bell.wait(nextLook(), signal)) looks = 0;
  }

  function nextLook(): number {
    const soon = soonMs[looks];
    looks += 1;
    if (soon !== undefined) return soon;
    if (silentSince !== null || unknownSince !== null) return timing.lostMs / 4;
    return Date.now() - heardAt() < timing.reconcileMs ? timing.calmMs : timing.reconcileMs;
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
      if (Date.now() - silentSince >= timing.patienceMs) throw thrown;
      return null;
    }
  }
}
