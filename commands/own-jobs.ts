/** A person's own renders, as lists and suggestions show them. */

import { shortId } from '../core/ids.ts';
import { isActive, type Job, promptOf, type Step } from '../core/job.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Asker, Choice, Tools } from './command.ts';
import { shortened } from './words.ts';

export const stateWords = {
  queued: say('in the queue'),
  submitted: say('next on the GPU'),
  running: say('rendering'),
  done: say('done'),
  failed: say('did not work'),
  cancelled: say('cancelled'),
} as const satisfies Record<Job['state'], Phrase>;

/** How it was made from another. */
export const stepWords = {
  again: say('Once more'),
  vary: say('Varied'),
  upscale: say('Enlarged'),
  animate: say('Animated'),
  edit: say('Edited'),
  remix: say('Remixed'),
} as const satisfies Record<Step, Phrase>;

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
      name: say('{job} {what} · {state}', {
        job: shortId(job.id),
        what: aboutJob(job, 70),
        state: stateWords[job.state],
      }),
      value: job.id,
    }));
}

export const isOnItsWay = (job: Job): boolean => isActive(job) && job.cancelAsked === undefined;
