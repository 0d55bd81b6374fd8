/** The contract of what instructors set: see `cases.ts`. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import { asked, shows, told } from './play.ts';
import { eventually } from './stage.ts';

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
  {
    name: 'a form for what is set shows it; what is changed in it changes, what is emptied is taken back',
    needs: 'slash',
    async play({ core, platform, space, mai, noor }) {
      const here = { platform, space };
      await core.houseRules.set(here, { workflow: 'picture', steps: 12, max_count: 2, stars: 3 });
      const form = await noor.formFrom('settings everywhere', () => noor.type('settings everywhere'));
      expect(form.filled).toMatchObject({ workflow: 'picture', steps: '12', max_count: '2', stars: '3' });
      form.handIn({ steps: '', max_count: '4' });
      const after = { workflow: 'picture', max_count: 4, stars: 3 };
      // What is set comes before what is taken back.
      await eventually(async () => isDeepStrictEqual(await core.houseRules.read(here), after), 'the rules');
      const near = await noor.formFrom('settings channel', () => noor.type('settings channel'));
      expect(near.filled).toMatchObject({ workflow: '', max_count: '' });
      const { said, form: again } = await near.refused({ workflows: 'nonsense' });
      expect(said).toContain('nonsense');
      again.handIn({ workflows: 'picture, plain' });
      await shows(noor, 'here', 'picture, plain');

      await core.preferences.set(mai.person, { steps: 9, size: 'tall', private: true });
      const own = await mai.formFrom('preferences set', () => mai.type('preferences set'));
      expect(own.filled).toMatchObject({ steps: '9', size: 'tall' });
      own.handIn({ steps: '11', negative: 'fog' });
      const preferred = { steps: 11, size: 'tall', negative: 'fog', private: true };
      await eventually(
        async () => isDeepStrictEqual(await core.preferences.of(mai.person), preferred),
        'the preferences',
      );
      return [];
    },
  },
];
