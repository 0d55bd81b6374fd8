/**
 * How long a prompt has been without a sign of life, and how long that may be.
 *
 * Silence alone means little: nothing is told while a model is loaded or a video is encoded. So more is allowed
 * before the first step than between steps, and more to workflows that usually take long.
 */
import type { Hint } from './backend.ts';

export interface SilenceTiming {
  /** A run that has told of steps may be silent for this long, or for as long as its workflow usually takes. */
  silentMs: number;
  /** One that has not: models are loaded first. Also when nobody knows how long its workflow takes. */
  loadMs: number;
}

/** What a workflow usually takes is multiplied by this before the first step: loading takes as long as it takes. */
const slack = 3;

export interface Silence {
  hear(hint: Hint): void;
  /** It runs, as the backend itself says. The silence counts from the first time. */
  running(): void;
  /** Whether it has been silent for longer than it may be. */
  tooLong(): boolean;
  /** Whether it was told that it began to run. */
  started(): boolean;
  /** When anything was last heard of it. */
  heardAt(): number;
}

export function createSilence(
  timing: SilenceTiming,
  usualMs: number | null,
  now: () => number = Date.now,
): Silence {
  let runsSince: number | null = null;
  let livedAt = 0;
  let heardAt = 0;
  let started = false;
  let steps = false;
  let last = '';

  function allowedMs(): number {
    if (!steps) return Math.max(timing.loadMs, (usualMs ?? timing.loadMs) * slack);
    return usualMs === null ? Math.max(timing.silentMs, timing.loadMs) : Math.max(timing.silentMs, usualMs);
  }

  return {
    hear(hint) {
      heardAt = now();
      if (hint.kind === 'changed') return;
      started = true;
      // A websocket that is made anew is told again where the run is; that it is still there is no sign of life.
      const told = hint.kind === 'preview' ? `preview of ${hint.bytes.length}` : JSON.stringify(hint);
      if (told === last) return;
      last = told;
      livedAt = heardAt;
      if (hint.kind === 'preview' || (hint.kind === 'progress' && hint.step !== undefined)) steps = true;
    },
    running() {
      runsSince ??= now();
    },
    tooLong: () => runsSince !== null && now() - Math.max(runsSince, livedAt) > allowedMs(),
    started: () => started,
    heardAt: () => heardAt,
  };
}
