/** One thing that reads what came from outside, and how it is tried. */
import type { Random } from '../chaos/random.ts';

/** What a case is made of. It has to be data, so that a failing one can be made smaller and printed. */
export type Input = Json | Uint8Array;
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Target {
  name: string;
  /** How many of a thousand cases it gets: many where a case costs little. */
  share: number;
  /** Anything that has to be there first; what it returns is tried. */
  open(): Promise<Opened> | Opened;
}

export interface Opened {
  make(random: Random): Input;
  /** Throws when something is wrong: that is what is looked for. */
  check(input: Input): unknown;
  close?(): Promise<void> | void;
}

/** Runs what may refuse, as long as it refuses in one of the ways it says it does. */
export function mayThrow<T>(allowed: readonly (new (...given: never[]) => Error)[], work: () => T): T | null {
  try {
    return work();
  } catch (thrown) {
    if (allowed.some((kind) => thrown instanceof kind)) return null;
    throw thrown;
  }
}

export function insist(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}
