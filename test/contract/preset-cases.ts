/** What people do with presets, the same on every platform. */
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import type { Member, Seen, Stage } from './member.ts';
import { made, shows, told } from './play.ts';
import { newest } from './records.ts';

const offered = (choices: readonly { label: string }[]): Seen[] =>
  choices.map(({ label }) => ({ id: '', private: true, lines: [label], buttons: {} }));

/** A preset of Mai's called film, from a render with 12 steps. */
async function saved(stage: Stage, options: Record<string, string> = {}) {
  const { mai } = stage;
  const { job } = await made(stage, mai, { prompt: 'a fox in snow', seed: 42, steps: 12 });
  const said = await told(stage, mai, () => mai.fill('preset save', { name: 'film', ...options }));
  return { job, said };
}

async function used(stage: Stage, who: Member, options: Record<string, string | number>) {
  const known = await stage.core.jobs.ofPerson(who.person, 100);
  await who.fill('preset use', options);
  const job = await newest(stage, who, known);
  return { job, post: await shows(stage.ravi, 'here', 'In the queue', job.post?.message) };
}

export const presets: Case[] = [
  {
    name: '/preset save keeps the values of the last render, and /preset use renders with them',
    async play(stage) {
      const { mai } = stage;
      const none = await told(stage, mai, () => mai.type('preset list'));
      const { said } = await saved(stage);
      const twice = await told(stage, mai, () => mai.type('preset save', { name: 'Film' }));
      const list = await told(stage, mai, () => mai.type('preset list'));
      const { job, post } = await used(stage, mai, { name: 'film', prompt: 'an owl', seed: 7 });
      expect(job.request.values).toMatchObject({ prompt: 'an owl', steps: 12, seed: 7 });
      expect(post.lines.join('\n')).toContain('film');
      return [none, said, twice, list, post];
    },
  },
  {
    name: 'a preset is typed too, and an option of /render; other options go before it',
    async play(stage) {
      const { mai } = stage;
      const said = await told(stage, mai, () =>
        mai.type('preset save', { name: 'quick', workflow: 'picture', set: 'steps=4,guidance=2' }),
      );
      const known = await stage.core.jobs.ofPerson(mai.person, 100);
      mai.type('render', { prompt: 'a hare', preset: 'quick', steps: 9, seed: 1 });
      const job = await newest(stage, mai, known);
      await shows(mai, 'here', 'In the queue', job.post?.message);
      expect(job.request.values).toMatchObject({ prompt: 'a hare', steps: 9, guidance: 2 });
      const no = await told(stage, mai, () => mai.type('render', { prompt: 'a hare', preset: 'slow' }));
      return [
        said,
        no,
        ...offered(await mai.suggested('render', 'preset', 'qui')),
        ...offered(await mai.suggested('preset save', 'workflow', 'pla')),
      ];
    },
  },
  {
    name: 'what is shared can be used by everybody there, and is changed by its owner alone',
    async play(stage) {
      const { mai, ravi, noor } = stage;
      await saved(stage);
      const shared = await told(stage, mai, () => mai.fill('preset share', { name: 'film' }));
      const again = await told(stage, mai, () => mai.type('preset share', { name: 'film' }));
      const list = await told(stage, ravi, () => ravi.type('preset list'));
      const { job } = await used(stage, ravi, { name: 'film', seed: 3 });
      expect(job.request.values).toMatchObject({ prompt: 'a fox in snow', steps: 12, seed: 3 });
      const no = [
        await told(stage, ravi, () => ravi.type('preset delete', { name: 'film' })),
        await told(stage, ravi, () => ravi.type('preset rename', { name: 'film', to: 'mine' })),
        await told(stage, ravi, () => ravi.fill('preset unshare', { name: 'film' })),
        await told(stage, noor, () => noor.type('preset delete', { name: 'film' })),
      ];
      const suggested = [
        ...offered(await ravi.suggested('preset use', 'name', 'fi')),
        ...offered(await ravi.suggested('preset unshare', 'name', 'fi')),
        ...offered(await mai.suggested('preset share', 'name', 'fi')),
        ...offered(await mai.suggested('preset rename', 'name', 'fi')),
        ...offered(await mai.suggested('preset delete', 'name', 'fi')),
      ];
      const unshared = await told(stage, noor, () => noor.type('preset unshare', { name: 'film' }));
      const gone = await told(stage, ravi, () => ravi.type('preset use', { name: 'film' }));
      return [shared, again, list, ...no, ...suggested, unshared, gone];
    },
  },
  {
    name: 'presets are renamed, made favourites, and deleted',
    async play(stage) {
      const { mai } = stage;
      await saved(stage);
      mai.type('preset save', { name: 'another' });
      await shows(mai, 'here', 'Saved another');
      const renamed = await told(stage, mai, () => mai.fill('preset rename', { name: 'film', to: 'zebra' }));
      const first = await told(stage, mai, () => mai.fill('preset favourite', { name: 'zebra' }));
      const workflow = await told(stage, mai, () => mai.type('preset favourite', { name: 'film' }));
      const list = await told(stage, mai, () => mai.type('preset list'));
      const order = [
        ...offered(await mai.suggested('preset use', 'name', '')),
        ...offered(await mai.suggested('preset favourite', 'name', 'film')),
        ...offered(await mai.suggested('render', 'workflow', '')),
      ];
      const off = await told(stage, mai, () => mai.type('preset favourite', { name: 'zebra', off: true }));
      const deleted = await told(stage, mai, () => mai.fill('preset delete', { name: 'zebra' }));
      return [renamed, first, workflow, list, ...order, off, deleted];
    },
  },
  {
    name: 'what of a preset does not fit any more is said, and the rest is used',
    async play(stage) {
      const { core, mai } = stage;
      await saved(stage);
      const [preset] = await core.presets.ofPerson(mai.person);
      if (preset)
        await core.presets.change(preset, (one) => ({
          ...one,
          workflow: { ...one.workflow, version: 'older' },
          values: { ...one.values, steps: 500, style: 'oil' },
        }));
      const known = await core.jobs.ofPerson(mai.person, 100);
      await mai.fill('preset use', { name: 'film', seed: 5 });
      const job = await newest(stage, mai, known);
      expect(job.request.values).toMatchObject({ prompt: 'a fox in snow', steps: 20, seed: 5 });
      return [await shows(mai, 'here', 'style: there is no such input.')];
    },
  },
];
