/** `/cancel` and the button *Cancel*: stop a job that waits or runs. */

import { z } from 'zod';
import { code, notice } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { jobIdSchema, shortId } from '../core/ids.ts';
import { isActive, isFinal, type Job } from '../core/job.ts';
import { say, told } from '../core/say.ts';
import { type Call, defineCommand, type Gesture, type Tools } from './command.ts';
import { jobOf, mustOwnOrInstruct } from './job-of.ts';
import { isOnItsWay, suggestJobs } from './own-jobs.ts';
import { shortened } from './words.ts';

const cancelOptions = z.strictObject({
  job: jobIdSchema
    .describe('Which render; not needed while you have only one')
    .meta({ suggests: true })
    .optional(),
});

/**
 * A waiting job ends here. One that a worker holds is ended by the worker, which alone knows whether a picture was
 * made first; the record says that it was asked for, so a worker that comes back later sees it too.
 */
export async function cancelJob(
  { core, now }: Tools,
  job: Job,
  { person }: Pick<Gesture, 'person'>,
): Promise<Job> {
  const asked = { by: person, at: now() };
  // A prompt may still lie at a backend that was out of reach; then the worker has to take it away.
  const ended = job.state === 'queued' && !job.prompt && (await core.queue.remove(job.id));
  const result = await core.jobs.update(job.id, (current) => {
    if (isFinal(current.state)) return null;
    if (ended) return { ...current, state: 'cancelled', cancelAsked: asked, finishedAt: now() };
    return { ...current, cancelAsked: current.cancelAsked ?? asked };
  });
  if (!ended) await core.cancels.send(job.id);
  return result?.record ?? job;
}

async function chosenJob({ options, gesture, tools }: Call<z.infer<typeof cancelOptions>>): Promise<Job> {
  if (options.job) return jobOf(tools, options.job);
  const active = (await tools.core.jobs.ofPerson(gesture.person)).filter(isActive);
  const [only, second] = active;
  if (!only) throw new UserError(say('You have no render that waits or runs.'));
  if (second) {
    const list = active.map((job) => job.id).join('\n');
    throw new UserError(
      say('You have {n} renders on their way. Say which, or press Cancel on its post:\n{list}', {
        n: active.length,
        list,
      }),
    );
  }
  return only;
}

export const cancel = defineCommand({
  name: 'cancel',
  summary: 'Stop a render that waits or runs',
  gestures: ['slash', 'button'],
  options: cancelOptions,
  manner: 'private',
  async run(call) {
    const job = await chosenJob(call);
    await mustOwnOrInstruct(call.tools, job, call.gesture, 'cancel');
    if (isFinal(job.state))
      throw new UserError(
        say('That render is {state} already; there is nothing to cancel.', { state: told(job.state) }),
      );
    const after = await cancelJob(call.tools, job, call.gesture);
    const { workflow, values } = job.request;
    // What was asked for in private is not read out to the instructor who stops it.
    const isHidden = job.private && !(await call.tools.core.links.same(job.owner, call.gesture.person));
    const what = shortened(String((isHidden ? undefined : values.prompt) ?? workflow.title), 80);
    const named = { job: code(shortId(job.id)), what };
    if (after.state === 'cancelled') {
      const text = say('Render {job} ({what}) is out of the queue.', named);
      return { card: notice('plain', say('Cancelled'), text) };
    }
    if (after.state === 'done') {
      const text = say('Render {job} ({what}) was done before the cancel arrived.', named);
      return { card: notice('plain', say('Finished first'), text) };
    }
    const text = say('Render {job} ({what}) is being stopped; its post will say when it has.', named);
    return { card: notice('plain', say('Cancelling'), text) };
  },
  suggest: (_option, typed, tools, _others, asker) => suggestJobs(typed, tools, asker, isOnItsWay),
});
