/** How long the worker waits for what while it follows a prompt. */
export interface RunTiming {
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
}

export const runTiming: RunTiming = {
  reconcileMs: 2000,
  calmMs: 10_000,
  lostMs: 3000,
  patienceMs: 10_000,
  progressMs: 250,
};
