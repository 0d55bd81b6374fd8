/** What the bots do on their platforms: deliveries, and edits within the platform's limits. */
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Due } from './deliveries.ts';
import type { Job } from './job.ts';
import type { Platform } from './people.ts';

/** So many ends of jobs are remembered. */
const remembered = 1000;

export type ChatMetrics = ReturnType<typeof createChatMetrics>;

/** `dropped`: an edit in passing that the platform's limits had no room for. */
type Outcome = 'done' | 'dropped' | 'gone' | 'refused' | 'failed';

export function createChatMetrics(registry: Registry) {
  const registers = [registry];
  const calls = new Counter({
    name: 'rendezvous_chat_calls_total',
    help: 'What was asked of a platform, and what came of it; dropped: progress the edit budget had no room for',
    labelNames: ['platform', 'call', 'outcome'],
    registers,
  });
  const deliveries = new Counter({
    name: 'rendezvous_deliveries_total',
    help: 'Deliveries that were tried: made, or to be tried again',
    labelNames: ['platform', 'subject', 'outcome'],
    registers,
  });
  const lag = new Histogram({
    name: 'rendezvous_delivery_lag_seconds',
    help: 'From the end of a job to the moment its post showed it',
    labelNames: ['platform'],
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 21_600],
    registers,
  });
  /** When jobs ended whose posts do not show it yet. */
  const ends = new Map<string, number | 'shown'>();
  return {
    called(platform: Platform, call: string, outcome: Outcome): void {
      calls.inc({ platform, call, outcome });
    },
    /** What is known of the ends of jobs. */
    read({ id, finishedAt }: Job): void {
      if (finishedAt === undefined || ends.get(id) === 'shown') return;
      ends.delete(id);
      ends.set(id, finishedAt);
      const [oldest] = ends.keys();
      if (ends.size > remembered && oldest !== undefined) ends.delete(oldest);
    },
    delivered(platform: Platform, { delivery: { subject, jobId }, tries }: Due): void {
      deliveries.inc({ platform, subject, outcome: 'made' });
      const end = subject === 'job' ? ends.get(jobId) : undefined;
      if (typeof end !== 'number') return;
      ends.set(jobId, 'shown');
      const late = Math.max(0, Date.now() - end);
      // A post that is only touched up, long after its job ended, was not late.
      if (tries > 0 || late < 600_000) lag.observe({ platform }, late / 1000);
    },
    putOff(platform: Platform, subject: string): void {
      deliveries.inc({ platform, subject, outcome: 'again' });
    },
  };
}
