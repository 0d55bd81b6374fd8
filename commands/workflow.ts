/** The button *Workflow*: the exact graph of a render, as a file that ComfyUI opens. */

import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { jobIdSchema, shortId } from '../core/ids.ts';
import { say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { jobOf, mustSee } from './job-of.ts';

export const workflow = defineCommand({
  name: 'workflow',
  summary: 'Get the exact graph of a render as a file',
  gestures: ['button'],
  options: z.strictObject({ job: jobIdSchema }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustSee(tools, job, gesture);
    const graph = await tools.core.jobs.graph(job.id);
    if (!graph) throw new UserError(say('That render never reached a worker, so there is no graph to give.'));
    return {
      card: {
        tone: 'plain',
        summary: say('The workflow of this render'),
        elements: [
          { type: 'heading', text: say('The workflow of this render') },
          {
            type: 'text',
            text: say('Drag the file onto ComfyUI to open it: same graph, same seed, same picture.'),
          },
          {
            type: 'files',
            files: [
              {
                from: 'bytes',
                name: `${job.request.workflow.name}-${shortId(job.id)}.json`,
                mediaType: 'application/json',
                bytes: Buffer.from(JSON.stringify(graph, null, 2)),
              },
            ],
          },
        ],
      },
    };
  },
});
