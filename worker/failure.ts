/** Why a job does not go on: for good, in words for the person with the remedy, or for now. */
import type { Text } from '../core/card.ts';
import { PassingError, UserError } from '../core/errors.ts';
import type { Failure } from '../core/job.ts';

/** Trying again by itself would not help; somebody has to mend something first. */
export class JobFailure extends UserError {
  override name = 'JobFailure';
  readonly remedy: Text;

  constructor(failure: Pick<Failure, 'message' | 'remedy'>, options?: ErrorOptions) {
    super(failure.message, options);
    this.remedy = failure.remedy;
  }
}

/** What is in the way is not the job's doing: its backend hangs. It waits for as long as that takes, and no try is counted. */
export class HeldUp extends PassingError {
  override name = 'HeldUp';
}
