/** The contract of who may make what, and how they want it: blocks, words, preferences. See `cases.ts`. */
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import { asked, made, shows, told } from './play.ts';
import { newest } from './records.ts';
import { eventually } from './stage.ts';

export const house: readonly Case[] = [
  {
    name: '/block and /unblock are an instructor’s; who is blocked is told so, and /blocked lists them',
    async play(stage) {
      const { core, mai, ravi, noor } = stage;
      const no = await told(stage, mai, () => mai.type('block', { person: '@Ravi' }));
      const { job } = await asked(stage, ravi, { prompt: 'a fox', seed: 1 });
      const done = await told(stage, noor, () => noor.type('block', { person: '@Ravi', reason: 'spam' }));
      expect((await core.jobs.get(job.id))?.state).toBe('cancelled');
      const refused = await told(stage, ravi, () => ravi.type('render', { prompt: 'a fox' }));
      const looks = await told(stage, ravi, () => ravi.type('queue'));
      const list = await told(stage, noor, () => noor.type('blocked'));
      const lifted = await told(stage, noor, () => noor.fill('unblock', { person: '@Ravi' }));
      const again = await told(stage, noor, () => noor.fill('block', { person: '@Mai' }));
      const free = await told(stage, noor, () => noor.type('unblock', { person: '@Mai' }));
      await asked(stage, ravi, { prompt: 'a hare', seed: 1 });
      return [no, done, refused, looks, list, lifted, again, free];
    },
  },
  {
    name: '/moderation: a word that is not used here is refused in private, in whatever gesture it comes',
    async play(stage) {
      const { mai, noor } = stage;
      const { job, post } = await made(stage, mai, { prompt: 'a gory fox', seed: 1 });
      const no = await told(stage, mai, () => mai.type('moderation list'));
      const words = await told(stage, noor, () => noor.type('moderation words', { words: 'blood' }));
      const filled = await told(stage, noor, () =>
        noor.fill('moderation pattern', { pattern: '\\bgor[ey]\\b', list: 'refused' }),
      );
      const hostile = await told(stage, noor, () => noor.type('moderation pattern', { pattern: '(?=a)' }));
      const more = await told(stage, noor, () => noor.fill('moderation words', { words: 'war' }));
      const refused = await told(stage, mai, () => mai.type('render', { prompt: 'a BLOOD\u200b moon' }));
      const again = await told(stage, mai, () => mai.press(post, 'Again'));
      const list = await told(stage, noor, () => noor.type('moderation list'));
      const off = await told(stage, noor, () => noor.type('moderation remove', { rule: 'war' }));
      await noor.fill('moderation remove', { rule: 'blood' });
      await shows(noor, 'here', 'blood');
      expect((await stage.core.jobs.ofPerson(mai.person)).map(({ id }) => id)).toEqual([job.id]);
      return [no, words, filled, hostile, more, refused, again, list, off];
    },
  },
  {
    name: '/preferences: one starts from them, and results that are private stand in a direct message',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const set = await told(stage, mai, () =>
        mai.type('preferences set', { workflow: 'picture', steps: 9, size: 'tall' }),
      );
      const { job } = await asked(stage, mai, { prompt: 'a fox', seed: 1 });
      expect((await core.jobs.get(job.id))?.request.values).toMatchObject({ steps: 9, size: 'tall' });
      const filled = await told(stage, mai, () => mai.fill('preferences set', { private: true }));
      const suggested = await mai.suggested('preferences set', 'workflow', 'pla');
      expect(suggested.map(({ value }) => value)).toEqual(['plain']);
      const others = ravi.sees('here').length;
      const answer = await told(stage, mai, () => mai.type('render', { prompt: 'a surprise', seed: 2 }));
      const alone = await newest(stage, mai, [job]);
      expect(await core.jobs.get(alone.id)).toMatchObject({ private: true, place: { space: stage.space } });
      const direct = await shows(mai, 'directly', 'a surprise');
      expect(ravi.sees('here')).toHaveLength(others);
      expect(JSON.stringify(ravi.sees('here'))).not.toContain('a surprise');
      const shown = await told(stage, mai, () => mai.type('preferences show'));
      const cleared = await told(stage, mai, () =>
        mai.type('preferences clear', { preference: 'everything' }),
      );
      await mai.fill('preferences clear', { preference: 'steps' });
      return [set, filled, answer, direct, shown, cleared];
    },
  },
  {
    name: '/preferences: who wants to be told that theirs is done is notified, once, and nobody else',
    async play(stage) {
      const { mai, ravi, noor } = stage;
      const set = await told(stage, mai, () => mai.type('preferences set', { ping: 'always' }));
      const { job } = await made(stage, mai, { prompt: 'a fox in snow', seed: 42 });
      await made(stage, ravi, { prompt: 'a hare in snow', seed: 42 });
      await eventually(() => mai.pings().length > 0, 'a word that it is done');
      await eventually(
        async () => (await stage.core.jobs.get(job.id))?.ping?.post,
        'a note of where that is',
      );
      await stage.core.deliveries.wake(stage.platform, { subject: 'ping', jobId: job.id });
      await eventually(
        async () => (await stage.core.deliveries.owed(stage.platform)).length === 0,
        'nothing owed',
      );
      expect(mai.pings()).toEqual(['Your render is done: a fox in snow']);
      expect([ravi.pings(), noor.pings()]).toEqual([[], []]);
      return [set, await told(stage, mai, () => mai.type('preferences show'))];
    },
  },
];
