/** What only instructors may do, and where. */

import { UserError } from '../core/errors.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Gesture } from './command.ts';

/** Where a person brought us along: what belongs to a server needs us in it. */
export const membersOnly = say(
  'That works only in servers I am a member of, and you brought me along to this one. Whoever manages it can add me.',
);

/** @throws UserError in a private conversation, and where we are no member. */
export function spaceOf({ place }: Gesture, what: Phrase): string {
  if (place.guest) throw new UserError(membersOnly);
  if (place.space === undefined)
    throw new UserError(say('A private conversation has no {what}. Use this in a channel.', { what }));
  return place.space;
}

/** @throws UserError for everybody else. */
export function mustInstruct({ instructor, place }: Gesture, verb: Phrase): void {
  if (place.guest) throw new UserError(membersOnly);
  if (!instructor) throw new UserError(say('Only instructors can {do} here.', { do: verb }));
}
