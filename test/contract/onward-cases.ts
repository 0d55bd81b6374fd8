/** The contract's cases of going on from a picture: see `cases.ts`. */
import { expect } from 'vitest';
import type { Job } from '../../core/job.ts';
import type { Case } from './cases.ts';
import type { Member, Seen, Stage } from './member.ts';
import { arrives, asked, gone, made, shows, told } from './play.ts';
import { finish, newest } from './records.ts';
import { eventually } from './stage.ts';

const four = { prompt: 'a fox in snow', seed: 42, count: 4 };

/** The new render that comes of pressing a button, and its post. */
async function pressed(stage: Stage, who: Member, seen: Seen, label: string) {
  const known = await stage.core.jobs.ofPerson(who.person, 100);
  who.press(seen, label);
  const job = await newest(stage, who, known);
  return { job, post: await shows(stage.mai, 'here', 'In the queue', job.post?.message) };
}

/** What `/show` posts for all to see, once the record knows of it. */
async function copied(stage: Stage, job: Job, only: { picture?: number }, words: string): Promise<Seen> {
  const { core, mai, ravi } = stage;
  const before = (await core.jobs.get(job.id))?.copies ?? [];
  mai.type('show', { job: job.id, ...only });
  const copy = await eventually(
    async () => (await core.jobs.get(job.id))?.copies?.[before.length],
    'a copy that is noted',
  );
  return shows(ravi, 'here', words, copy.post.message);
}

export const onward: readonly Case[] = [
  {
    name: 'four pictures come on one sheet; a number gives one of them, to oneself, to go on from',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job, post } = await made(stage, mai, four);
      expect(post.lines.join()).toContain(
        '(4 pictures on one sheet, numbered from the top left, 2 in a row)',
      );
      const third = await told(stage, ravi, () => ravi.press(post, 'Picture 3'));
      const larger = await pressed(stage, ravi, third, 'Upscale');
      expect(larger.job).toMatchObject({
        parent: job.id,
        from: { by: 'upscale', output: 2, prompt: 'a fox in snow' },
        request: { workflow: { name: 'enlarge' }, values: { image: job.outputs[2]?.key } },
      });
      expect(larger.post.lines.join()).toContain('Enlarged from picture 3 of an earlier render');
      return [post, third, larger.post];
    },
  },
  {
    name: 'more pictures than one sheet holds come on several; a button for each leads to its pictures',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job } = await asked(stage, mai);
      await finish(stage, job, 20);
      const post = await shows(ravi, 'here', 'Took', job.post?.message);
      for (const part of ['1 to 12', '13 to 20'])
        expect(post.lines.join()).toContain(
          `(pictures ${part} of 20 on one sheet, numbered from the top left, ${part === '1 to 12' ? 3 : 2} in a row)`,
        );
      expect(Object.keys(post.buttons)).not.toContain('Picture 1');
      const part = await told(stage, ravi, () => ravi.press(post, 'Pictures 13 to 20'));
      expect(part.lines.join()).toContain('pictures 13 to 20 of 20');
      expect(part.lines.join()).not.toContain('pictures 1 to 12');
      const one = await told(stage, ravi, () => ravi.press(part, 'Picture 14'));
      const larger = await pressed(stage, ravi, one, 'Upscale');
      const made = await stage.core.jobs.get(job.id);
      expect(larger.job.request.values).toEqual({ image: made?.outputs[13]?.key });
      return [post, part, one];
    },
  },
  {
    name: 'one picture is varied weakly and strongly, and animated, where it stands',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      const weak = await pressed(stage, mai, post, 'Vary (weak)');
      const strong = await pressed(stage, ravi, post, 'Vary (strong)');
      const moving = await pressed(stage, ravi, post, 'Animate');
      const image = job.outputs[0]?.key;
      expect(weak.job.request).toMatchObject({
        workflow: { name: 'redraw' },
        values: { prompt: 'a fox in snow', image, strength: 0.35 },
      });
      expect(strong.job.request.values).toMatchObject({ image, strength: 0.7 });
      expect(moving.job.request).toMatchObject({
        workflow: { name: 'begin' },
        values: { prompt: 'a fox in snow', image, size: 'landscape' },
      });
      const children = await stage.core.jobs.childrenOf(job.id);
      expect(children.map(({ id }) => id)).toEqual([weak, strong, moving].map((one) => one.job.id));
      return [weak.post, strong.post, moving.post];
    },
  },
  {
    name: 'the button Use as image takes the very picture for one’s own next render',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { post } = await made(stage, mai, four);
      const second = await told(stage, ravi, () => ravi.press(post, 'Picture 2'));
      const taken = await told(stage, ravi, () => ravi.press(second, 'Use as image'));
      expect(await core.attachments.next(ravi.person)).toMatchObject({ width: 16, height: 12 });
      return [second, taken];
    },
  },
  {
    name: 'one walks from a render to what it was made from and to what came of it, by oneself',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      const larger = await pressed(stage, ravi, post, 'Upscale');
      const varied = await pressed(stage, mai, post, 'Vary (weak)');
      await mai.fill('show', { job: job.id });
      const again = await eventually(
        () =>
          ravi
            .sees('here')
            .find(({ id, lines }) => id !== post.id && lines.join().includes('What came of it')),
        'the render with what came of it',
      );
      expect(again.private).toBe(false);
      expect(Object.keys(again.buttons)).toEqual(expect.arrayContaining(['1. Enlarged', '2. Varied']));
      const child = await told(stage, mai, () => mai.press(again, '1. Enlarged'));
      expect(child.lines.join()).toContain('Enlarged from an earlier render');
      mai.press(child, 'What it was made from');
      const back = await eventually(
        () =>
          mai.sees('here').find(({ private: own, lines }) => own && lines.join().includes('What came of it')),
        'the first one in its place',
      );
      expect(back.private).toBe(true);
      await stage.core.jobs.update(larger.job.id, (one) => ({
        ...one,
        place: { ...one.place, channel: '9' },
      }));
      const no = await told(stage, mai, () => mai.press(again, '1. Enlarged'));
      return [again, child, back, no, varied.post];
    },
  },
  {
    name: '/history and /show lead to a single one, and to one picture of several',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job } = await made(stage, mai, four);
      const list = await told(stage, mai, () => mai.type('history'));
      const one = await told(stage, mai, () => mai.press(list, '1'));
      expect(one.lines.join()).toContain('4 pictures on one sheet');
      const { id } = await arrives(ravi, 'here', () => mai.type('show', { job: job.id, picture: 2 }));
      const second = await shows(ravi, 'here', '# Picture 2 of 4', id);
      const no = await told(stage, mai, () => mai.type('show', { job: job.id, picture: 5 }));
      return [list, one, second, no];
    },
  },
  {
    name: 'what /show posts is as good to go on from as the render itself, and goes with it',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { job, post } = await made(stage, mai, four);
      const sheet = await copied(stage, job, {}, 'on one sheet');
      const second = await copied(stage, job, { picture: 2 }, '# Picture 2 of 4');
      ravi.star(sheet);
      const form = await ravi.formFrom('remix', () => ravi.useOn(second, 'Remix this'));
      expect(form.filled).toMatchObject({ prompt: 'a fox in snow', number: '2' });
      form.handIn({ prompt: 'a fox of glass' });
      const child = await newest(stage, ravi);
      expect(child).toMatchObject({ parent: job.id, from: { by: 'remix', output: 1 } });
      expect(Object.values(child.request.values)).toContain(job.outputs[1]?.key ?? 'the key');
      await shows(ravi, 'here', 'a fox of glass', child.post?.message);
      const taken = await told(stage, ravi, () => ravi.useOn(sheet, 'Use as image'));
      expect(await core.attachments.next(ravi.person)).toMatchObject({ width: 16, height: 12 });
      expect(await core.gallery.entry(job.id)).toBeNull();
      const question = await told(stage, mai, () => mai.press(post, 'Delete'));
      mai.press(question, 'Delete for good');
      for (const { id } of [post, sheet, second]) await gone(ravi, 'here', id);
      return [sheet, second, taken];
    },
  },
  {
    name: 'what somebody made for themselves alone is nobody else’s to go on from',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      await core.jobs.update(job.id, (one) => ({ ...one, private: true }));
      const no = [];
      for (const label of ['Again', 'Upscale', 'Use as image', 'Workflow'])
        no.push(await told(stage, ravi, () => ravi.press(post, label)));
      expect(await core.jobs.childrenOf(job.id)).toEqual([]);
      const own = await pressed(stage, mai, post, 'Upscale');
      expect(own.job.parent).toBe(job.id);
      return no;
    },
  },
  {
    name: 'a picture that is not kept any more is none to go on from',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      await core.jobs.update(job.id, (one) => ({ ...one, sweptAt: 1 }));
      const no = await told(stage, ravi, () => ravi.press(post, 'Upscale'));
      expect(await core.jobs.childrenOf(job.id)).toEqual([]);
      return [no];
    },
  },
];
