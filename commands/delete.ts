/** The button *Delete*: asks first, then takes a result away: its post and its copies, files and gallery entry. */

import { z } from 'zod';
import { notice } from '../core/card.ts';
import { toError, UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import { isActive, type Job } from '../core/job.ts';
import { say } from '../core/say.ts';
import { type Call, defineCommand } from './command.ts';
import { jobOf, mustOwn } from './job-of.ts';

const deleteOptions = z.strictObject({ job: jobIdSchema });

async function deletable({ options, gesture, tools }: Call<z.infer<typeof deleteOptions>>): Promise<Job> {
  const job = await jobOf(tools, options.job);
  await mustOwn(tools, job, gesture, 'delete');
  if (isActive(job))
    throw new UserError(say('That render is still on its way. Cancel it first, then delete it.'));
  return job;
}

export const askDelete = defineCommand({
  name: 'delete',
  summary: 'Take a result away',
  gestures: ['button'],
  options: deleteOptions,
  manner: 'private',
  async run(call) {
    const job = await deletable(call);
    const children = await call.tools.core.jobs.childrenOf(job.id);
    const question = notice(
      'bad',
      say('Delete this render?'),
      say('Its posts, its files and its place in the gallery go for good.'),
      ...(children.length > 0 ? [say('What was made from it stays, but cannot be made once more.')] : []),
    );
    return {
      card: {
        ...question,
        elements: [
          ...question.elements,
          {
            type: 'buttons',
            buttons: [
              {
                type: 'action',
                command: 'delete now',
                jobId: job.id,
                label: say('Delete for good'),
                look: 'danger',
              },
            ],
          },
        ],
      },
    };
  },
});

export const deleteNow = defineCommand({
  name: 'delete now',
  summary: 'Take a result away for good',
  gestures: ['button'],
  options: deleteOptions,
  manner: 'none',
  async run(call) {
    const { core, log, now } = call.tools;
    const job = await deletable(call);
    await core.jobs.update(job.id, (current) =>
      current.deletedAt === undefined ? { ...current, deletedAt: now() } : null,
    );
    // What stays behind here is taken by the sweep.
    await Promise.all([core.media.removeFolder(job.id), core.attachments.release(job)]).catch((thrown) =>
      log.warn({ jobId: job.id, err: toError(thrown) }, 'files could not be removed yet'),
    );
    return {
      card: notice('plain', say('Deleted'), say('The posts, the files and the gallery entry are gone.')),
    };
  },
});
