/** Whether what comes of a gesture is for its person alone. */
import type { Gesture, Tools } from './command.ts';

/** They prefer it so, and others could see it otherwise: a conversation with us alone is private by itself. */
export async function wantsAlone({ core }: Tools, { place, person }: Gesture): Promise<boolean> {
  return place.space !== undefined && (await core.preferences.of(person)).private === true;
}
