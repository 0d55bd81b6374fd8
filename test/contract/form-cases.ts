/** The contract's cases of forms that commands ask with: filled in, handed in, refused without losing anything. */
import sharp from 'sharp';
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import { asked, made, shows, told } from './play.ts';
import { finish, newest, run } from './records.ts';

export const forms: Case[] = [
  {
    name: 'Edit opens a form that is filled in; what is changed in it is a new render that goes on from the old one',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const options = { prompt: 'a fox in snow', negative: 'a hare', seed: 42, steps: 12 };
      const { job, post } = await made(stage, mai, options);
      const form = await ravi.formFrom('edit', () => ravi.press(post, 'Edit'));
      expect(form.title).toBe('Edit');
      expect(form.filled).toEqual({
        ...{ prompt: 'a fox in snow', negative: 'a hare', size: 'square', seed: '42' },
        ...{ steps: '12', guidance: '7', count: '1' },
      });
      form.handIn({ prompt: 'a fox in rain', negative: '', size: 'wide', steps: '9' });
      const child = await newest(stage, ravi);
      expect(child).toMatchObject({ parent: job.id, from: { by: 'edit' }, owner: ravi.person });
      expect(child.request.values).toMatchObject({
        ...{ prompt: 'a fox in rain', negative: '', size: 'wide', seed: 42, steps: 9, guidance: 7 },
      });
      expect(await core.jobs.childrenOf(job.id)).toHaveLength(1);
      return [await shows(mai, 'here', 'a fox in rain', child.post?.message)];
    },
  },
  {
    name: 'Edit of one picture of several goes on from that one, and says what it starts from where that is a picture',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job, post } = await made(stage, mai, { prompt: 'a fox in snow', seed: 42, count: 4 });
      const third = await told(stage, ravi, () => ravi.press(post, 'Picture 3'));
      const form = await ravi.formFrom('edit', () => ravi.press(third, 'Edit'));
      expect(form.notes).toEqual([]);
      expect(form.filled).toMatchObject({ prompt: 'a fox in snow', seed: '42', count: '4' });
      form.handIn({ prompt: 'a fox in rain', count: '1' });
      const edited = await newest(stage, ravi);
      expect(edited).toMatchObject({ parent: job.id, from: { by: 'edit', output: 2 } });

      ravi.press(third, 'Vary (weak)');
      const varied = await newest(stage, ravi, [edited]);
      await finish(stage, varied);
      const seen = await shows(ravi, 'here', 'Took', varied.post?.message);
      const again = await mai.formFrom('edit', () => mai.press(seen, 'Edit'));
      expect(again.notes).toEqual([
        'It starts from the same picture as before, not from the one that was made.',
      ]);
      again.handIn({ strength: '0.9' });
      const child = await newest(stage, mai, [job]);
      expect(child.request.values).toMatchObject({ image: job.outputs[2]?.key, strength: 0.9 });
      expect(child.parent).toBe(varied.id);
      return [third, await shows(mai, 'here', 'picture 3 of an earlier render', edited.post?.message)];
    },
  },
  {
    name: 'what is wrong in a form is said to its person alone, and nothing that was typed is lost',
    async play(stage) {
      const { core, platform, space, mai } = stage;
      const { job, post } = await made(stage, mai);
      await core.houseRules.set({ platform, space }, { max_steps: 30 });
      const form = await mai.formFrom('edit', () => mai.press(post, 'Edit'));
      const { said, form: again } = await form.refused({ prompt: 'a fox in spring', steps: '40' });
      expect(said).toContain('steps');
      expect(said).toContain('30');
      expect(await core.jobs.childrenOf(job.id)).toEqual([]);
      expect(again.filled).toMatchObject({ prompt: 'a fox in spring', steps: '40', seed: '42' });
      again.handIn({ steps: '25', seed: '' });
      const child = await newest(stage, mai, [job]);
      expect(child.request.values).toMatchObject({ prompt: 'a fox in spring', steps: 25, seed: 500 });
      return [];
    },
  },
  {
    name: 'a form outlives a restart of the bot, and what it was opened with as well',
    async play(stage) {
      const { mai, ravi, noor } = stage;
      const { job, post } = await made(stage, mai);
      const edited = await ravi.formFrom('edit', () => ravi.press(post, 'Edit'));
      const remixed = await noor.formFrom('remix', () => noor.useOn(post, 'Remix this'));
      await stage.restart();
      edited.handIn({ prompt: 'a fox in rain' });
      remixed.handIn({ prompt: 'a fox of glass' });
      const [rain, glass] = [await newest(stage, ravi), await newest(stage, noor)];
      expect(rain).toMatchObject({
        parent: job.id,
        from: { by: 'edit' },
        request: { values: { prompt: 'a fox in rain' } },
      });
      expect(glass).toMatchObject({ parent: job.id, from: { by: 'remix', output: 0 } });
      return [];
    },
  },
  {
    name: 'where there is nothing left to edit, that is said and no form opens',
    async play(stage) {
      const { core, mai } = stage;
      const { job, post } = await made(stage, mai);
      await core.jobs.update(job.id, (one) => ({ ...one, deletedAt: 1 }));
      return [await told(stage, mai, () => mai.press(post, 'Edit'))];
    },
  },
  {
    name: 'Remix this asks for words, and starts from the picture as it was made',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      const form = await ravi.formFrom('remix', () => ravi.useOn(post, 'Remix this'));
      expect(form.title).toBe('Remix this');
      expect(form.filled).toMatchObject({ prompt: 'a fox in snow', strength: '' });
      form.handIn({ prompt: 'a fox of glass', strength: '0.5' });
      const child = await newest(stage, ravi);
      expect(child).toMatchObject({ parent: job.id, from: { by: 'remix', output: 0 }, owner: ravi.person });
      expect(child.request.values).toMatchObject({ prompt: 'a fox of glass' });
      expect(Object.values(child.request.values)).toContain(job.outputs[0]?.key ?? 'the key');
      return [await shows(mai, 'here', 'a fox of glass', child.post?.message)];
    },
  },
  {
    name: 'a picture that somebody else posted is anybody’s to remix who sees it there',
    async play(stage) {
      const { core, ravi, noor } = stage;
      const bytes = await sharp({ create: { width: 24, height: 20, channels: 3, background: '#735' } })
        .png()
        .toBuffer();
      const upload = await ravi.uploads(bytes);
      const form = await noor.formFrom('remix', () => noor.useOn(upload, 'Remix this'));
      expect(form.filled).toMatchObject({ prompt: '', negative: '' });
      form.handIn({ prompt: 'a fox of glass' });
      const job = await newest(stage, noor);
      expect(job.owner).toEqual(noor.person);
      expect(job.parent).toBeUndefined();
      const key = String(job.request.values.image);
      expect(job.attached).toEqual([key]);
      expect(await core.attachments.get(key)).toMatchObject({ width: 24, height: 20 });
      return [await shows(ravi, 'here', 'a fox of glass', job.post?.message)];
    },
  },
  {
    name: 'a preview is no picture to go on from, and what somebody keeps to themselves is nobody else’s',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { job, post } = await asked(stage, mai);
      await run(stage, job);
      const preview = await sharp({ create: { width: 16, height: 12, channels: 3, background: '#357' } })
        .png()
        .toBuffer();
      const at = Date.now();
      await core.progress.set(job.id, { fraction: 0.5, preview: 'image/png', previewCount: 1, at }, preview);
      const running = await shows(ravi, 'here', '(picture: Unfinished preview', post.id);
      const no = [];
      for (const menu of ['Remix this', 'Use as image'])
        no.push(await told(stage, ravi, () => ravi.useOn(running, menu)));
      await finish(stage, job);
      const done = await shows(ravi, 'here', 'Took', post.id);
      await core.jobs.update(job.id, (one) => ({ ...one, private: true }));
      for (const menu of ['Remix this', 'Use as image'])
        no.push(await told(stage, ravi, () => ravi.useOn(done, menu)));
      expect(await core.attachments.next(ravi.person)).toBeNull();
      expect(await core.jobs.childrenOf(job.id)).toEqual([]);
      return no;
    },
  },
  {
    name: 'there is nothing to remix in a message without a picture',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await asked(stage, mai);
      return [await told(stage, ravi, () => ravi.useOn(post, 'Remix this'))];
    },
  },
];
