/** `/workflow remove`: takes away a workflow that was added in a chat. Asks first. */

import { z } from 'zod';
import { notice } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { About } from '../core/library/about.ts';
import { say, told } from '../core/say.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import { spaceOf } from './instructors.ts';
import { ownWorkflows } from './workflow-add.ts';
import { allWorkflows, suggestWorkflows, workflowName, workflowOf } from './workflow-of.ts';

/** @throws UserError when it is everybody's, or somebody else's. */
export async function mustBeTheirs(
  { core }: Tools,
  about: About,
  gesture: Gesture,
  verb: string,
): Promise<void> {
  const { name, added } = about;
  if (!added)
    throw new UserError(
      say(
        '{name} is everybody’s: it lies in the folder of whoever runs this bot, and only they can {do} it.',
        {
          name,
          do: told(verb),
        },
      ),
    );
  if (gesture.instructor || (await core.links.same(added.by, gesture.person))) return;
  throw new UserError(
    say('Only {who}, who added it, or an instructor can {do} {name}.', {
      who: added.by.name,
      do: told(verb),
      name,
    }),
  );
}

const options = z.strictObject({ name: workflowName });

export const workflowRemove = defineCommand({
  name: 'workflow remove',
  summary: 'Take away a workflow that was added here',
  gestures: ['slash'],
  options,
  manner: 'private',
  check({ options: { name }, gesture, tools }) {
    workflowOf(tools.library, name, gesture.place);
  },
  async run({ options: { name: given }, gesture, tools }) {
    const about = workflowOf(tools.library, given, gesture.place);
    await mustBeTheirs(tools, about, gesture, 'remove');
    const question = notice(
      'bad',
      say('Remove {title}?', { title: about.title }),
      say(
        'Nobody here can start a render with it then. Renders that wait already are still made, and finished ones stay.',
      ),
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
                command: 'workflow erase',
                given: { option: 'name', value: about.name },
                label: say('Remove it'),
                look: 'danger',
              },
            ],
          },
        ],
      },
    };
  },
  suggest(_option, typed, { library }, _others, { person, space }) {
    const all = allWorkflows(library, { platform: person.platform, space });
    return suggestWorkflows(
      all.filter(({ added }) => added !== null),
      typed,
    );
  },
});

export const workflowRemoveNow = defineCommand({
  name: 'workflow erase',
  summary: 'Take a workflow away for good',
  gestures: ['button'],
  options,
  manner: 'none',
  async run({ options: { name: given }, gesture, tools }) {
    const about = workflowOf(tools.library, given, gesture.place);
    await mustBeTheirs(tools, about, gesture, 'remove');
    await tools.core.addedWorkflows.remove(
      { platform: gesture.place.platform, space: spaceOf(gesture, ownWorkflows) },
      about.name,
    );
    return {
      card: notice('plain', say('Removed'), say('{title} is gone from here.', { title: about.title })),
    };
  },
});
