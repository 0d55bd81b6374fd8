/** Known before anybody waits: that nothing which is here can run a workflow with these values, and why. Pure. */
import type { Values, Workflow } from '../workflow.ts';
import { against } from './ability.ts';
import { isRead, type Known, readAt } from './knowledge.ts';

/** Null when a backend can run it, may be able to, or when none is here to ask. */
export function refusalOf(workflow: Workflow, values: Values, known: Known): string | null {
  const { source, title } = workflow;
  if (!source || known.backends.length === 0) return null;
  const reasons: string[][] = [];
  for (const { reading } of readAt(known, source.file)) {
    // One that has not been read for a backend may run there.
    if (!reading || !isRead(reading)) return null;
    const found = against(reading, { workflow, values, allowed: known.allowed });
    if (found.length === 0) return null;
    reasons.push(found);
  }
  const [least = []] = reasons.sort((a, b) => a.length - b.length);
  const whose =
    known.backends.length === 1
      ? 'the one worker that is here cannot run it'
      : 'no worker that is here can run it';
  return `${title} cannot be rendered now, ${whose}: it ${least.slice(0, mostTold).join('; it ')}.${more(least)}`;
}

const mostTold = 5;

function more({ length }: string[]): string {
  return length > mostTold ? ` And ${length - mostTold} more.` : '';
}
