/** The button *Again*: the same request with a new seed, as a new job of whoever pressed it. */
import { z } from 'zod';
import { typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import { resolveValues } from '../core/values.ts';
import { defineCommand } from './command.ts';
import { jobOf } from './job-of.ts';
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
      throw new UserError([
        'The workflow of that render is gone. Start a new one with ',
        typed('render'),
        '.',
      ]);
    const seeds = Object.keys(workflow.inputs).filter((name) => workflow.inputs[name]?.type === 'seed');
    const kept = Object.fromEntries(
      Object.entries(parent.request.values).filter(([name]) => !seeds.includes(name)),
    );
    const values = resolveValues(workflow, kept, tools.random);
    const job = await startJob(tools, { workflow, values, gesture, post, parent });
    return { job: job.id };
  },
});
