/** Reads what the post of a job has to show. */
import type { Core } from '../core/core.ts';
import type { Job } from '../core/job.ts';
import type { JobView } from './cards/job-card.ts';
import { forecast } from './forecast.ts';

export async function readJobView(core: Core, job: Job, now: number): Promise<JobView> {
  const waiting = job.state === 'queued' || job.state === 'submitted';
  const running = job.state === 'running';
  const progress = running ? await core.progress.get(job.id) : null;
  const entry = job.state === 'done' ? await core.gallery.entry(job.id) : null;
  return {
    job,
    progress,
    preview: progress?.preview ? await core.progress.preview(job.id) : null,
    forecast: waiting || running ? await forecast(core, job, now) : null,
    shared: entry?.shared ?? false,
    pausedBy: waiting ? await core.pauses.by(job.place) : null,
    served: waiting
      ? (await core.workers.all()).some(
          ({ backends, storeTrouble }) => !storeTrouble && backends.some((one) => one.reachable),
        )
      : true,
  };
}
