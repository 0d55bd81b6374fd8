/** The contract of what instructors set: see `cases.ts`. */
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import { asked, told } from './play.ts';

export const settings: readonly Case[] = [
  {
    name: '/settings are an instructor’s to change, everybody’s to see, and hold',
    async play(stage) {
      const { core, mai, noor } = stage;
      const no = await told(stage, mai, () => mai.type('settings everywhere', { steps: 12 }));
      const wide = await told(stage, noor, () =>
        noor.type('settings everywhere', { workflow: 'picture', steps: 12, max_count: 2 }),
      );
      const half = await told(stage, noor, () => noor.fill('settings everywhere', { max_steps: 40 }));
      const near = await told(stage, noor, () => noor.type('settings channel', { steps: 7 }));
      const back = await told(stage, noor, () => noor.type('settings clear', { setting: 'max_steps' }));
      const filled = await told(stage, noor, () => noor.fill('settings channel', { size: 'wide' }));
      const { job } = await asked(stage, mai, { prompt: 'a fox', seed: 1 });
      expect((await core.jobs.get(job.id))?.request.values.steps).toBe(7);
      const tooMany = await told(stage, mai, () => mai.type('render', { prompt: 'a fox', count: 3 }));
      const seen = await told(stage, mai, () => mai.type('settings show'));
      const cleared = await told(stage, noor, () => noor.fill('settings clear', { setting: 'everything' }));
      for (const command of ['settings everywhere', 'settings channel'])
        expect((await noor.suggested(command, 'workflow', 'pla')).map(({ value }) => value)).toEqual([
          'plain',
        ]);
      return [no, wide, half, near, back, filled, tooMany, seen, cleared];
    },
  },
];
