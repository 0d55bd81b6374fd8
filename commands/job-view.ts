/** Reads what the post of a job has to show. */
import type { Job } from '../core/job.ts';
import type { Place } from '../core/people.ts';
import { type JobPicture, picturesOf } from '../core/pictures.ts';
import type { JobView } from './cards/job-card.ts';
import type { Parent } from './cards/made-from.ts';
import type { Tools } from './command.ts';
import { forecast } from './forecast.ts';
import { type Way, ways, workflowFor } from './onward.ts';
import { hasOriginals } from './originals.ts';

type ViewTools = Pick<Tools, 'core' | 'library' | 'postLink' | 'now'>;

/** @param place where it is looked at; what can be done there differs */
export async function readJobView(tools: ViewTools, job: Job, place: Place = job.place): Promise<JobView> {
  const { core, now } = tools;
  const waiting = job.state === 'queued' || job.state === 'submitted';
  const running = job.state === 'running';
  const progress = running ? await core.progress.get(job.id) : null;
  const entry = job.state === 'done' ? await core.gallery.entry(job.id) : null;
  const [picture, another] = picturesOf(job);
  return {
    job,
    progress,
    preview: progress?.preview ? await core.progress.preview(job.id) : null,
    forecast: waiting || running ? await forecast(core, job, now()) : null,
    shared: (entry?.shared ?? false) && entry?.removed === undefined,
    pausedBy: waiting ? await core.pauses.by(job.place) : null,
    served: waiting
      ? (await core.workers.all()).some(
          ({ backends, storeTrouble }) => !storeTrouble && backends.some((one) => one.reachable),
        )
      : true,
    parent: await readParent(tools, job),
    originals: job.state === 'done' && hasOriginals(job, core.media),
    ways: picture && !another ? await readWays(tools, { job, picture, place }) : [],
  };
}

/** What can be made of a picture in a place. */
export async function readWays(
  { core, library }: Pick<Tools, 'core' | 'library'>,
  { job, picture, place }: { job: Job; picture: JobPicture; place: Place },
): Promise<Way[]> {
  const rules = await core.houseRules.of(place);
  return ways.filter((way) => workflowFor(way, { job, picture }, { library, place, rules }) !== null);
}

async function readParent({ core, postLink }: ViewTools, { parent }: Job): Promise<Parent | null> {
  if (parent === undefined) return null;
  const job = await core.jobs.get(parent);
  // Where its post is gone, or its owner's alone, there is nothing to lead to.
  const isOpen = job && job.deletedAt === undefined && job.away?.why !== 'gone' && !job.private;
  const post = isOpen ? job.post : undefined;
  return { job, link: post ? postLink(post) : null };
}
