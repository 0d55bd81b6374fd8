/** `/preset list`: their own presets and those shared here. */

import { z } from 'zod';
import { type Element, notice, type Text, typed } from '../core/card.ts';
import { spaceKey } from '../core/presets.ts';
import { type Phrase, say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { askerOf, presetLine, type Usable, usablePresets } from './preset-of.ts';
import { valuesLine } from './preset-save.ts';

const shown = 15;

export const presetList = defineCommand({
  name: 'preset list',
  summary: 'See your presets and those shared here',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ gesture, tools }) {
    const all = await usablePresets(tools, askerOf(gesture));
    if (all.length === 0) {
      const card = notice(
        'plain',
        say('No presets yet'),
        say(
          '{save} keeps the values of your last render under a name, and {share} lets everybody here use it.',
          {
            save: typed('preset save'),
            share: typed('preset share'),
          },
        ),
      );
      return { card };
    }
    const own = await tools.core.presets.ofPerson(gesture.person);
    const here = spaceKey(gesture.place);
    const line = (one: Usable): Text => {
      const preset = own.find(({ id }) => id === one.preset.id);
      const shared = here !== null && preset?.sharedIn.includes(here) ? say(' · shared here') : '';
      return [...presetLine(one), shared, ...(preset ? ['\u2002', valuesLine(preset.values)] : [])];
    };
    const mine = all.filter((one) => one.own);
    const others = all.filter((one) => !one.own);
    const elements: Element[] = [
      ...list(say('Yours'), mine.map(line)),
      ...list(say('Shared here'), others.map(line)),
      {
        type: 'note',
        text: say('Use one with {command}; ★ is a favourite.', { command: typed('preset use') }),
      },
    ];
    const summary = say('{n, plural, one {# preset} other {# presets}} of yours, {others} shared here', {
      n: mine.length,
      others: others.length,
    });
    return { card: { tone: 'plain', summary, elements } };
  },
});

function list(heading: Phrase, lines: Text[]): Element[] {
  if (lines.length === 0) return [];
  const more =
    lines.length > shown ? [say('and {n} more, which the options suggest', { n: lines.length - shown })] : [];
  return [
    { type: 'heading', text: heading },
    { type: 'list', items: [...lines.slice(0, shown), ...more] },
  ];
}
