/** How long the worker waits for what while it follows a prompt. */
import type { SilenceTiming } from './silence.ts';

export interface RunTiming extends SilenceTiming {
  /** A prompt of which nothing is heard is looked after this often. */
  reconcileMs: number;
  /** One of which much is heard, this often. */
  calmMs: number;
  /** A prompt the backend does not know for this long is lost: history can be a little late. */
  lostMs: number;
  /** A backend that does not answer for this long has failed. */
  patienceMs: number;
  /** Progress is shown at most this often. */
  progressMs: number;
  /** A prompt waits although nothing runs: after this long the backend hangs. */
  idleMs: number;
  /** An interrupt may take this long: one long operation, such as decoding, cannot be interrupted. */
  interruptMs: number;
  /** A prompt that was called off and runs on after this long is left to itself. */
  cancelMs: number;
  /** Freeing memory may take this long once it has begun. */
  freeMs: number;
}

export const runTiming: RunTiming = {
  reconcileMs: 2000,
  calmMs: 10_000,
  lostMs: 3000,
  patienceMs: 10_000,
  progressMs: 250,
  silentMs: 60_000,
  loadMs: 300_000,
  idleMs: 30_000,
  interruptMs: 30_000,
  cancelMs: 60_000,
  freeMs: 60_000,
};
