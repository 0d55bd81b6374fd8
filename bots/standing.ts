/** How somebody stands where they do something: what has to be known before anything of it is shown to others. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command, Gesture, Manner, Tools } from '../commands/command.ts';
import { makesNothing, mustNotBeBlocked } from '../commands/may-ask.ts';
import { wantsAlone } from '../commands/wants-alone.ts';

/** Platforms wait three seconds for a word from us. */
const knownMs = 1000;

export interface Standing {
  gesture: Gesture;
  manner: Manner;
}

/**
 * Where the store does not tell in time, the answer is private: what is private by mistake does no harm. Whether a job is
 * for its owner alone is then asked where it begins.
 * @throws UserError for somebody who is blocked and may not do this.
 */
export async function standingOf(tools: Tools, command: Command, gesture: Gesture): Promise<Standing> {
  const manner = command.manner === 'public' && !command.announces ? 'private' : command.manner;
  const late = delay(knownMs, { gesture, manner }, { ref: false });
  return Promise.race([asked(tools, command, gesture), late]);
}

async function asked(tools: Tools, command: Command, known: Gesture): Promise<Standing> {
  const [ageRestricted, isPrivate] = await Promise.all([
    known.ageRestricted || tools.ageRestricted(known.place),
    wantsAlone(tools, known),
    makesNothing(command) ? null : mustNotBeBlocked(tools, known),
  ]);
  const own = command.manner === 'public' && !command.announces;
  return {
    gesture: { ...known, ageRestricted, private: isPrivate },
    manner: own && isPrivate ? 'private' : command.manner,
  };
}
