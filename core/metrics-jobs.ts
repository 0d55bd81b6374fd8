/** What the steps of job records tell: waits, run times, submissions, ends, bytes kept, and how busy each backend is. */
import { Counter, Histogram, type Registry } from 'prom-client';
import { isFinal, type Job } from './job.ts';
import type { JobWatch } from './job-watch.ts';
import { watchBusy } from './metrics-busy.ts';

const labelNames = ['workflow', 'platform'] as const;
const labelsOf = ({ request, place }: Job) => ({
  workflow: request.workflow.name,
  platform: place.platform,
});

export function createJobMetrics(registry: Registry) {
  const registers = [registry];
  const asked = new Counter({
    name: 'rendezvous_jobs_total',
    help: 'Jobs that were accepted',
    labelNames,
    registers,
  });
  const ended = new Counter({
    name: 'rendezvous_jobs_ended_total',
    help: 'Jobs that ended, by how: done, failed or cancelled',
    labelNames: [...labelNames, 'outcome'],
    registers,
  });
  const wait = new Histogram({
    name: 'rendezvous_job_wait_seconds',
    help: 'From the accepted command to the moment the backend began with it',
    labelNames,
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10_800],
    registers,
  });
  const run = new Histogram({
    name: 'rendezvous_job_run_seconds',
    help: 'From the moment the backend began to the outputs in the media store',
    labelNames,
    buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600],
    registers,
  });
  const submitted = new Counter({
    name: 'rendezvous_submissions_total',
    help: 'Prompts submitted to a backend, by whether it is the first of its job or one more',
    labelNames: [...labelNames, 'attempt'],
    registers,
  });
  const back = new Counter({
    name: 'rendezvous_jobs_back_total',
    help: 'Jobs that went back to the queue: handed back, lost by the backend, or to be tried again',
    labelNames,
    registers,
  });
  const kept = new Counter({
    name: 'rendezvous_media_bytes_total',
    help: 'Bytes of outputs put into the media store, by kind of output',
    labelNames: [...labelNames, 'kind'],
    registers,
  });
  const busy = watchBusy(registry);

  function moved(job: Job, before: Job | null): void {
    const labels = labelsOf(job);
    if (!before) {
      asked.inc(labels);
      return;
    }
    busy.moved(job, before);
    if (job.attempts > before.attempts) {
      submitted.inc({ ...labels, attempt: job.attempts === 1 ? 'first' : 'again' });
    }
    if (before.startedAt === undefined && job.startedAt !== undefined) {
      wait.observe(labels, Math.max(0, job.startedAt - job.createdAt) / 1000);
    }
    if (job.state === 'queued' && before.state !== 'queued') back.inc(labels);
    if (!isFinal(job.state) || isFinal(before.state)) return;
    ended.inc({ ...labels, outcome: job.state });
    if (job.state !== 'done') return;
    for (const { kind, bytes } of job.outputs) kept.inc({ ...labels, kind }, bytes);
    if (job.startedAt !== undefined && job.finishedAt !== undefined) {
      run.observe(labels, Math.max(0, job.finishedAt - job.startedAt) / 1000);
    }
  }

  return { watch: { moved } satisfies JobWatch, backends: busy.backends };
}
