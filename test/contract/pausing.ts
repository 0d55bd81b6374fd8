/** The contract of pausing: see `cases.ts`. */
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import { asked, shows, told } from './play.ts';

export const pausing: readonly Case[] = [
  {
    name: '/pause and /resume are an instructor’s, and everybody sees them',
    async play(stage) {
      const { core, mai, ravi, noor } = stage;
      const no = await told(stage, mai, () => mai.type('pause'));
      noor.type('pause');
      const paused = await shows(ravi, 'here', 'has paused renders here.');
      const { post } = await asked(stage, mai);
      expect(post.lines.join()).toContain('Paused by');
      const queue = await told(stage, mai, () => mai.type('queue'));
      const already = await told(stage, noor, () => noor.type('pause'));
      const notYours = await told(stage, mai, () => mai.type('resume'));
      noor.type('resume');
      const on = await shows(ravi, 'here', 'lets renders go on.');
      const [job] = await core.jobs.active();
      expect(job && (await core.pauses.by(job.place))).toBeNull();
      const notPaused = await told(stage, noor, () => noor.type('resume'));
      return [no, paused, post, queue, already, notYours, on, notPaused];
    },
  },
];
