/** What a render was made from and what came of it, as far as whoever looks at it may see that. */
import type { Job } from '../core/job.ts';
import type { Lineage } from './cards/lineage-elements.ts';
import type { Gesture, Tools } from './command.ts';
import { isHidden } from './job-of.ts';

/** @param publicly what is shown there is seen by everybody who is there */
export async function lineageOf(
  tools: Tools,
  job: Job,
  gesture: Gesture,
  publicly: boolean,
): Promise<Lineage> {
  const { jobs } = tools.core;
  const parent = job.parent === undefined ? null : await jobs.get(job.parent);
  const children = await jobs.childrenOf(job.id);
  const visible = await Promise.all(children.map((one) => maySee(tools, one, gesture, publicly)));
  return {
    parent: parent && (await maySee(tools, parent, gesture, publicly)) ? parent : null,
    children: children
      .filter((_, index) => visible[index])
      .map((one) => ({ job: one, link: one.post ? tools.postLink(one.post) : null })),
  };
}

/**
 * One's own, and what others made in the very same channel: that one may see a channel says nothing of another. What
 * somebody made for themselves alone is no business of those who are shown something it came from.
 */
export async function maySee(tools: Tools, job: Job, gesture: Gesture, publicly = false): Promise<boolean> {
  if (job.deletedAt !== undefined || isHidden(job, gesture)) return false;
  const { place } = gesture;
  const isHere = job.place.platform === place.platform && job.place.channel === place.channel;
  const isForOneself = job.private === true || job.place.space === undefined;
  if (publicly && isForOneself && place.space !== undefined) return false;
  if (await tools.core.links.same(job.owner, gesture.person)) return true;
  return isHere && !job.private;
}
