/** `/pause` and `/resume`: an instructor holds the renders of their server or workspace back, and lets them go on. */

import { z } from 'zod';
import { named, notice, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { mustInstruct, spaceOf } from './instructors.ts';

const nothing = z.strictObject({});

export const pause = defineCommand({
  name: 'pause',
  summary: 'Hold back every render that waits here',
  gestures: ['slash'],
  options: nothing,
  manner: 'public',
  announces: true,
  async run({ gesture, tools }) {
    const { place, person } = gesture;
    spaceOf(gesture, say('queue of its own'));
    mustInstruct(gesture, say('pause renders'));
    const before = await tools.core.pauses.by(place);
    if (before) throw new UserError(say('{who} has paused renders here already.', { who: named(before) }));
    await tools.core.pauses.begin(place, person);
    return {
      card: notice(
        'waiting',
        say('Renders are paused'),
        say('{who} has paused renders here. What runs goes on; what waits keeps its place.', {
          who: named(person),
        }),
        say('An instructor lets them go on with {command}.', { command: typed('resume') }),
      ),
    };
  },
});

export const resume = defineCommand({
  name: 'resume',
  summary: 'Let paused renders go on',
  gestures: ['slash'],
  options: nothing,
  manner: 'public',
  announces: true,
  async run({ gesture, tools }) {
    const { place, person } = gesture;
    spaceOf(gesture, say('queue of its own'));
    mustInstruct(gesture, say('let renders go on'));
    if (!(await tools.core.pauses.by(place))) throw new UserError(say('Renders are not paused here.'));
    await tools.core.queue.promote(await tools.core.pauses.end(place));
    return {
      card: notice('good', say('Renders go on'), say('{who} lets renders go on.', { who: named(person) })),
    };
  },
});
