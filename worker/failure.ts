/** What a job ends with when it cannot be run: in words for the person, with the remedy. */

import { UserError } from '../core/errors.ts';
import type { Failure } from '../core/job.ts';

/** Trying again by itself would not help; somebody has to mend something first. */
export class JobFailure extends UserError {
  override name = 'JobFailure';
  readonly remedy: string;

  constructor(failure: Pick<Failure, 'message' | 'remedy'>, options?: ErrorOptions) {
    super(failure.message, options);
    this.remedy = failure.remedy;
  }
}
