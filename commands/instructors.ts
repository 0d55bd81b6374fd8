/** What only instructors may do, and where. */
import { UserError } from '../core/errors.ts';
import type { Gesture } from './command.ts';

/** @throws UserError in a private conversation. */
export function spaceOf({ place }: Gesture, what: string): string {
  if (place.space === undefined)
    throw new UserError(`A private conversation has no ${what}. Use this in a channel.`);
  return place.space;
}

/** @throws UserError for everybody else. */
export function mustInstruct({ instructor }: Gesture, verb: string): void {
  if (!instructor) throw new UserError(`Only instructors can ${verb} here.`);
}
