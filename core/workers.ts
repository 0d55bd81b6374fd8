/** Which workers are alive, and what their backends say of themselves. Workers write, `/status` reads. */
import type { Redis } from 'ioredis';
import { z } from 'zod';

/** A worker that has not been heard of for this long is gone. */
const aliveSeconds = 15;
export const heartbeatMs = 5000;

export const backendStatusSchema = z.object({
  /** The address without credentials. */
  name: z.string(),
  reachable: z.boolean(),
  /** It answers, but does nothing any more. Then it counts as not reachable. */
  hung: z.boolean().optional(),
  version: z.string().optional(),
  device: z.string().optional(),
  /** Bytes. */
  memoryFree: z.number().optional(),
  memoryTotal: z.number().optional(),
  /** A stand-in that draws without a model, by its own word. */
  standIn: z.boolean().default(false),
  /** Job ids it is working on, the running one first. */
  jobs: z.array(z.string()).default([]),
  /** Model files its last prompt used, as far as that can be told: ComfyUI does not list what is loaded. */
  lastModels: z.array(z.string()).default([]),
  /** Hash of the nodes and models it has, once the workflows were read for them. */
  info: z.string().optional(),
  /** Why it is not reachable, in words. */
  trouble: z.string().optional(),
});
export type BackendStatus = z.infer<typeof backendStatusSchema>;

export const workerStatusSchema = z.object({
  id: z.string(),
  host: z.string(),
  startedAt: z.number(),
  backends: z.array(backendStatusSchema),
  /** Why nothing can be kept at the moment, so that no render is taken. */
  storeTrouble: z.string().optional(),
});
export type WorkerStatus = z.infer<typeof workerStatusSchema>;

export function createWorkerBoard(redis: Redis, prefix: string) {
  const listKey = `${prefix}:workers`;
  const key = (id: string) => `${prefix}:worker:${id}`;
  return {
    async beat(status: WorkerStatus): Promise<void> {
      await redis
        .multi()
        .set(key(status.id), JSON.stringify(status), 'EX', aliveSeconds)
        .sadd(listKey, status.id)
        .exec();
    },
    async leave(id: string): Promise<void> {
      await redis.multi().del(key(id)).srem(listKey, id).exec();
    },
    async all(): Promise<WorkerStatus[]> {
      const ids = await redis.smembers(listKey);
      if (ids.length === 0) return [];
      const texts = await redis.mget(ids.map(key));
      const gone = ids.filter((_, index) => texts[index] === null);
      if (gone.length > 0) await redis.srem(listKey, gone);
      return texts
        .filter((text) => text !== null && text !== undefined)
        .map((text) => workerStatusSchema.parse(JSON.parse(text)))
        .sort((a, b) => a.startedAt - b.startedAt);
    },
  };
}
