/** `/preset use`: renders with the values of a preset; what else is given goes before them. */
import { z } from 'zod';
import { defineCommand } from './command.ts';
import { presetCalled, suggestPresets } from './preset-of.ts';
import { renderOptions, startRender, suggestRender } from './render.ts';

const options = z.strictObject({
  name: z.string('must be text').max(100).describe('Which preset').meta({ suggests: true }),
  ...renderOptions,
  prompt: renderOptions.prompt.optional(),
});

export const presetUse = defineCommand({
  name: 'preset use',
  summary: 'Render with the values of a preset',
  gestures: ['slash'],
  options,
  manner: 'public',
  async run({ options: { name, ...options }, ...call }) {
    return startRender({ ...call, options }, await presetCalled(call.tools, call.gesture, name));
  },
  suggest(option, typed, tools, others, asker) {
    if (option === 'name') return suggestPresets(typed, tools, asker);
    return suggestRender(option, typed, tools, others, asker);
  },
});
