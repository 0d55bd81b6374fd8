/** Tries cases of one target. A case is drawn from the seed, the target and its number alone, so it can be tried again. */
import { createRandom } from '../chaos/random.ts';
import { shown, shrink } from './shrink.ts';
import type { Input, Opened, Target } from './target.ts';

export interface Failure {
  target: string;
  number: number;
  /** What was thrown. */
  message: string;
  stack: string;
  /** The smallest input that fails in the same way, as it was found. */
  input: string;
}

interface TryOptions {
  target: Target;
  seed: number;
  first: number;
  last: number;
  /** Told before each case, with its number. False: no more. */
  onCase(number: number): boolean;
}

/** As many different failures of a target are worth looking at. */
const mostFailures = 5;

export async function tryCases(options: TryOptions): Promise<{ tried: number; failures: Failure[] }> {
  const { target, seed, first, last, onCase } = options;
  const opened = await target.open();
  const failures = new Map<string, Failure>();
  let tried = 0;
  try {
    for (let number = first; number <= last && failures.size < mostFailures; number += 1) {
      if (!onCase(number)) break;
      const input = opened.make(createRandom(seed).fork(`${target.name}/${number}`));
      const thrown = await problemOf(opened, input);
      tried += 1;
      if (!thrown || failures.has(kindOf(thrown))) continue;
      const smallest = await shrink(input, async (smaller) => {
        const again = await problemOf(opened, smaller);
        return again !== null && kindOf(again) === kindOf(thrown);
      });
      failures.set(kindOf(thrown), {
        target: target.name,
        number,
        message: thrown.message.slice(0, 500),
        stack: (thrown.stack ?? '').split('\n').slice(0, 12).join('\n'),
        input: shown(smallest),
      });
    }
  } finally {
    await opened.close?.();
  }
  return { tried, failures: [...failures.values()] };
}

async function problemOf(opened: Opened, input: Input): Promise<Error | null> {
  try {
    // A check that takes its input apart must not change what is made smaller later.
    const result = opened.check(input);
    if (result instanceof Promise) await result;
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

/** The same fault has the same name, and comes from the same place. */
const kindOf = (error: Error) => `${error.name} ${/\n\s+at .*/.exec(error.stack ?? '')?.[0]}`;
