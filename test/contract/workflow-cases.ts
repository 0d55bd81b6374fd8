/** What people do with workflows themselves. */
import { expect } from 'vitest';
import { foxFlow, holiday, newFoxFlow, putReadings } from '../support/added.ts';
import type { Case } from './cases.ts';
import type { Member, Seen, Stage } from './member.ts';
import { offered, shows, told } from './play.ts';
import { eventually } from './stage.ts';

/** So many that they do not fit on one page. */
async function addMany({ core, platform, space, mai }: Stage): Promise<string[]> {
  await putReadings(core);
  const file = await core.workflowFiles.keep(foxFlow.name, foxFlow.bytes);
  const names = Array.from({ length: 8 }, (_, at) => `flow-${at}`);
  for (const name of names)
    await core.addedWorkflows.add({
      ...{ name, platform, space, file, addedBy: mai.person, addedAt: 1 },
      side: at(name) === 7 ? 'tags: [night]\ndescription: Foxes at night' : null,
    });
  return names;
}
const at = (name: string) => Number(name.replace('flow-', ''));

/** Where files come by direct message they may come a moment after the words. */
const given = (who: Member, seen: Seen, nodes: string) =>
  eventually(
    async () => Object.keys(JSON.parse(await who.file(seen))).join() === nodes,
    `a file with the nodes ${nodes}`,
  );

export const workflows: Case[] = [
  {
    name: '/workflow list goes page by page, and by tags',
    async play(stage) {
      const { core, platform, space, mai, ravi } = stage;
      const names = await addMany(stage);
      const full = await eventually(async () => {
        const seen = await told(stage, mai, () => mai.type('workflow list'));
        return seen.lines.join().includes('14 workflows') ? seen : undefined;
      }, 'all of them');
      mai.press(full, 'More');
      const second = await eventually(
        () => mai.sees('here').find(({ lines }) => lines.join().includes('page 2 of 2')),
        'the second page',
      );
      expect(second.private).toBe(true);
      const tagged = await told(stage, ravi, () => ravi.type('workflow list', { tag: 'night' }));
      const none = await told(stage, ravi, () => ravi.type('workflow list', { tag: 'day' }));
      for (const name of names) await core.addedWorkflows.remove({ platform, space }, name);
      return [full, second, tagged, none];
    },
  },
  {
    name: '/workflow show and /workflow get tell all about one, in private',
    async play(stage) {
      const { mai, ravi } = stage;
      const names = await mai.suggested('workflow show', 'name', 'pic');
      expect(names.map(({ value }) => value)).toEqual(['picture']);
      expect(await mai.suggested('workflow get', 'name', 'pic')).toEqual(names);
      const shown = await told(stage, mai, () => mai.type('workflow show', { name: 'picture' }));
      expect(shown.lines.join('\n')).toContain('(picture: Diagram of 4 nodes');
      const pressed = await told(stage, mai, () => mai.press(shown, 'Get the file (4 nodes)'));
      const file = await told(stage, ravi, () => ravi.type('workflow get', { name: 'Picture' }));
      await given(mai, pressed, '1,2,3,4');
      await given(ravi, file, '1,2,3,4');
      const film = await told(stage, mai, () => mai.fill('workflow show', { name: 'film' }));
      const got = await told(stage, mai, () => mai.fill('workflow get', { name: 'film' }));
      const none = await told(stage, mai, () => mai.type('workflow show', { name: 'magic' }));
      return [shown, pressed, file, film, got, none];
    },
  },
  {
    name: 'a file that somebody attaches is proposed, and an instructor adds it',
    async play(stage) {
      const { core, platform, space, mai, ravi, noor } = stage;
      await putReadings(core);
      const draft = await offered(mai, 'Propose it', () => mai.attach('workflow add', foxFlow));
      mai.press(draft, 'Propose it');
      const proposed = await shows(mai, 'here', 'fox-flow is proposed');
      const post = await shows(ravi, 'here', 'would like to use this workflow here');
      const no = await told(stage, ravi, () => ravi.press(post, 'Add it'));
      noor.press(post, 'Add it');
      const added = await shows(ravi, 'here', 'Added: Fox Flow', post.id);
      const word = await shows(mai, 'directly', 'Your workflow is added');
      expect(await core.addedWorkflows.list({ platform, space })).toMatchObject([
        { name: 'fox-flow', addedBy: mai.person },
      ]);
      const edited = await eventually(async () => {
        const said = await told(stage, mai, () =>
          mai.type('workflow edit', { name: 'fox-flow', title: 'Foxes' }),
        );
        return said.lines.join().includes('is changed') ? said : undefined;
      }, 'a change');
      const question = await eventually(async () => {
        const said = await told(stage, mai, () => mai.type('workflow remove', { name: 'fox-flow' }));
        return said.lines.join().includes('Foxes') ? said : undefined;
      }, 'the question, with the new title');
      mai.press(question, 'Remove it');
      const removed = await shows(mai, 'here', 'is gone from here.');
      expect(await core.addedWorkflows.list({ platform, space })).toEqual([]);
      return [draft, proposed, no, added, word, edited, question, removed];
    },
  },
  {
    name: 'a file that an instructor attaches is added with one press, and a proposal can be declined',
    async play(stage) {
      const { core, mai, noor } = stage;
      await putReadings(core);
      const nothing = await told(stage, mai, () => mai.attach('workflow add', holiday));
      const own = await offered(noor, 'Add it', () =>
        noor.attach('workflow add', newFoxFlow, { name: 'foxes' }),
      );
      noor.press(own, 'Add it');
      const added = await shows(noor, 'here', 'is added');
      const draft = await offered(mai, 'Propose it', () => mai.attach('workflow add', foxFlow));
      mai.press(draft, 'Propose it');
      const post = await shows(noor, 'here', 'would like to use this workflow here');
      noor.press(post, 'Decline');
      const declined = await shows(mai, 'here', 'Declined: Fox Flow', post.id);
      const word = await shows(mai, 'directly', 'Your workflow was declined');
      const names = await eventually(async () => {
        const found = await mai.suggested('workflow edit', 'name', 'foxes');
        return found.length > 0 ? found : undefined;
      }, 'the name');
      expect(await mai.suggested('workflow remove', 'name', 'foxes')).toEqual(names);
      await told(stage, noor, () => noor.fill('workflow edit', { name: 'foxes', title: 'Foxes' }));
      await told(stage, noor, () => noor.fill('workflow remove', { name: 'foxes' }));
      return [nothing, own, added, declined, word];
    },
  },
  {
    name: '/workflow check is for instructors',
    async play(stage) {
      const { mai, noor } = stage;
      const no = await told(stage, mai, () => mai.type('workflow check'));
      // What the case before has added may be known for a moment longer.
      const all = await eventually(async () => {
        const said = await told(stage, noor, () => noor.type('workflow check'));
        return /foxes|flow-/.test(said.lines.join()) ? undefined : said;
      }, 'the test workflows alone');
      return [no, all];
    },
  },
];
