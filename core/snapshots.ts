/** Workflows as they were when a job was asked for, by version: a file changed later changes no waiting job. */
import type { Redis } from 'ioredis';
import { type Workflow, workflowSchema } from './workflow.ts';

export function createSnapshots(redis: Redis, prefix: string) {
  const key = (version: string) => `${prefix}:workflow:${version}`;
  return {
    async save(workflow: Workflow): Promise<void> {
      await redis.set(key(workflow.version), JSON.stringify(workflow), 'NX');
    },
    async get(version: string): Promise<Workflow | null> {
      const text = await redis.get(key(version));
      return text === null ? null : workflowSchema.parse(JSON.parse(text));
    },
  };
}
