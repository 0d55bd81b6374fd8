/**
 * The three kinds of error, told apart by class:
 *
 * - `UserError`: what the person can mend. What it says is said to them, privately.
 * - `PassingError`: what may pass. The queue tries again, with back-off and a limit.
 * - anything else: ours to mend. It is logged with an id, and the person is told the id.
 */
import { plain, type Text } from './card.ts';

export class UserError extends Error {
  override name = 'UserError';
  /** What is said to the person; `message` is the same without its marks. */
  readonly said: Text;

  constructor(said: Text, options?: ErrorOptions) {
    super(plain(said), options);
    this.said = said;
  }
}

export class PassingError extends Error {
  override name = 'PassingError';
}

/** A setting that is missing or wrong. The entry points print its message and end; no stack trace. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** What there is to say of whatever was thrown, for whoever can mend it. */
export function saidBy(thrown: unknown): Text {
  return thrown instanceof UserError ? thrown.said : toError(thrown).message;
}

/** Whatever was thrown, as an Error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
