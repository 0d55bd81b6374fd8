/** From an attached file to a workflow of one server, and back: who may do what, and what people are told. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenFile } from '../../commands/given-file.ts';
import { type Button, type Card, plain } from '../../core/card.ts';
import type { Library } from '../../core/library.ts';
import { createLog } from '../../core/log.ts';
import type { Person } from '../../core/people.ts';
import {
  foxFlow,
  holiday,
  newFoxFlow,
  openTestLibrary,
  putReadings,
  type TestFile,
} from '../support/added.ts';
import { createMemoryChat, type MemoryChat } from '../support/chat.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { startDelivering } from '../support/delivering.ts';
import { createGestures, refusalIn, type Said, words } from '../support/gestures.ts';
import { mai, noor, ravi } from '../support/jobs.ts';
import { until } from '../support/until.ts';

const here = { platform: 'discord', space: '200' } as const;
const log = createLog('test', 'silent');

let test: TestCore;
let chat: MemoryChat;
let library: Library;
let act: ReturnType<typeof createGestures>;
let closing: (() => Promise<void>)[];

beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(async () => {
  const { core } = test;
  await core.redis.flushall();
  await putReadings(core);
  const opened = await openTestLibrary(core, log);
  library = opened.library;
  chat = createMemoryChat();
  act = createGestures(core, { library });
  closing = [startDelivering(act.tools, chat), opened.close];
});
afterEach(async () => {
  for (const close of closing) await close();
});

const given = ({ name, bytes }: TestFile): GivenFile => ({
  name,
  mediaType: '',
  bytes: bytes.length,
  read: async () => bytes,
});
const add = (person: Person, file: TestFile, more: { name?: string; instructor?: boolean } = {}) =>
  act.perform(
    'workflow add',
    { file: given(file), ...(more.name !== undefined && { name: more.name }) },
    { person, instructor: more.instructor ?? false },
  );

function buttons({ elements }: Card): Extract<Button, { type: 'action' }>[] {
  return elements
    .flatMap((one) => (one.type === 'buttons' ? one.buttons : []))
    .filter((one) => one.type === 'action');
}
/** The one button there is, as somebody else may press it too. */
function press(card: Card | undefined, label: string, person: Person, instructor = false): Promise<Said> {
  const button = card && buttons(card).find((one) => one.label === label);
  if (!button) throw new Error(`no button ${label} on ${words(card)}`);
  const options = button.given ? { [button.given.option]: button.given.value } : { job: button.jobId };
  return act.perform(button.command, options, { kind: 'button', person, instructor });
}
const listed = (name: string) => library.about(name, here);
const known = (name: string) => until(() => listed(name)?.workflow, { what: `the workflow ${name}` });
const posts = () => [...chat.posts.values()];

describe('a file that somebody attaches', () => {
  it('is shown as it was understood, with its diagram, and is not added by that', async () => {
    const { acknowledged, shown } = await add(mai, foxFlow);
    expect(acknowledged).toEqual(['private']);
    const said = words(shown[0]);
    expect(plain(shown[0]?.summary ?? '')).toBe('What I understood of Fox Flow');
    for (const part of [
      'Diagram of 4 nodes',
      'text of Encode (node 1)',
      'no negative: nothing is linked to it',
    ])
      expect(said).toContain(part);
    expect(shown[0]?.elements.some(({ type }) => type === 'media')).toBe(true);
    expect(await test.core.addedWorkflows.list(here)).toEqual([]);
  });

  it('is added by an instructor with one press, and rendered with at once, here only', async () => {
    const { shown } = await add(noor, foxFlow, { instructor: true });
    const done = await press(shown[0], 'Add it', noor, true);
    expect(plain(done.shown[0]?.summary ?? '')).toBe('Fox Flow is added');
    await known('fox-flow');
    expect(library.get('fox-flow', { platform: 'discord', space: '201' })).toBeUndefined();
    const render = await act.perform('render', { prompt: 'a hare', workflow: 'fox-flow', steps: 7 });
    expect(render.privately).toEqual([]);
    const [job] = await test.core.jobs.ofPerson(mai);
    expect(job?.request.values).toMatchObject({ prompt: 'a hare', steps: 7 });
    expect(chat.told).toEqual([]);
  });

  it('is proposed by everybody else, confirmed in the channel, and its proposer hears of it', async () => {
    const { shown } = await add(mai, foxFlow);
    await press(shown[0], 'Propose it', mai);
    const post = await until(() => posts()[0], { what: 'the proposal' });
    expect(plain(post.card.summary)).toBe('Mai proposes the workflow Fox Flow');
    expect(refusalIn(await press(post.card, 'Add it', ravi))).toBe(
      'Only an instructor of this place can add a workflow.',
    );
    expect(listed('fox-flow')).toBeUndefined();
    await press(post.card, 'Add it', noor, true);
    await known('fox-flow');
    await until(() => buttons(post.card).length === 0, { what: 'the post without buttons' });
    expect(words(post.card)).toContain('Added: Fox Flow');
    const [told] = await until(() => (chat.told.length > 0 ? chat.told : undefined), { what: 'the word' });
    expect(plain(told?.summary ?? '')).toBe('Your workflow is added');
    expect(posts()).toHaveLength(1);
    expect((await test.core.addedWorkflows.list(here))[0]?.addedBy).toEqual(mai);
  });

  it('can be declined, and then nobody adds it any more', async () => {
    const { shown } = await add(mai, foxFlow);
    await press(shown[0], 'Propose it', mai);
    const post = await until(() => posts()[0], { what: 'the proposal' });
    const before = post.card;
    await press(before, 'Decline', noor, true);
    await until(() => chat.told[0], { what: 'the word' });
    expect(plain(chat.told[0]?.summary ?? '')).toBe('Your workflow was declined');
    expect(refusalIn(await press(before, 'Add it', noor, true))).toBe(
      'fox-flow was declined already, by Noor.',
    );
    expect(await test.core.addedWorkflows.list(here)).toEqual([]);
  });

  it('of an instructor of elsewhere is not theirs to confirm', async () => {
    const { shown } = await add(mai, foxFlow);
    await press(shown[0], 'Propose it', mai);
    const post = await until(() => posts()[0], { what: 'the proposal' });
    const button = buttons(post.card)[0];
    const elsewhere = { platform: 'discord', space: '201', channel: '1' } as const;
    const said = await act.perform(
      button?.command ?? '',
      { job: button?.jobId },
      { kind: 'button', person: noor, instructor: true, place: elsewhere },
    );
    expect(refusalIn(said)).toMatch(/^Only an instructor of this place/);
  });

  it('without a workflow in it is refused with the reason, and leaves nothing', async () => {
    expect(refusalIn(await add(mai, holiday))).toBe('holiday.png: This PNG picture carries no workflow.');
    expect(await test.core.redis.keys('*:proposal:*')).toEqual([]);
  });

  it('cannot be called like one of the folder, nor be added in a private conversation', async () => {
    expect(refusalIn(await add(mai, foxFlow, { name: 'picture' }))).toMatch(
      /called picture for everybody already/,
    );
    expect(refusalIn(await add(mai, { ...foxFlow, name: 'Picture.json' }))).toBeUndefined();
    const alone = await act.perform(
      'workflow add',
      { file: given(foxFlow) },
      { place: { platform: 'discord', channel: '1' } },
    );
    expect(refusalIn(alone)).toMatch(/^A private conversation has no workflows/);
  });
});

describe('a workflow that was added', () => {
  async function added(): Promise<void> {
    const { shown } = await add(mai, foxFlow, { instructor: true });
    await press(shown[0], 'Add it', mai, true);
    await known('fox-flow');
  }

  it('is replaced by a newer file of the same person; what was asked for before is made as it was', async () => {
    await added();
    await act.perform('render', { prompt: 'a hare', workflow: 'fox-flow' });
    const [job] = await test.core.jobs.ofPerson(mai);
    const before = library.get('fox-flow', here);
    const { shown } = await add(mai, newFoxFlow, { instructor: true });
    expect(words(shown[0])).toContain('It takes the place of ');
    await press(shown[0], 'Add it', mai, true);
    await until(() => library.get('fox-flow', here)?.version !== before?.version, {
      what: 'the new version',
    });
    expect(await test.core.snapshots.get(job?.request.workflow.version ?? '')).toEqual(before);
    expect(await test.core.addedWorkflows.list(here)).toHaveLength(1);
  });

  it('does not give its name to another person’s file', async () => {
    await added();
    const { shown } = await add(ravi, newFoxFlow);
    expect(words(shown[0])).toContain('fox-flow-2');
  });

  it('is changed by whoever added it: words, defaults and what it offers, which is its side file', async () => {
    await added();
    const edit = (options: object, person = mai) =>
      act.perform('workflow edit', { name: 'fox-flow', ...options }, { person });
    expect(refusalIn(await edit({ title: 'Mine' }, ravi))).toMatch(
      /^Only Mai, who added it, or an instructor/,
    );
    expect(refusalIn(await edit({}))).toMatch(/^Say what to change: title/);
    expect(refusalIn(await edit({ hide: 'nothing' }))).toMatch(/^hide must be names of its inputs \(prompt/);
    expect(refusalIn(await edit({ defaults: 'steps=400' }))).toBe('steps must be 1 to 50, got 400.');
    expect(refusalIn(await edit({ tags: 'Fünf!' }))).toMatch(/lower-case letters/);
    const said = await edit({
      title: 'Foxes',
      tags: '#night, snow',
      defaults: 'steps=30',
      hide: 'seed',
      cost: 2,
    });
    expect(refusalIn(said)).toBeUndefined();
    expect(plain(said.shown[0]?.summary ?? '')).toBe('Foxes is changed');
    const after = await until(
      () => {
        const one = library.get('fox-flow', here);
        return one?.title === 'Foxes' ? one : undefined;
      },
      { what: 'the change' },
    );
    expect(after).toMatchObject({ tags: ['night', 'snow'], cost: 2, inputs: { steps: { default: 30 } } });
    expect(Object.keys(after.inputs)).toEqual(['prompt', 'steps']);
    const marked = await edit({ nsfw: 'on' });
    expect(words(marked.shown[0])).toContain('age-restricted channels only');
    await until(() => library.get('fox-flow', here)?.nsfw, { what: 'the mark' });
    await edit({ nsfw: 'off' });
    await until(() => !library.get('fox-flow', here)?.nsfw, { what: 'the mark to go' });
    await edit({ offer: 'seed' });
    await until(() => library.get('fox-flow', here)?.inputs.seed, { what: 'the seed' });
  });

  it('is removed by whoever added it or an instructor, after a question', async () => {
    await added();
    const no = await act.perform('workflow remove', { name: 'fox-flow' }, { person: ravi });
    expect(refusalIn(no)).toMatch(/^Only Mai, who added it, or an instructor can remove/);
    const folder = await act.perform(
      'workflow remove',
      { name: 'picture' },
      { person: noor, instructor: true },
    );
    expect(refusalIn(folder)).toMatch(/^picture is everybody’s/);
    const { shown } = await act.perform(
      'workflow remove',
      { name: 'fox-flow' },
      { person: noor, instructor: true },
    );
    expect(listed('fox-flow')).toBeDefined();
    expect(refusalIn(await press(shown[0], 'Remove it', ravi))).toMatch(/^Only Mai/);
    await press(shown[0], 'Remove it', noor, true);
    await until(() => listed('fox-flow') === undefined, { what: 'it to be gone' });
  });
});
