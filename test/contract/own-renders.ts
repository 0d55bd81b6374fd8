/** The contract of looking at one's own renders again: see `cases.ts`. */
import { expect } from 'vitest';
import { shortId } from '../../core/ids.ts';
import type { Case } from './cases.ts';
import { arrives, asked, made, told } from './play.ts';
import { eventually } from './stage.ts';

export const ownRenders: readonly Case[] = [
  {
    name: '/history pages through one’s own renders, with a sheet of them',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const none = await told(stage, mai, () => mai.type('history'));
      const { job } = await made(stage, mai);
      await made(stage, ravi, { prompt: 'Ravi’s own words', seed: 1 });
      const one = await told(stage, mai, () => mai.type('history'));
      expect(one.lines.join()).toContain('(picture: A sheet of 1 small picture');
      expect(one.lines.join()).not.toContain('Ravi’s own words');
      const first = await core.jobs.get(job.id);
      for (let more = 0; first && more < 8; more += 1) {
        const id = `${job.id.slice(0, -2)}${String(more).padStart(2, '0')}`;
        await core.jobs.create({ ...first, id, state: 'cancelled', outputs: [], createdAt: 1 + more });
      }
      const page = await told(stage, mai, () => mai.type('history'));
      const older = await told(stage, mai, () => mai.press(page, 'Older'));
      const newer = await told(stage, mai, () => mai.press(older, 'Newer'));
      return [none, one, older, newer];
    },
  },
  {
    name: '/show posts one’s own render again, for all to see',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      const no = await told(stage, ravi, () => ravi.type('show', { job: job.id }));
      const [offered] = await mai.suggested('show', 'job', shortId(job.id));
      expect(offered?.value).toBe(job.id);
      const again = await arrives(ravi, 'here', () => mai.fill('show', { job: job.id }));
      await eventually(
        () =>
          ravi.sees('here').some(({ id, lines }) => id === again.id && lines.join() === post.lines.join()),
        'the same once more',
      );
      return [no, again];
    },
  },
  {
    name: '/cancel offers what is on its way',
    async play(stage) {
      const { mai } = stage;
      const { job } = await asked(stage, mai);
      // In Slack suggestions stand in forms, and a command that need not be told anything opens none.
      if (stage.platform === 'slack') return [];
      const offered = await mai.suggested('cancel', 'job', '');
      expect(offered.map(({ value }) => value)).toEqual([job.id]);
      return [];
    },
  },
];
