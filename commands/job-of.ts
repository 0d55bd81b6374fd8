/** The job a gesture is about, and whether this person may do that to it. */

import { typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { Job } from '../core/job.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Gesture, Tools } from './command.ts';

/** @throws UserError when there is no such job any more. */
export async function jobOf(tools: Tools, id: string): Promise<Job> {
  const job = await tools.core.jobs.get(id);
  if (!job || job.deletedAt !== undefined)
    throw new UserError(
      say('That render is not there any more. Start a new one with {render}.', { render: typed('render') }),
    );
  return job;
}

const refusals = {
  'answer for': (who) => say('Only {who} can answer for this render: it is theirs.', { who }),
  cancel: (who) => say('Only {who} can cancel this render: it is theirs.', { who }),
  delete: (who) => say('Only {who} can delete this render: it is theirs.', { who }),
  'go on from': (who) => say('Only {who} can go on from this render: it is private.', { who }),
  share: (who) => say('Only {who} can share this render: it is theirs.', { who }),
  show: (who) => say('Only {who} can show this render: it is theirs.', { who }),
  'take back': (who) => say('Only {who} can take back this render: it is theirs.', { who }),
} as const satisfies Record<string, (who: string) => Phrase>;
type Verb = keyof typeof refusals;

/** @throws UserError when it is somebody else's. Linked accounts are the same person. */
export async function mustOwn(tools: Tools, job: Job, gesture: Gesture, verb: Verb): Promise<void> {
  if (await tools.core.links.same(job.owner, gesture.person)) return;
  throw new UserError(refusals[verb](job.owner.name));
}

/** As {@link mustOwn}, but instructors may act on the jobs of their own space. */
export async function mustOwnOrInstruct(tools: Tools, job: Job, gesture: Gesture, verb: Verb): Promise<void> {
  const here = job.place.space !== undefined && job.place.space === gesture.place.space;
  if (gesture.instructor && here && job.place.platform === gesture.place.platform) return;
  await mustOwn(tools, job, gesture, verb);
}

/** Whether what it made stays out of sight there. */
export function isHidden({ nsfw }: Pick<Job, 'nsfw'>, { place, ageRestricted }: Gesture): boolean {
  return nsfw === true && place.space !== undefined && !ageRestricted;
}

/** For whatever shows what it made, or goes on from it: a button may be pressed by whoever sees it. @throws UserError */
export async function mustSee(tools: Tools, job: Job, gesture: Gesture): Promise<void> {
  if (job.private) await mustOwn(tools, job, gesture, 'go on from');
  if (isHidden(job, gesture))
    throw new UserError(say('What that render made is shown in age-restricted channels only.'));
}
