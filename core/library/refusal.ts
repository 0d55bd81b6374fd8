/** Known before anybody waits: that nothing which is here can run a workflow with these values, and why. Pure. */

import type { Text } from '../card.ts';
import { type Phrase, say } from '../say.ts';
import type { Values, Workflow } from '../workflow.ts';
import { against, tellReasons } from './ability.ts';
import { isRead, type Known, readAt } from './knowledge.ts';

/** Null when a backend can run it, may be able to, or when none is here to ask. */
export function refusalOf(workflow: Workflow, values: Values, known: Known): Phrase | null {
  const { source, title } = workflow;
  if (!source || known.backends.length === 0) return null;
  const reasons: Text[][] = [];
  for (const { reading } of readAt(known, source.file)) {
    // One that has not been read for a backend may run there.
    if (!reading || !isRead(reading)) return null;
    const found = against(reading, { workflow, values, allowed: known.allowed });
    if (found.length === 0) return null;
    reasons.push(found);
  }
  const [least = []] = reasons.sort((a, b) => a.length - b.length);
  const first = tellReasons(least.slice(0, mostTold));
  const told = {
    title,
    why: least.length > mostTold ? [...first, '; ', andMore(least)] : first,
  };
  return known.backends.length === 1
    ? say('{title} cannot be rendered now, the one worker that is here cannot run it: {why}.', told)
    : say('{title} cannot be rendered now, no worker that is here can run it: {why}.', told);
}

const mostTold = 5;

const andMore = ({ length }: Text[]) => say('and {n} more', { n: length - mostTold });
