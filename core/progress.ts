/**
 * Progress of running jobs: only the latest state matters, so it is kept, not queued.
 * A message on one channel says that there is something new; whoever missed it loses nothing but time.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { createSignal } from './signal.ts';

/** Progress of a job whose worker is gone is forgotten after this long. */
const keptSeconds = 600;

export const progressSchema = z.object({
  /** 0 to 1 over the whole graph. */
  fraction: z.number().min(0).max(1),
  /** The title of the node that runs. */
  node: z.string().optional(),
  step: z.number().int().nonnegative().optional(),
  steps: z.number().int().positive().optional(),
  /** Media type of the latest preview picture, when there is one. */
  preview: z.enum(['image/jpeg', 'image/png']).optional(),
  /** Counts up with each preview, so that a reader knows whether it has it already. */
  previewCount: z.number().int().nonnegative().default(0),
  at: z.number(),
});
export type Progress = z.infer<typeof progressSchema>;

export type ProgressBoard = ReturnType<typeof createProgressBoard>;

export function createProgressBoard(redis: Redis, prefix: string) {
  const key = (id: string) => `${prefix}:progress:${id}`;
  const previewKey = (id: string) => `${prefix}:preview:${id}`;
  const changed = createSignal(redis, `${prefix}:progress`);

  return {
    async set(jobId: string, progress: Progress, preview?: Uint8Array): Promise<void> {
      const multi = redis.multi().set(key(jobId), JSON.stringify(progress), 'EX', keptSeconds);
      if (preview) multi.set(previewKey(jobId), Buffer.from(preview), 'EX', keptSeconds);
      await multi.exec();
      await changed.send(jobId);
    },
    async get(jobId: string): Promise<Progress | null> {
      const text = await redis.get(key(jobId));
      return text === null ? null : progressSchema.parse(JSON.parse(text));
    },
    preview: (jobId: string): Promise<Buffer | null> => redis.getBuffer(previewKey(jobId)),
    async clear(jobId: string): Promise<void> {
      await redis.del(key(jobId), previewKey(jobId));
    },
    listen: changed.listen,
  };
}
