/** `/preset list`: their own presets and those shared here. */
import { z } from 'zod';
import { code, type Element, notice, type Text, typed } from '../core/card.ts';
import { spaceKey } from '../core/presets.ts';
import { defineCommand } from './command.ts';
import { askerOf, presetLine, type Usable, usablePresets } from './preset-of.ts';
import { valuesLine } from './preset-save.ts';
import { counted } from './words.ts';

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
      const card = notice('plain', 'No presets yet', [
        typed('preset save'),
        ' keeps the values of your last render under a name, and ',
        typed('preset share'),
        ' lets everybody here use it.',
      ]);
      return { card };
    }
    const own = await tools.core.presets.ofPerson(gesture.person);
    const here = spaceKey(gesture.place);
    const line = (one: Usable): Text => {
      const preset = own.find(({ id }) => id === one.preset.id);
      const shared = here !== null && preset?.sharedIn.includes(here) ? ' · shared here' : '';
      return [...presetLine(one), shared, ...(preset ? ['\u2002', code(valuesLine(preset.values))] : [])];
    };
    const mine = all.filter((one) => one.own);
    const others = all.filter((one) => !one.own);
    const elements: Element[] = [
      ...list('Yours', mine.map(line)),
      ...list('Shared here', others.map(line)),
      { type: 'note', text: ['Use one with ', typed('preset use'), '; ★ is a favourite.'] },
    ];
    const summary = `${counted(mine.length, 'preset')} of yours, ${others.length} shared here`;
    return { card: { tone: 'plain', summary, elements } };
  },
});

function list(heading: string, lines: Text[]): Element[] {
  if (lines.length === 0) return [];
  const more = lines.length > shown ? [`and ${lines.length - shown} more, which the options suggest`] : [];
  return [
    { type: 'heading', text: heading },
    { type: 'list', items: [...lines.slice(0, shown), ...more] },
  ];
}
