/** `/help`: what there is, made from the commands themselves. */

import { z } from 'zod';
import { bold, type Element, type Text, typed } from '../core/card.ts';
import { between, say, told } from '../core/say.ts';
import type { Workflow } from '../core/workflow.ts';
import { type Command, defineCommand } from './command.ts';
import { isOffered } from './offered.ts';
import { authored } from './words.ts';

/** `/cancel Stop a render that waits or runs`: what it takes is offered where it is typed, in the reader's words. */
const helpLine = ({ name, summary }: Command): Text => [typed(name), ' ', told(summary)];

/** More of one name than these would leave no room for the others on a platform that holds little. */
const fewOfAName = 3;

/** A line for each command; those of a large family share one, as each says what it does where it is typed. */
function helpLines(commands: readonly Command[]): Text[] {
  const families = Map.groupBy(commands, ({ name }) => name.split(' ')[0]);
  return Array.from(families.values(), (family): Text[] =>
    family.length > fewOfAName
      ? [family.flatMap(({ name }, index) => (index > 0 ? [', ', typed(name)] : [typed(name)]))]
      : family.map(helpLine),
  ).flat();
}

/** A server may have dozens of workflows; what a message holds is for the commands first. */
const fewWorkflows = 6;

function workflowLines(workflows: readonly Workflow[]): Text[] {
  const lines = workflows
    .slice(0, fewWorkflows)
    .map(
      ({ name, title, description }): Text => [
        bold(name),
        ` ${title}`,
        ...(description ? between([': ', authored(description)], '') : []),
      ],
    );
  const more = workflows.length - lines.length;
  if (more > 0)
    lines.push(say('and {n, number} more: {command}', { n: more, command: typed('workflow list') }));
  return lines;
}

/** `Use as image, in a message's menu: Start …` */
function menuLine({ menu = '', summary }: Command): Text {
  return say('{name}, in a message’s menu: {what}', { name: bold(told(menu)), what: told(summary) });
}

export function helpFor(commands: () => readonly Command[]) {
  return defineCommand({
    name: 'help',
    summary: 'What you can do here',
    gestures: ['slash'],
    options: z.strictObject({}),
    manner: 'private',
    async run({ gesture, tools }) {
      const all = commands().filter((command) => command.gestures.includes('slash'));
      const menus = commands().filter(({ menu }) => menu !== undefined);
      const rules = await tools.core.houseRules.of(gesture.place);
      const workflows = tools.library
        .all(gesture.place)
        .filter((one) => isOffered(one, { ...gesture, rules }));
      const elements: Element[] = [
        { type: 'heading', text: say('What you can do here') },
        {
          type: 'text',
          text: say(
            'Type {command} and say what you want to see. Your post shows the queue, the progress and then the picture.',
            { command: typed('render') },
          ),
        },
        { type: 'list', items: [...helpLines(all), ...menus.map(menuLine)] },
        { type: 'text', text: bold(say('Workflows')) },
        {
          type: 'list',
          items: workflowLines(workflows),
        },
        {
          type: 'note',
          text: say(
            'Star ⭐ your own result, or press Share, to show it in the gallery. Others’ stars count only if you allow it.',
          ),
        },
      ];
      return { card: { tone: 'plain', summary: say('What you can do here'), elements } };
    },
  });
}
