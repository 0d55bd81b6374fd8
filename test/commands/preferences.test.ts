/** What members want for themselves: where their renders start from, who sees them, and what goes before it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../../core/card.ts';
import { newJobId } from '../../core/ids.ts';
import type { PostRef } from '../../core/people.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn, words } from '../support/gestures.ts';
import { mai, noor, ravi } from '../support/jobs.ts';

let test: TestCore;
let member: ReturnType<typeof createGestures>;
const given: string[] = [];
let takes = true;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.core.redis.flushall();
  given.length = 0;
  takes = true;
  member = createGestures(test.core, {
    async give(person, card) {
      if (!takes) return 'refused';
      given.push(`${person.name}: ${plain(card.summary)}`);
      return alone;
    },
  });
});

const alone: PostRef = { platform: 'discord', channel: '800', message: '900' };
const prefer = (options: object, person = mai) => member.perform('preferences set', options, { person });
const rule = (options: object) =>
  member.perform('settings everywhere', options, { person: noor, instructor: true });
const render = (options: object = {}, gesture: Parameters<typeof member.perform>[2] = {}) =>
  member.perform('render', { prompt: 'a fox', ...options }, { id: newJobId(), ...gesture });
const newest = async (person = mai) => (await test.core.jobs.ofPerson(person))[0];

describe('preferences', () => {
  it('are one’s own, are shown, and are taken back', async () => {
    const said = words((await prefer({ workflow: 'Plain', steps: 12, size: 'tall' })).shown[0]);
    for (const part of ['plain', '12', 'tall']) expect(said).toContain(part);
    expect(words((await member.perform('preferences show', {}, { person: ravi })).shown[0])).toContain(
      'Nothing is set',
    );
    await member.perform('preferences clear', { preference: 'steps' });
    expect(await test.core.preferences.of(mai)).toEqual({ workflow: 'plain', size: 'tall' });
    await member.perform('preferences clear', { preference: 'everything' });
    expect(await test.core.preferences.of(mai)).toEqual({});
    expect(refusalIn(await prefer({}))).toContain('Say what you prefer');
    expect(refusalIn(await prefer({ workflow: 'nothing like it' }))).toBeDefined();
  });

  it('go before what the channel starts from, and after what is typed and what a preset says', async () => {
    await rule({ workflow: 'picture', size: 'wide', steps: 30, max_count: 2 });
    await prefer({ size: 'tall', steps: 12, negative: 'blurry', guidance: 3 });
    await render();
    expect((await newest())?.request.values).toMatchObject({
      size: 'tall',
      steps: 12,
      negative: 'blurry',
      guidance: 3,
    });
    await render({ steps: 5, negative: 'fog' });
    expect((await newest())?.request.values).toMatchObject({ steps: 5, negative: 'fog', size: 'tall' });
    const { id = '' } = (await newest()) ?? {};
    await member.perform('preset save', { name: 'five', job: id });
    await render({ preset: 'five' });
    expect((await newest())?.request.values).toMatchObject({ steps: 5, size: 'tall', negative: 'fog' });
    await prefer({ workflow: 'plain' });
    await render();
    expect((await newest())?.request.workflow.name).toBe('plain');
  });

  it('are none where instructors do not allow them, and nobody is refused for them', async () => {
    await prefer({ workflow: 'plain', steps: 45, size: 'square' });
    await rule({ workflows: 'picture', max_steps: 20, steps: 15 });
    await render();
    expect((await newest())?.request).toMatchObject({ workflow: { name: 'picture' }, values: { steps: 15 } });
    expect(refusalIn(await render({ steps: 45 }))).toContain('at most 20');
  });

  it('are the same for all accounts of a person', async () => {
    const slack = { platform: 'slack', id: 'U1', name: 'Mai' } as const;
    await prefer({ steps: 12 });
    const { links, preferences } = test.core;
    await links.link(await links.offer(mai), mai, slack);
    expect(await preferences.of(slack)).toEqual({ steps: 12 });
    await preferences.set(slack, { steps: 9 });
    await links.unlink(mai);
    expect(await preferences.of(mai)).toEqual({ steps: 9 });
  });
});

describe('private results', () => {
  beforeEach(() => prefer({ private: true }));

  it('stand in a message to their owner; the channel sees nothing of them', async () => {
    const said = await render({ prompt: 'a surprise' });
    expect(said.acknowledged).toEqual(['private']);
    expect(given).toEqual(['Mai: On its way']);
    expect(words(said.shown[0])).toContain('nobody else sees it');
    expect(await newest()).toMatchObject({ private: true, post: alone, place: { space: '200' } });
  });

  it('are not begun when nobody may write to them directly', async () => {
    takes = false;
    expect(refusalIn(await render())).toMatch(
      /^You want your results for yourself, but .* Nothing was queued\.$/,
    );
    expect(await newest()).toBeUndefined();
  });

  it('are for nobody else to see or to go on from, even with their id; an instructor stops them unread', async () => {
    await render({ prompt: 'a surprise' });
    const { id = '' } = (await newest()) ?? {};
    for (const command of ['again', 'workflow', 'delete', 'share']) {
      const said = await member.press(command, id, ravi, { id: newJobId() });
      expect(refusalIn(said)).toBeDefined();
      expect(JSON.stringify(said)).not.toContain('a surprise');
    }
    expect(refusalIn(await member.perform('show', { job: id }, { person: ravi }))).toBeDefined();
    expect(await newest(ravi)).toBeUndefined();
    const stopped = await member.perform('cancel', { job: id }, { person: noor, instructor: true });
    expect(words(stopped.shown[0])).toContain('Picture');
    expect(JSON.stringify(stopped)).not.toContain('a surprise');
  });

  it('change nothing in a private conversation, where there is nobody else', async () => {
    const direct = { place: { platform: 'discord', channel: '9' } } as const;
    const said = await render({}, direct);
    expect(said.acknowledged).toEqual(['public']);
    expect((await newest())?.private).toBeUndefined();
    expect(given).toEqual([]);
  });

  it('are no reason to keep from everybody what instructors say to everybody', async () => {
    const said = await member.perform('pause', {}, { person: mai, instructor: true });
    expect(said.acknowledged).toEqual(['public']);
  });
});
