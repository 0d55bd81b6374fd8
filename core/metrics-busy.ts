/**
 * How each backend spends its time: busy with a job, idle, or out of reach. Two prompts of which one waits count as one;
 * the share of `idle` is the GPU time nobody used.
 */
import { Counter, type Registry } from 'prom-client';
import type { Job } from './job.ts';
import type { BackendStatus } from './workers.ts';

type Spending = 'busy' | 'idle' | 'away';

export function watchBusy(registry: Registry, now: () => number = Date.now) {
  let statuses: () => readonly BackendStatus[] = () => [];
  /** Jobs that run at a backend, as their records say. */
  const running = new Map<string, Set<string>>();
  const since = new Map<string, number>();

  const seconds = new Counter({
    name: 'rendezvous_backend_seconds_total',
    help: 'How a backend spent its time: busy with a job, idle, or away (it did not answer)',
    labelNames: ['backend', 'spent'],
    registers: [registry],
    collect: () => {
      for (const status of statuses()) settle(status);
    },
  });

  function spending({ name, reachable, jobs }: BackendStatus): Spending {
    const own = running.get(name);
    // A job that another worker took over leaves no word here.
    for (const jobId of own ?? []) if (!jobs.includes(jobId)) own?.delete(jobId);
    if (own && own.size > 0) return 'busy';
    return reachable ? 'idle' : 'away';
  }

  /** Books the time since the last look under what the backend was doing. */
  function settle(status: BackendStatus): void {
    const at = now();
    const began = since.get(status.name) ?? at;
    since.set(status.name, at);
    seconds.inc({ backend: status.name, spent: spending(status) }, Math.max(0, at - began) / 1000);
  }

  return {
    /** Where the worker tells what its backends are at; called now and then. */
    backends(look: () => readonly BackendStatus[]): void {
      statuses = look;
      for (const { name } of look()) since.set(name, now());
    },
    moved(job: Job, before: Job): void {
      const name = job.prompt?.backend ?? before.prompt?.backend;
      if (name === undefined || (job.state === 'running') === (before.state === 'running')) return;
      const status = statuses().find((one) => one.name === name);
      if (!status) return;
      settle(status);
      const own = running.get(name) ?? new Set();
      running.set(name, own);
      if (job.state === 'running') own.add(job.id);
      else own.delete(job.id);
    },
  };
}
