/**
 * Deliveries: durable wake-up calls that say "make the post of X show its record".
 *
 * The state lies in the record and is read when the delivery runs, so delivering twice edits the same message to
 * the same state, and a call that is already waiting need not be added again. Each platform has a queue of its
 * own: an outage of one does not hold up the other.
 */
import { type ConnectionOptions, Queue } from 'bullmq';
import { z } from 'zod';
import type { Platform } from './people.ts';

export const deliverySchema = z.object({
  /** `job`: a job's post. `gallery`: the gallery post of a job. `question`: the private question to a job's owner. */
  subject: z.enum(['job', 'gallery', 'question']),
  jobId: z.string(),
});
export type Delivery = z.infer<typeof deliverySchema>;

export function deliveryQueueName(platform: Platform): string {
  return `deliver-${platform}`;
}

/** About six hours of tries: 1, 2, 4 … seconds, then every ten minutes. */
const attempts = 45;
export function deliveryBackoff(attempt: number): number {
  return Math.min(2 ** (attempt - 1), 600) * 1000;
}

export function createDeliveries(connection: ConnectionOptions, prefix: string) {
  const queues = new Map<Platform, Queue<Delivery>>();
  function queueOf(platform: Platform): Queue<Delivery> {
    let queue = queues.get(platform);
    if (!queue) {
      queue = new Queue<Delivery>(deliveryQueueName(platform), { connection, prefix: `${prefix}:bull` });
      queues.set(platform, queue);
    }
    return queue;
  }
  return {
    async wake(platform: Platform, delivery: Delivery): Promise<void> {
      await queueOf(platform).add(delivery.subject, delivery, {
        attempts,
        backoff: { type: 'custom' },
        removeOnComplete: true,
        removeOnFail: { count: 1000 },
        // One waiting call is enough; one that comes while another runs is kept as the next.
        deduplication: { id: `${delivery.subject}-${delivery.jobId}`, keepLastIfActive: true },
      });
    },
    async close(): Promise<void> {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}
