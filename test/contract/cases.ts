/**
 * The contract: what a person does, and what comes of it, the same wherever they are. What a case returns is what was
 * said; it has to be the same on every platform, and so have the records in the end.
 */
import { expect } from 'vitest';
import { forms } from './form-cases.ts';
import { gallery } from './gallery-cases.ts';
import { house } from './house.ts';
import type { Seen, Stage, Way } from './member.ts';
import { onward } from './onward-cases.ts';
import { ownRenders } from './own-renders.ts';
import { pausing } from './pausing.ts';
import { pictures } from './picture-cases.ts';
import { asked, gone, made, shows, told } from './play.ts';
import { presets } from './preset-cases.ts';
import { finish, newest, run } from './records.ts';
import { settings } from './settings.ts';
import { eventually } from './stage.ts';
import { workflows } from './workflow-cases.ts';

export interface Case {
  name: string;
  /** What a platform must have for it. */
  needs?: Way;
  play(stage: Stage): Promise<readonly Seen[]>;
}

const renders: Case[] = [
  {
    name: 'a render has one post, from the queue to the result',
    async play(stage) {
      const { mai, ravi } = stage;
      const before = ravi.sees('here').length;
      const { job, post } = await asked(stage, mai, { prompt: 'a fox in snow', seed: 42, size: 'wide' });
      await run(stage, job);
      const running = await shows(ravi, 'here', 'step 8 of 20', post.id);
      await finish(stage, job);
      const done = await shows(ravi, 'here', 'Took', post.id);
      expect(ravi.sees('here')).toHaveLength(before + 1);
      expect(done.private).toBe(false);
      expect(done.lines).toContain('(picture: a fox in snow)');
      return [post, running, done];
    },
  },
  {
    name: 'a render that cannot be is refused in private, and leaves nothing',
    async play(stage) {
      const { mai } = stage;
      const said = [
        await told(stage, mai, () => mai.type('render', { prompt: 'a fox', workflow: 'magic' })),
        await told(stage, mai, () => mai.type('render', { prompt: 'a fox', steps: 100 })),
        await told(stage, mai, () => mai.type('render', { prompt: 'a fox', workflow: 'plain', steps: 3 })),
      ];
      expect(await stage.core.jobs.ofPerson(mai.person)).toEqual([]);
      return said;
    },
  },
  {
    name: 'a render is asked for with every option there is',
    async play(stage) {
      const { mai, ravi } = stage;
      await mai.fill('render', {
        prompt: 'a hare',
        negative: 'fur',
        size: 'tall',
        seed: 7,
        count: 2,
        guidance: 3.5,
      });
      const job = await newest(stage, mai);
      return [await shows(ravi, 'here', 'In the queue', job.post?.message)];
    },
  },
  {
    name: 'a message’s menu opens the form with its words, and the result stays in its thread',
    needs: 'shortcut',
    async play(stage) {
      const { mai } = stage;
      const inThread = await mai.fillAt?.('a fox asked for by Ravi', 'render', { seed: 9 });
      const post = await eventually(() => inThread?.()[0], 'a post in the thread');
      expect(post.lines).toContain('> a fox asked for by Ravi');
      return [post];
    },
  },
  {
    name: 'workflows are suggested while one types',
    async play({ mai }) {
      const all = await mai.suggested('render', 'workflow', '');
      expect(all.map(({ value }) => value)).toEqual([
        'picture',
        'plain',
        'film',
        'redraw',
        'enlarge',
        'begin',
      ]);
      const some = await mai.suggested('render', 'workflow', 'pla');
      return [...all, ...some].map(({ label, value }) => ({
        id: '',
        private: true,
        lines: [`${value}: ${label}`],
        buttons: {},
      }));
    },
  },
  {
    name: 'Again makes a new render of whoever presses it',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      ravi.press(post, 'Again');
      const again = await newest(stage, ravi);
      expect(again.parent).toBe(job.id);
      return [post, await shows(mai, 'here', 'In the queue', again.post?.message)];
    },
  },
  {
    name: 'Workflow gives the graph, in private',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await made(stage, mai);
      const answer = await told(stage, ravi, () => ravi.press(post, 'Workflow'));
      expect(JSON.parse(await ravi.file(answer))).toEqual({ '1': { class_type: 'Fox', inputs: {} } });
      return [answer];
    },
  },
  {
    name: 'Delete asks first, and is the maker’s alone',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await made(stage, mai);
      const no = await told(stage, ravi, () => ravi.press(post, 'Delete'));
      const question = await told(stage, mai, () => mai.press(post, 'Delete'));
      mai.press(question, 'Delete for good');
      await gone(ravi, 'here', post.id);
      return [no, question, await shows(mai, 'here', 'are gone.')];
    },
  },
  {
    name: 'a button of what is gone says so',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      await stage.core.jobs.update(job.id, (one) => ({ ...one, deletedAt: 1 }));
      return [await told(stage, ravi, () => ravi.press(post, 'Again'))];
    },
  },
];

const queue: Case[] = [
  {
    name: '/queue shows one’s own place, and a button that cancels',
    async play(stage) {
      const { mai, ravi } = stage;
      const empty = await told(stage, mai, () => mai.type('queue'));
      await asked(stage, ravi, { prompt: 'Ravi’s own words' });
      await asked(stage, mai);
      const list = await told(stage, mai, () => mai.type('queue'));
      expect(list.lines.join()).not.toContain('Ravi’s own words');
      const [cancel = ''] = Object.keys(list.buttons);
      const cancelled = await told(stage, mai, () => mai.press(list, cancel));
      return [empty, list, cancelled, await shows(ravi, 'here', 'Cancelled before a picture was made.')];
    },
  },
  {
    name: '/cancel cancels the only one, or the one that is named',
    async play(stage) {
      const { mai } = stage;
      const none = await told(stage, mai, () => mai.type('cancel'));
      await asked(stage, mai);
      const only = await told(stage, mai, () => mai.type('cancel'));
      const { job } = await asked(stage, mai, { prompt: 'a second fox', seed: 1 });
      const named = await told(stage, mai, () => mai.type('cancel', { job: job.id }));
      const wrong = await told(stage, mai, () => mai.type('cancel', { job: 'job-nonsense' }));
      return [none, only, named, wrong];
    },
  },
  {
    name: 'Cancel is for the owner and for instructors',
    async play(stage) {
      const { mai, ravi, noor } = stage;
      const { post } = await asked(stage, mai);
      const no = await told(stage, ravi, () => ravi.press(post, 'Cancel'));
      const yes = await told(stage, noor, () => noor.press(post, 'Cancel'));
      return [no, yes, await shows(mai, 'here', 'Cancelled by Noor', post.id)];
    },
  },
  {
    name: '/status and /help answer in private',
    async play(stage) {
      const { mai, ravi } = stage;
      const help = await told(stage, ravi, () => ravi.type('help'));
      expect(help.lines.join('\n')).toContain('/gallery top, /gallery random');
      expect(help.lines.join('\n')).toContain('Use as image, in a message’s menu: Start your next render');
      return [await told(stage, mai, () => mai.type('status')), help];
    },
  },
];

const accounts: Case[] = [
  {
    name: '/link joins two accounts by a code, and /unlink parts them',
    async play(stage) {
      const { core, platform, mai } = stage;
      const elsewhere = {
        platform: platform === 'slack' ? 'discord' : 'slack',
        id: '42',
        name: 'Mai T.',
      } as const;
      const notLinked = await told(stage, mai, () => mai.type('unlink'));
      const offer = await told(stage, mai, () => mai.type('link'));
      const wrong = await told(stage, mai, () => mai.type('link', { code: 'ABCD-2345' }));
      const code = await core.links.offer(elsewhere);
      const linked = await told(stage, mai, () => mai.type('link', { code }));
      expect(await core.links.accounts(elsewhere)).toHaveLength(2);
      const parted = await told(stage, mai, () => mai.type('unlink'));
      return [notLinked, offer, wrong, linked, parted];
    },
  },
  {
    name: 'the app’s own page shows a person’s renders, with buttons, and what came of one',
    needs: 'home',
    async play(stage) {
      const { core, space, mai } = stage;
      const { job } = await made(stage, mai);
      const page = (words: string) =>
        eventually(
          () => [mai.home?.()].find((one) => one?.lines.some((line) => line.includes(words))),
          `a page with "${words}"`,
        );
      mai.openHome?.();
      const first = await page('a fox in snow');
      expect(first.buttons).toHaveProperty('Show', null);
      mai.press(first, 'Again');
      const again = await newest(stage, mai, [job]);
      mai.press(await page('in the queue'), 'Cancel');
      const cancelled = await page('is out of the queue.');
      expect((await core.jobs.get(again.id))?.state).toBe('cancelled');
      mai.press(cancelled, 'Let stars count');
      const allowed = await page('a starred render of yours goes to the gallery.');
      expect(await core.gallery.consent(mai.person, space)).toBe('allow');
      mai.press(allowed, 'Show nothing of mine');
      return [first, cancelled, allowed, await page('do not count')];
    },
  },
];

export const cases: readonly Case[] = [
  ...renders,
  ...queue,
  ...gallery,
  ...accounts,
  ...settings,
  ...house,
  ...workflows,
  ...pausing,
  ...ownRenders,
  ...presets,
  ...pictures,
  ...onward,
  ...forms,
];
