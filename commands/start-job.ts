/** From a request to a job on its way: the record first, then the queue, then the post. */
import { notice, typed } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import { UserError } from '../core/errors.ts';
import { workOf } from '../core/estimate.ts';
import { newJobId } from '../core/ids.ts';
import { isActive, type Job, promptOf, type Step } from '../core/job.ts';
import type { Library } from '../core/library.ts';
import { findMaterial } from '../core/made-of.ts';
import { folderOf } from '../core/media/key.ts';
import type { Person, PostRef } from '../core/people.ts';
import { say } from '../core/say.ts';
import { isFileInput, type Values, type Workflow } from '../core/workflow.ts';
import type { Gesture, Tools } from './command.ts';
import { mustSee } from './job-of.ts';
import { mayAsk, mustNotBeBlocked } from './may-ask.ts';
import { mayStart } from './may-start.ts';
import type { NewRequest } from './request.ts';
import { wantsAlone } from './wants-alone.ts';

interface NewJob {
  request: NewRequest;
  gesture: Gesture;
  post?: PostRef;
  /** It starts from something that is not for everybody's eyes. */
  nsfw?: boolean;
  /** What it goes on from, and how; whoever may do that may use what that one was made of. */
  from?: GoneOnFrom;
}

export interface GoneOnFrom {
  job: Job;
  by: Step;
  /** Which of its outputs, from 0, where it is of one. */
  output?: number;
}

/** @throws UserError when nothing that is here could run it, so that nobody waits for what cannot come. */
export function mustBeAble(library: Library, workflow: Workflow, values: Values): void {
  const refusal = library.refusal(workflow, values);
  if (refusal !== null) throw new UserError(refusal);
}

/** The job this very gesture has made already, when the platform reports it twice. */
function madeBy({ jobs }: Tools['core'], { id, place }: Gesture): Promise<Job | null> {
  return id === undefined ? Promise.resolve(null) : jobs.madeBy(place.platform, id);
}

/**
 * A crash after the record is written loses nothing: the worker queues active records that have no queue entry, and
 * the update that the post owes is written with the record. A gesture that comes twice makes one job.
 */
export async function startJob(
  tools: Tools,
  { request: { workflow, ...request }, gesture, post, from, nsfw: marked = false }: NewJob,
): Promise<Job> {
  const { core, now } = tools;
  const { values } = request;
  const known = await madeBy(core, gesture);
  let nsfw = false;
  if (!known) {
    if (from) await mustSee(tools, from.job, gesture);
    mustBeAble(tools.library, workflow, values);
    await mustNotBeBlocked(tools, gesture);
    // What is made of something that is not for everybody's eyes is not either.
    nsfw = (await mayAsk(tools, { workflow, request, gesture })) || from?.job.nsfw === true || marked;
    await mayStart(tools, { workflow, values, gesture });
  }
  const made = known ?? (await record());
  if (isActive(made)) await core.queue.add(made.id, made.owner);
  return made;

  async function record(): Promise<Job> {
    const files = await filesOf(core, workflow, values, gesture.person, from?.job);
    const attached = files.filter((key) => core.attachments.isFolder(folderOf(key)));
    const id = newJobId(now());
    // Where the store did not tell in time what they prefer, it is asked here: nothing is shown to others by chance.
    const alone = gesture.private ?? (await wantsAlone(tools, gesture));
    const own = alone ? await postAlone(tools, gesture.person, gesture.id ?? id) : post;
    const job: Job = {
      id,
      revision: 0,
      state: 'queued',
      owner: gesture.person,
      place: gesture.place,
      request: {
        workflow: { name: workflow.name, title: workflow.title, version: workflow.version },
        ...request,
      },
      work: workOf(workflow, values),
      createdAt: now(),
      attempts: 0,
      outputs: [],
      ...(gesture.language !== undefined && { language: gesture.language }),
      ...(own && { post: own }),
      ...(nsfw && { nsfw }),
      ...(alone && { private: true }),
      ...(attached.length > 0 && { attached }),
      ...(from && { parent: from.job.id, from: stepOf(from, values) }),
    };
    await core.attachments.use(attached, job.id);
    await core.snapshots.save(workflow);
    if (await core.jobs.create(job, gesture.id)) return job;
    return (await madeBy(core, gesture)) ?? job;
  }
}

function stepOf({ job, by, output }: GoneOnFrom, values: Values): Job['from'] {
  const prompt = values.prompt === undefined ? promptOf(job) : '';
  return { by, ...(output !== undefined && { output }), ...(prompt !== '' && { prompt }) };
}

/**
 * Where somebody alone will see what becomes of it. Made before anything is queued, because only by writing to them is
 * it known whether they can be written to; what stands there is the job's post from then on. @throws UserError
 */
async function postAlone({ give }: Tools, person: Person, asked: string): Promise<PostRef> {
  const card = notice('waiting', say('On its way'), say('Your render is being queued.'));
  const post = await give(person, card, { nonce: `p-${asked.slice(-18)}`, since: null });
  if (post !== 'refused') return post;
  throw new UserError(
    say(
      'You want your results for yourself, but I may not write to you directly. Allow direct messages from this server, or take that back with {clear}. Nothing was queued.',
      { clear: typed('preferences clear') },
    ),
  );
}

/** The files among the values. @throws UserError when one is gone, or not this person's to use. */
async function filesOf(
  core: Core,
  { inputs }: Workflow,
  values: Values,
  person: Person,
  from: Job | undefined,
): Promise<string[]> {
  const keys = Object.entries(inputs).flatMap(([name, input]) =>
    isFileInput(input) && values[name] !== undefined ? [String(values[name])] : [],
  );
  for (const key of keys) {
    if (!(await mayStartFrom(core, key, person, from)))
      throw new UserError(say('What it was to be made from is not kept any more. Attach it again.'));
  }
  return [...new Set(keys)];
}

/** It is theirs; or what they go on from made it, or was made of it. */
async function mayStartFrom(
  core: Core,
  key: string,
  person: Person,
  from: Job | undefined,
): Promise<boolean> {
  const material = await findMaterial(core, key);
  if (!material) return false;
  if (material.by === undefined) return core.attachments.mayUse(key, person, from);
  return material.by === from?.id || Object.values(from?.request.values ?? {}).includes(key);
}
