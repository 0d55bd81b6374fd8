/** Where a waiting job stands and when it is expected to start and to be done. */
import type { Core } from '../core/core.ts';
import type { Job } from '../core/job.ts';

export interface Forecast {
  /** Jobs before it in the queue; null when it is not waiting there. */
  before: number | null;
  /** Milliseconds since the epoch; null when nothing like it has run yet. */
  startsAt: number | null;
  endsAt: number | null;
}

/** Jobs ahead beyond this many are taken to be like the ones that were looked at. */
const lookedAt = 50;

/** Milliseconds a job is expected to take from its start; null when its workflow has never run. */
async function expected(core: Core, job: Job): Promise<number | null> {
  const seconds = await core.estimates.expect(job.request.workflow.name, job.work ?? 1);
  return seconds === null ? null : seconds * 1000;
}

export async function forecast(core: Core, job: Job, now: number): Promise<Forecast> {
  const own = await expected(core, job);
  if (job.state === 'running') {
    const startedAt = job.startedAt ?? now;
    return { before: null, startsAt: startedAt, endsAt: own === null ? null : startedAt + own };
  }
  const before = await core.queue.place(job.id);
  if (own === null) return { before, startsAt: null, endsAt: null };

  const held = (await core.jobs.held()).filter((one) => one.id !== job.id);
  const ahead = before ? await core.queue.waiting(Math.min(before, lookedAt)) : [];
  const waiting = await core.jobs.read(ahead);

  let work = 0;
  for (const one of [...held, ...waiting]) {
    const length = (await expected(core, one)) ?? own;
    work += one.state === 'running' ? Math.max(0, length - (now - (one.startedAt ?? now))) : length;
  }
  if (before !== null && before > waiting.length && waiting.length > 0) work *= before / waiting.length;

  const slots = (await core.workers.all())
    .flatMap((worker) => worker.backends)
    .filter((one) => one.reachable).length;
  const startsAt = now + work / Math.max(1, slots);
  return { before, startsAt, endsAt: startsAt + own };
}
