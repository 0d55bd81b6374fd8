/** The job a gesture is about, and whether this person may do that to it. */
import { typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { Job } from '../core/job.ts';
import type { Gesture, Tools } from './command.ts';

/** @throws UserError when there is no such job any more. */
export async function jobOf(tools: Tools, id: string): Promise<Job> {
  const job = await tools.core.jobs.get(id);
  if (!job || job.deletedAt !== undefined) {
    throw new UserError(['That render is not there any more. Start a new one with ', typed('render'), '.']);
  }
  return job;
}

/** @throws UserError when it is somebody else's. Linked accounts are the same person. */
export async function mustOwn(tools: Tools, job: Job, gesture: Gesture, verb: string): Promise<void> {
  if (await tools.core.links.same(job.owner, gesture.person)) return;
  throw new UserError(`Only ${job.owner.name} can ${verb} this render: it is theirs.`);
}

/** As {@link mustOwn}, but instructors may act on the jobs of their own space. */
export async function mustOwnOrInstruct(
  tools: Tools,
  job: Job,
  gesture: Gesture,
  verb: string,
): Promise<void> {
  const here = job.place.space !== undefined && job.place.space === gesture.place.space;
  if (gesture.instructor && here && job.place.platform === gesture.place.platform) return;
  await mustOwn(tools, job, gesture, verb);
}
