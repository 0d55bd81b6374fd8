/** The contract's cases of forms that commands ask with: filled in, handed in, refused without losing anything. */
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import { asked, made, shows, told } from './play.ts';
import { newest } from './records.ts';

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
    name: 'there is nothing to remix in a message without a picture',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await asked(stage, mai);
      return [await told(stage, ravi, () => ravi.useOn(post, 'Remix this'))];
    },
  },
];
