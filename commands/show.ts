/** `/show`: one of your own renders once more, wherever you are, with what came before it and of it. */
import { z } from 'zod';
import { jobIdSchema } from '../core/ids.ts';
import { isActive } from '../core/job.ts';
import { say } from '../core/say.ts';
import { jobCard } from './cards/job-card.ts';
import { lineageElements } from './cards/lineage-elements.ts';
import { pictureCard } from './cards/picture-card.ts';
import { defineCommand } from './command.ts';
import { jobOf, mustOwn, mustSee } from './job-of.ts';
import { readJobView, readWays } from './job-view.ts';
import { lineageOf } from './lineage.ts';
import { whole } from './options.ts';
import { suggestJobs } from './own-jobs.ts';
import { pictureOf } from './picture.ts';

export const show = defineCommand({
  name: 'show',
  summary: 'Show one of your renders again, here',
  gestures: ['slash'],
  options: z.strictObject({
    job: jobIdSchema.describe('Which one; yours are offered as you type').meta({ suggests: true }),
    picture: whole(1, 999).describe('Of several pictures, only the one with this number').optional(),
  }),
  manner: 'public',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustOwn(tools, job, gesture, 'show');
    await mustSee(tools, job, gesture);
    const { place } = gesture;
    if (options.picture !== undefined) {
      const picture = pictureOf(job, options.picture);
      return {
        card: pictureCard(job, picture, await readWays(tools, { job, picture, place })),
        shows: { job: job.id, picture: picture.number },
      };
    }
    const card = jobCard(await readJobView(tools, job, place));
    const lineage = await lineageOf(tools, job, gesture, true);
    return {
      card: {
        ...card,
        elements: [...card.elements, ...asItStands(), ...lineageElements(job, lineage, { command: 'see' })],
      },
      shows: { job: job.id },
    };

    function asItStands() {
      return isActive(job)
        ? [{ type: 'note' as const, text: say('This is how it stands now. Its own post follows along.') }]
        : [];
    }
  },
  suggest: (_option, typed, tools, _others, asker) => suggestJobs(typed, tools, asker),
});
