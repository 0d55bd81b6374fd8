/** The contract of the gallery: see `cases.ts`. */
import { expect } from 'vitest';
import { newJobId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import { personKey } from '../../core/people.ts';
import type { Case } from './cases.ts';
import type { Member, Seen, Stage } from './member.ts';
import { arrives, gone, made, shows, told } from './play.ts';
import { eventually } from './stage.ts';

export const gallery: readonly Case[] = [
  {
    name: 'the maker’s star shows a result, and taking it away hides it',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await made(stage, mai);
      mai.star(post);
      const shown = await shows(ravi, 'gallery', 'a fox in snow');
      await shows(ravi, 'here', '[Unshare]', post.id);
      mai.unstar(post);
      await gone(ravi, 'gallery', shown.id);
      return [shown, await shows(ravi, 'here', '[Share]', post.id)];
    },
  },
  {
    name: 'Share and Unshare do the same, for the maker alone',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await made(stage, mai);
      const no = await told(stage, ravi, () => ravi.press(post, 'Share'));
      mai.press(post, 'Share');
      const shown = await shows(ravi, 'gallery', 'a fox in snow');
      mai.press(await shows(mai, 'here', '[Unshare]', post.id), 'Unshare');
      await gone(ravi, 'gallery', shown.id);
      return [no, shown];
    },
  },
  {
    name: 'somebody else’s star asks the maker directly, and counts after a yes',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await made(stage, mai);
      const question = await arrives(mai, 'directly', () => ravi.star(post));
      expect(mai.sees('gallery')).toEqual([]);
      mai.press(question, 'Yes, show them');
      const shown = await shows(ravi, 'gallery', 'a fox in snow');
      ravi.unstar(post);
      await gone(ravi, 'gallery', shown.id);
      return [question, shown];
    },
  },
  {
    name: 'a no keeps everything out, and nobody is asked again',
    async play(stage) {
      const { core, space, mai, ravi, noor } = stage;
      const { job, post } = await made(stage, mai);
      const question = await arrives(mai, 'directly', () => ravi.star(post));
      mai.press(question, 'No');
      await eventually(async () => (await core.gallery.consent(mai.person, space)) === 'stop', 'the no');
      noor.star(post);
      await eventually(async () => (await core.gallery.entry(job.id))?.stars.length === 2, 'the record');
      return [question];
    },
  },
  {
    name: '/gallery allow and /gallery stop are the last word',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { job, post } = await made(stage, mai);
      const yes = await told(stage, mai, () => mai.type('gallery allow'));
      ravi.star(post);
      const shown = await shows(ravi, 'gallery', 'a fox in snow');
      await eventually(async () => (await core.gallery.entry(job.id))?.post, 'the record');
      const no = await told(stage, mai, () => mai.type('gallery stop'));
      await gone(ravi, 'gallery', shown.id);
      const again = await told(stage, mai, () => mai.press(no, 'Let stars count'));
      await eventually(async () => {
        const anew = (await core.gallery.entry(job.id))?.post?.message;
        return anew !== undefined && anew !== shown.id;
      }, 'the record');
      const after = await told(stage, mai, () => mai.press(again, 'Show nothing of mine'));
      return [yes, no, again, after];
    },
  },
  {
    name: 'Share says to whom a result is shown, and that is changed there',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await made(stage, mai, { prompt: 'a heron at dawn', seed: 42 });
      const said = await told(stage, mai, () => mai.press(post, 'Share'));
      const shown = await shows(ravi, 'gallery', 'a heron at dawn');
      expect(shown.buttons).toHaveProperty('Original');
      const nameless = await told(stage, mai, () => mai.press(said, 'Without my name'));
      const there = await shows(ravi, 'gallery', 'somebody who gives no name', shown.id);
      expect(there.lines.join()).not.toContain('Mai');
      expect(Object.keys(there.buttons)).toEqual(['Words and tags']);
      const listed = await told(stage, ravi, () => ravi.type('gallery top'));
      expect(listed.lines.join()).not.toContain('Mai');
      const no = await told(stage, mai, () => mai.press(nameless, 'Only to instructors'));
      const named = await told(stage, mai, () => mai.press(nameless, 'With my name'));
      const back = await shows(ravi, 'gallery', 'Original', shown.id);
      mai.press(named, 'Take it out');
      await gone(ravi, 'gallery', shown.id);
      return [said, nameless, there, listed, no, named, back];
    },
  },
  {
    name: '/gallery describe is its maker’s alone, and shown as it was typed',
    async play(stage) {
      const { mai, ravi } = stage;
      const { post } = await made(stage, mai, { prompt: 'an otter in rain', seed: 42 });
      const shared = await told(stage, mai, () => mai.press(post, 'Share'));
      const shown = await shows(ravi, 'gallery', 'an otter in rain');
      expect((await mai.suggested('gallery describe', 'entry', 'otter')).map(({ value }) => value)).toEqual([
        '1',
      ]);
      const no = await told(stage, ravi, () => ravi.type('gallery describe', { entry: 1, tags: 'mine' }));
      const wrong = await told(stage, mai, () => mai.type('gallery describe', { entry: 1, tags: 'a!b' }));
      const none = await told(stage, mai, () => mai.type('gallery describe', { entry: 99, tags: 'fox' }));
      const said = await told(stage, mai, () =>
        mai.fill('gallery describe', { entry: 1, description: 'My *first* @everyone', tags: 'fox,snow' }),
      );
      const there = await shows(ravi, 'gallery', 'My *first* @everyone', shown.id);
      const refused = await arrives(ravi, 'gallery', () => ravi.press(there, 'Words and tags'));
      expect(refused.private).toBe(true);
      const form = await mai.formFrom('gallery describe', () => mai.press(shared, 'Words and tags'));
      expect(form.filled).toEqual({
        ...{ description: 'My *first* @everyone', tags: 'fox, snow', shown_to: 'public' },
      });
      const { said: why, form: again } = await form.refused({ description: 'At dusk', tags: 'a!b' });
      expect(why).toContain('"a!b" is no tag');
      expect(again.filled).toMatchObject({ description: 'At dusk', tags: 'a!b' });
      const changed = await told(stage, mai, () => again.handIn({ tags: '' }));
      const after = await shows(ravi, 'gallery', 'At dusk', shown.id);
      expect(after.lines.join()).not.toContain('fox, snow');
      return [no, wrong, none, said, there, refused, changed, after];
    },
  },
  {
    name: 'the gallery is looked through by stars, tags and pages, and at random',
    async play(stage) {
      const { mai, ravi } = stage;
      const empty = [
        await told(stage, ravi, () => ravi.type('gallery top')),
        await told(stage, ravi, () => ravi.type('gallery tags')),
        await told(stage, ravi, () => ravi.type('gallery random')),
        await told(stage, ravi, () => ravi.type('gallery showcase')),
        await told(stage, ravi, () => ravi.type('gallery mine')),
      ];
      const { job, post } = await made(stage, mai, { prompt: 'a hare on a hill', seed: 42 });
      await told(stage, mai, () => mai.press(post, 'Share'));
      const shown = await inGallery(stage, job, 'a hare on a hill');
      await told(stage, mai, () => mai.type('gallery describe', { entry: 1, tags: 'fox,snow' }));
      await shows(ravi, 'gallery', 'fox, snow', shown.id);
      ravi.star(post);
      await shows(ravi, 'gallery', '1 star', shown.id);
      const top = await told(stage, ravi, () => ravi.type('gallery top'));
      expect(top.lines.join()).toContain('1 a hare on a hill · Mai · 1 star');
      const week = await told(stage, ravi, () => ravi.press(top, 'This week'));
      const tags = await told(stage, ravi, () => ravi.type('gallery tags'));
      const tagged = await told(stage, ravi, () => ravi.press(tags, 'snow'));
      const other = await told(stage, ravi, () => ravi.type('gallery tags', { tag: 'sea' }));
      const any = await told(stage, ravi, () => ravi.type('gallery random'));
      const another = await told(stage, ravi, () => ravi.press(any, 'Another one'));
      const mine = await told(stage, mai, () => mai.type('gallery mine'));
      if (stage.platform === 'discord')
        expect((await ravi.suggested('gallery tags', 'tag', 'sn')).map(({ value }) => value)).toEqual([
          'snow',
        ]);
      return [...empty, top, week, tags, tagged, other, any, another, mine];
    },
  },
  {
    name: 'long lists of the gallery have pages',
    async play(stage) {
      const { mai, ravi } = stage;
      const { job } = await made(stage, mai, { prompt: 'a moth by a lamp', seed: 42 });
      await copies(stage, job, 9);
      const many = await told(stage, mai, () => mai.type('gallery mine'));
      const more = await told(stage, mai, () => mai.press(many, 'More'));
      const showcase = await told(stage, ravi, () => ravi.type('gallery showcase'));
      const rest = await told(stage, ravi, () => ravi.press(showcase, 'More'));
      return [more, rest];
    },
  },
  {
    name: 'a space says how many stars it takes, and where the gallery is',
    async play(stage) {
      const { core, mai, ravi, noor } = stage;
      const set = await told(stage, noor, () =>
        noor.type('settings everywhere', { gallery: '#gallery', instructors_gallery: '#gallery', stars: 2 }),
      );
      const { job, post } = await made(stage, mai, { prompt: 'an owl at noon', seed: 42 });
      await told(stage, mai, () => mai.type('gallery allow'));
      ravi.star(post);
      await eventually(async () => (await core.gallery.entry(job.id))?.stars.length === 1, 'the record');
      expect(ravi.sees('gallery').some(({ lines }) => lines.includes('> an owl at noon'))).toBe(false);
      noor.star(post);
      const shown = await inGallery(stage, job, 'an owl at noon');
      ravi.unstar(post);
      await eventually(async () => (await core.gallery.entry(job.id))?.stars.length === 1, 'the record');
      noor.unstar(post);
      await gone(ravi, 'gallery', shown.id);
      return [set, shown];
    },
  },
  {
    name: 'instructors take an entry out and put it back; nobody else does either',
    async play(stage) {
      const { mai, ravi, noor } = stage;
      const { job, post } = await made(stage, mai, { prompt: 'a stork on a roof', seed: 42 });
      await told(stage, mai, () => mai.press(post, 'Share'));
      const shown = await inGallery(stage, job, 'a stork on a roof');
      for (const command of [...keepers, ...(stage.platform === 'discord' ? ['gallery recount'] : [])])
        expect(
          (await noor.suggested(command, 'entry', 'stork')).map(({ value }) => value),
          command,
        ).toEqual(['1']);
      const refusals = [];
      for (const command of notEverybodys)
        refusals.push(await told(stage, ravi, () => ravi.type(command, { entry: 1 })));
      const out = await arrives(mai, 'directly', () =>
        noor.fill('gallery remove', { entry: 1, reason: 'Not ours to show' }),
      );
      await gone(ravi, 'gallery', shown.id);
      const refused = await told(stage, mai, async () =>
        mai.press(await shows(mai, 'here', '[Share]', post.id), 'Share'),
      );
      const mine = await told(stage, mai, () => mai.type('gallery mine'));
      const again = await told(stage, noor, () => noor.type('gallery remove', { entry: 1 }));
      expect((await noor.suggested('gallery restore', 'entry', 'stork')).map(({ value }) => value)).toEqual([
        '1',
      ]);
      const back = await told(stage, noor, () => noor.fill('gallery restore', { entry: 1 }));
      await shows(ravi, 'gallery', 'a stork on a roof');
      return [...refusals, out, refused, mine, again, back];
    },
  },
  {
    name: 'a frozen entry stays as it stands, and stars are counted anew',
    async play(stage) {
      const { core, mai, ravi, noor } = stage;
      const { job, post } = await made(stage, mai, { prompt: 'a seal on a rock', seed: 42 });
      await told(stage, mai, () => mai.type('gallery allow'));
      ravi.star(post);
      const shown = await inGallery(stage, job, 'a seal on a rock');
      const frozen = await told(stage, noor, () => noor.fill('gallery freeze', { entry: 1 }));
      await shows(ravi, 'gallery', '1 star · frozen', shown.id);
      ravi.unstar(post);
      await eventually(async () => (await core.gallery.entry(job.id))?.stars.length === 0, 'the record');
      const still = await shows(ravi, 'gallery', '1 star · frozen', shown.id);
      ravi.star(post);
      await eventually(async () => (await core.gallery.entry(job.id))?.stars.length === 1, 'the record');
      const thawed = await told(stage, noor, () => noor.fill('gallery unfreeze', { entry: 1 }));
      await core.gallery.note(job.id, (entry) => ({ ...entry, stars: ['somebody', 'else'] }));
      const one = await told(stage, noor, () => noor.type('gallery recount', { entry: 1 }));
      expect((await core.gallery.entry(job.id))?.stars).toHaveLength(1);
      const all = await told(stage, noor, () => noor.type('gallery recount'));
      const no = await told(stage, ravi, () => ravi.type('gallery recount'));
      return [frozen, still, thawed, one, all, no];
    },
  },
  {
    name: 'instructors pin to the showcase, by 📌 or command, and the platform’s own pin follows',
    async play(stage) {
      const { core, mai, ravi, noor } = stage;
      const { job, post } = await made(stage, mai, { prompt: 'a crane in reeds', seed: 42 });
      await told(stage, mai, () => mai.press(post, 'Share'));
      const shown = await inGallery(stage, job, 'a crane in reeds');
      ravi.pin(post);
      noor.pin(post);
      const pinned = await shows(ravi, 'gallery', 'in the showcase', shown.id);
      expect(ravi.pinned('gallery')).toContain(shown.id);
      const showcase = await told(stage, ravi, () => ravi.type('gallery showcase'));
      noor.unpin(post);
      await eventually(() => !ravi.pinned('gallery').includes(shown.id), 'no pin');
      await eventually(() => !linesOf(ravi, shown).includes('showcase'), 'no mark');
      for (const command of ['gallery pin', 'gallery unpin'])
        expect((await noor.suggested(command, 'entry', 'crane')).map(({ value }) => value)).toEqual(['1']);
      const no = await told(stage, ravi, () => ravi.type('gallery pin', { entry: 1 }));
      const done = await told(stage, noor, () => noor.fill('gallery pin', { entry: 1 }));
      expect(ravi.pinned('gallery')).toContain(shown.id);
      const out = await told(stage, noor, () => noor.fill('gallery unpin', { entry: 1 }));
      await told(stage, noor, () => noor.type('gallery pin', { entry: 1 }));
      await shows(ravi, 'gallery', 'in the showcase', shown.id);
      noor.unpinByHand(shown);
      await eventually(async () => !(await core.gallery.entry(job.id))?.pinned, 'no mark');
      return [pinned, showcase, no, done, out];
    },
  },
  {
    name: 'what is deleted by hand stays away, on both sides',
    async play(stage) {
      const { mai, ravi, noor } = stage;
      const { job, post } = await made(stage, mai, { prompt: 'a wren in ivy', seed: 42 });
      await told(stage, mai, () => mai.press(post, 'Share'));
      const shown = await inGallery(stage, job, 'a wren in ivy');
      await shows(mai, 'here', '[Unshare]', post.id);
      noor.deletes('gallery', shown);
      const no = await told(stage, mai, async () =>
        mai.press(await shows(mai, 'here', '[Share]', post.id), 'Share'),
      );
      const second = await made(stage, mai, { prompt: 'a hare in snow', seed: 7 });
      await told(stage, mai, () => mai.press(second.post, 'Share'));
      const there = await shows(ravi, 'gallery', 'a hare in snow');
      noor.deletes('here', second.post);
      await gone(ravi, 'gallery', there.id);
      return [no];
    },
  },
];

const keepers = ['gallery remove', 'gallery freeze', 'gallery unfreeze'];
const notEverybodys = [...keepers, 'gallery restore', 'gallery pin', 'gallery unpin'];
const linesOf = (who: Member, { id }: Seen) =>
  who
    .sees('gallery')
    .find((one) => one.id === id)
    ?.lines.join() ?? '';

/** The gallery post, once it is on record as well. */
async function inGallery({ core, ravi }: Stage, { id }: Job, words: string): Promise<Seen> {
  const shown = await shows(ravi, 'gallery', words);
  await eventually(async () => (await core.gallery.entry(id))?.post, 'the record');
  return shown;
}

/** More entries like the one of this job, in the showcase. */
async function copies({ core, mai, noor, space }: Stage, job: Job, count: number): Promise<void> {
  const of = { platform: mai.person.platform, space, maker: personKey(mai.person) };
  for (let made = 0; made < count; made += 1) {
    const copy = { ...job, id: newJobId(), revision: 0 };
    await core.jobs.create(copy);
    await core.gallery.open(copy.id, mai.person, space);
    await core.gallery.note(copy.id, (entry) => ({
      ...entry,
      of,
      shared: true,
      shown: true,
      pinned: { by: noor.person, at: made },
    }));
  }
}
