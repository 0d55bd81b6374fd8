/** A person's own renders, as lists and suggestions show them. */

import { shortId } from '../core/ids.ts';
import { isActive, type Job, promptOf } from '../core/job.ts';
import type { Asker, Choice, Tools } from './command.ts';
import { shortened } from './words.ts';

export const stateWords = {
  queued: 'in the queue',
  submitted: 'next on the GPU',
  running: 'rendering',
  done: 'done',
  failed: 'did not work',
  cancelled: 'cancelled',
} as const satisfies Record<Job['state'], string>;

/** What it was asked to make, in one line. */
export function aboutJob(job: Pick<Job, 'request' | 'from'>, most: number): string {
  return shortened((promptOf(job) || job.request.workflow.title).replace(/\s+/g, ' '), most);
}

/** Own renders whose id or words hold what is typed, newest first. */
export async function suggestJobs(
  typed: string,
  { core }: Tools,
  { person }: Asker,
  fits: (job: Job) => boolean = () => true,
): Promise<Choice[]> {
  const wanted = typed.trim().toLowerCase();
  const jobs = await core.jobs.ofPerson(person, 50);
  return jobs
    .filter((job) => job.deletedAt === undefined && fits(job))
    .filter((job) => `${job.id} ${aboutJob(job, 500)}`.toLowerCase().includes(wanted))
    .map((job) => ({
      name: `${shortId(job.id)} ${aboutJob(job, 70)} · ${stateWords[job.state]}`,
      value: job.id,
    }));
}

export const isOnItsWay = (job: Job): boolean => isActive(job) && job.cancelAsked === undefined;
