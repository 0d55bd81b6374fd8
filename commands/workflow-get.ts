/** `/workflow get`: the files of a workflow, as they are: the graph that runs, and what somebody made it in. */

import { z } from 'zod';
import type { CardFile } from '../core/card.ts';
import { toError, UserError } from '../core/errors.ts';
import type { About } from '../core/library/about.ts';
import { say } from '../core/say.ts';
import { defineCommand, type Tools } from './command.ts';
import { allWorkflows, mayLook, suggestWorkflows, workflowName, workflowOf } from './workflow-of.ts';

export const workflowGet = defineCommand({
  name: 'workflow get',
  summary: 'Get a workflow as a file that ComfyUI opens',
  gestures: ['slash', 'button'],
  options: z.strictObject({ name: workflowName }),
  manner: 'private',
  check({ options, gesture, tools }) {
    workflowOf(tools.library, options.name, gesture.place);
  },
  async run({ options, gesture, tools }) {
    const about = workflowOf(tools.library, options.name, gesture.place);
    const files = await filesOf(tools, about);
    if (files.length === 0)
      throw new UserError(
        say('{name} has not been read yet, so there is nothing to give. Try again in a moment.', {
          name: about.title,
        }),
      );
    return {
      card: {
        tone: 'plain',
        summary: say('The workflow {name}', { name: about.title }),
        elements: [
          { type: 'heading', text: about.title },
          {
            type: 'text',
            text:
              files.length > 1
                ? say(
                    'The first is the graph as it runs here; the second is the file it was made from, with everything its author left in it. Drag either onto ComfyUI.',
                  )
                : say('Drag the file onto ComfyUI to open it.'),
          },
          { type: 'files', files },
        ],
      },
    };
  },
  suggest(_option, typed, { library }, _others, { person, space, ageRestricted }) {
    const all = allWorkflows(library, { platform: person.platform, space });
    return suggestWorkflows(
      all.filter((about) => mayLook(about, ageRestricted)),
      typed,
    );
  },
});

async function filesOf(tools: Tools, about: About): Promise<CardFile[]> {
  const { name, workflow, reading } = about;
  const graph = workflow?.graph ?? reading?.graph;
  const files: CardFile[] = [];
  if (graph)
    files.push({
      from: 'bytes',
      name: `${name}.json`,
      mediaType: 'application/json',
      bytes: Buffer.from(JSON.stringify(graph, null, 2)),
    });
  if (reading?.form !== 'API format') files.push(...(await originalOf(tools, about)));
  return files;
}

/** What was given, where it is more than the graph. */
async function originalOf({ core, log }: Tools, { name, file }: About): Promise<CardFile[]> {
  try {
    const kept = await core.workflowFiles.read(file.id);
    if (!kept) return [];
    const json = /\.json$/i.test(kept.file.name);
    return [
      {
        from: 'bytes',
        name: json ? `${name}.original.json` : kept.file.name,
        mediaType: json ? 'application/json' : 'application/octet-stream',
        bytes: kept.bytes,
      },
    ];
  } catch (thrown) {
    log.warn({ workflow: name, err: toError(thrown) }, `the original file of ${name} could not be read`);
    return [];
  }
}
