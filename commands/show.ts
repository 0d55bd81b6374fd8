/** `/show`: one of your own renders once more, wherever you are. */
import { z } from 'zod';
import { jobIdSchema } from '../core/ids.ts';
import { jobCard } from './cards/job-card.ts';
import { defineCommand } from './command.ts';
import { jobOf, mustOwn } from './job-of.ts';
import { readJobView } from './job-view.ts';
import { suggestJobs } from './own-jobs.ts';

export const show = defineCommand({
  name: 'show',
  summary: 'Show one of your renders again, here',
  gestures: ['slash'],
  options: z.strictObject({
    job: jobIdSchema.describe('Which one; yours are offered as you type').meta({ suggests: true }),
  }),
  manner: 'public',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustOwn(tools, job, gesture, 'show');
    return { card: jobCard(await readJobView(tools, job, gesture.place)) };
  },
  suggest: (_option, typed, tools, _others, asker) => suggestJobs(typed, tools, asker),
});
