/** The button *Again*: the same request with a new seed, as a new job of whoever pressed it. */
import { z } from 'zod';
import { typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import { say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { jobOf } from './job-of.ts';
import { askedAgain, prepare } from './request.ts';
import { startJob } from './start-job.ts';

export const again = defineCommand({
  name: 'again',
  summary: 'Make the same once more, with a new seed',
  gestures: ['button'],
  options: z.strictObject({ job: jobIdSchema }),
  manner: 'public',
  async run({ options, gesture, post, tools }) {
    const parent = await jobOf(tools, options.job);
    const workflow = await tools.core.snapshots.get(parent.request.workflow.version);
    if (!workflow)
      throw new UserError(
        say('The workflow of that render is gone. Start a new one with {render}.', {
          render: typed('render'),
        }),
      );
    const { preset } = parent.request;
    const values = askedAgain(parent.request, workflow);
    const request = prepare({ workflow, values, ...(preset && { preset }) }, tools);
    const job = await startJob(tools, { request, gesture, post, from: { job: parent, by: 'again' } });
    return { job: job.id };
  },
});
