/** `/workflow check`: every workflow against every server that answers now. */

import { z } from 'zod';
import { bold, type Card, type Element, type Text } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { About } from '../core/library/about.ts';
import { between, say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { membersOnly } from './instructors.ts';
import { cut, shortened } from './words.ts';
import { allWorkflows, readinessOf } from './workflow-of.ts';

/** More do not fit into an answer; what is wrong comes first. */
const mostLines = 18;

export const workflowCheck = defineCommand({
  name: 'workflow check',
  summary: 'For instructors: can every workflow run on every server?',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ gesture, tools }) {
    if (gesture.place.guest) throw new UserError(membersOnly);
    if (!gesture.instructor) throw new UserError(say('Only instructors can have all workflows checked.'));
    const { core, library } = tools;
    // Somebody may just have put a model there; the next check will know.
    await core.libraryChanges.lookAgain();
    const workers = await core.workers.all();
    const servers = workers.flatMap(({ backends }) => backends);
    const all = allWorkflows(library, gesture.place);
    const unreadable = [...library.faults(gesture.place)].filter(
      ([name]) => !all.some((one) => one.name === name),
    );
    const told = all.map((about) => ({ about, ...readinessOf(about) }));
    const ready = told.filter(({ state }) => state === 'ready');
    const rest = told.filter(({ state }) => state !== 'ready');
    const lines: Text[] = [
      ...unreadable.map(
        ([name, why]): Text => say('{name} cannot be read: {why}', { name: bold(name), why: cut(why, 160) }),
      ),
      ...rest.map(({ about }) => detail(about)),
    ];
    const elements: Element[] = [
      { type: 'heading', text: say('Workflows and servers') },
      {
        type: 'text',
        text:
          servers.length === 0
            ? say('No server answers now, so nothing can be compared.')
            : serversLine(servers),
      },
      ...(lines.length > 0
        ? [
            {
              type: 'list' as const,
              items:
                lines.length > mostLines
                  ? [...lines.slice(0, mostLines), say('and {n} more', { n: lines.length - mostLines })]
                  : lines,
            },
          ]
        : []),
      {
        type: 'note',
        text:
          ready.length > 0
            ? say('Ready everywhere: {names}', {
                names: shortened(ready.map(({ about }) => about.name).join(', '), 500),
              })
            : say('None is ready everywhere.'),
      },
    ];
    const card: Card = {
      tone: rest.length + unreadable.length === 0 ? 'good' : 'plain',
      summary: say('{ready} of {n, plural, one {# workflow} other {# workflows}} ready everywhere', {
        ready: ready.length,
        n: told.length + unreadable.length,
      }),
      elements,
    };
    return { card };
  },
});

function serversLine(servers: readonly { name: string; reachable: boolean }[]): Text {
  const here = servers.filter(({ reachable }) => reachable).map(({ name }) => name);
  const away = servers.filter(({ reachable }) => !reachable).map(({ name }) => name);
  return [
    say('{n, plural, one {# server} other {# servers}}: {names}.', {
      n: here.length,
      names: here.join(', ') || say('none'),
    }),
    away.length > 0 ? say(' Not reachable: {names}.', { names: away.join(', ') }) : '',
  ];
}

function detail(about: About): Text {
  const { name, fault, backends } = about;
  if (fault !== null) return between([bold(name), cut(fault, 200)], ': ');
  const lacking = backends
    .filter(({ ready }) => ready === false)
    .flatMap(({ backend, against }) =>
      against.map((why) => say('{server}: it {why}', { server: backend, why: cut(why, 200) })),
    );
  const { words } = readinessOf(about);
  return [bold(name), ' ', words, ...lacking.flatMap((one) => ['. ', one])];
}
