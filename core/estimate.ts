/**
 * How long a render is expected to take: learned per workflow and backend kind from run time alone, without the time
 * in the queue.
 */
import type { Redis } from 'ioredis';
import { isShape, pixels } from './sizes.ts';
import type { Values, Workflow } from './workflow.ts';

/** Weight of the newest run in the moving average. */
const newest = 0.3;

const multipliers = new Set(['steps', 'count', 'frames']);

/**
 * How much work a request is, in the workflow's own unit: steps × pictures × frames × megapixels, as far as
 * it has them.
 * Run time grows roughly in proportion.
 */
export function workOf(workflow: Pick<Workflow, 'inputs'>, values: Values): number {
  let work = 1;
  for (const [name, input] of Object.entries(workflow.inputs)) {
    const value = values[name];
    if (multipliers.has(name) && typeof value === 'number') work *= Math.max(1, value);
    if (input.type === 'size' && typeof value === 'string' && isShape(value)) {
      const { width, height } = pixels(value, input.edge, input.multiple);
      work *= (width * height) / 1e6;
    }
  }
  return work;
}

export function createEstimates(redis: Redis, prefix: string) {
  const key = `${prefix}:seconds-per-work`;
  return {
    async learn(workflowName: string, work: number, seconds: number): Promise<void> {
      const known = await redis.hget(key, workflowName);
      const rate = seconds / work;
      const next = known === null ? rate : Number(known) * (1 - newest) + rate * newest;
      await redis.hset(key, workflowName, next);
    },
    /** Seconds, or null when this workflow has never run. */
    async expect(workflowName: string, work: number): Promise<number | null> {
      const known = await redis.hget(key, workflowName);
      return known === null ? null : Number(known) * work;
    },
  };
}
