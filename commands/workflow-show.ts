/** `/workflow show`: everything about one workflow, with its graph as a picture. */

import { z } from 'zod';
import type { Card } from '../core/card.ts';
import type { About } from '../core/library/about.ts';
import { type Phrase, say } from '../core/say.ts';
import { factsElement, needsElements, nodesOf, understoodElements } from './cards/workflow-card.ts';
import { defineCommand } from './command.ts';
import { authored } from './words.ts';
import { drawWorkflow } from './workflow-drawing.ts';
import {
  allWorkflows,
  mayLook,
  readinessOf,
  suggestWorkflows,
  workflowName,
  workflowOf,
} from './workflow-of.ts';

export const workflowShow = defineCommand({
  name: 'workflow show',
  summary: 'See what a workflow does, what you can set, and its graph',
  gestures: ['slash'],
  options: z.strictObject({ name: workflowName }),
  manner: 'private',
  check({ options, gesture, tools }) {
    workflowOf(tools.library, options.name, gesture.place);
  },
  async run({ options, gesture, tools }) {
    const about = workflowOf(tools.library, options.name, gesture.place);
    const { name, title, workflow } = about;
    const drawing = await drawWorkflow(tools, about);
    const card: Card = {
      tone: readinessOf(about).state === 'ready' ? 'good' : 'plain',
      summary: say('The workflow {name}', { name: title }),
      elements: [
        { type: 'heading', text: title },
        ...(workflow?.description ? [{ type: 'text' as const, text: authored(workflow.description) }] : []),
        factsElement(about),
        ...understoodElements(about, drawing),
        ...(workflow ? needsElements(workflow) : []),
        {
          type: 'buttons',
          buttons: [
            {
              type: 'action',
              command: 'workflow get',
              given: { option: 'name', value: name },
              label: fileLabel(about),
              look: 'plain',
            },
          ],
        },
      ],
    };
    return { card };
  },
  suggest(_option, typed, { library }, _others, { person, space, ageRestricted }) {
    const all = allWorkflows(library, { platform: person.platform, space });
    return suggestWorkflows(
      all.filter((about) => mayLook(about, ageRestricted)),
      typed,
    );
  },
});

function fileLabel(about: About): Phrase {
  const n = nodesOf(about);
  return n === null
    ? say('Get the file')
    : say('Get the file ({n, plural, one {# node} other {# nodes}})', { n });
}
