/** House rules: who may set them, what a request starts from because of them, and what they refuse. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newJobId } from '../../core/ids.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn, words } from '../support/gestures.ts';
import { mai, noor, ravi } from '../support/jobs.ts';

let test: TestCore;
let member: ReturnType<typeof createGestures>;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.core.redis.flushall();
  member = createGestures(test.core);
});

const instructor = { person: noor, instructor: true };
const set = (options: object, scope = 'everywhere') =>
  member.perform(`settings ${scope}`, options, instructor);
const render = (options: object = {}, gesture: Parameters<typeof member.perform>[2] = {}) =>
  member.perform('render', { prompt: 'a fox', ...options }, { id: newJobId(), ...gesture });
const valuesOfNewest = async (person = mai) => (await test.core.jobs.ofPerson(person))[0]?.request;

describe('settings', () => {
  it('are for instructors to change, and for everybody to see', async () => {
    const refused = await member.perform('settings everywhere', { steps: 30 });
    expect(refusalIn(refused)).toBe('Only instructors can change the settings here.');
    expect(words((await set({ steps: 30, workflows: 'picture, Plain' })).shown[0])).toContain(
      'picture, plain',
    );
    expect(words((await member.perform('settings show', {})).shown[0])).toContain('30');
    await member.perform('settings clear', { setting: 'everything' }, instructor);
    expect(words((await member.perform('settings show', {})).shown[0])).not.toContain('30');
  });

  it('belong to one server: another has its own, and a private conversation has none', async () => {
    await set({ steps: 30 });
    const elsewhere = { place: { platform: 'discord', space: '201', channel: '300' } } as const;
    expect(words((await member.perform('settings show', {}, elsewhere)).shown[0])).not.toContain('30');
    const direct = { place: { platform: 'discord', channel: '9' } } as const;
    expect(refusalIn(await member.perform('settings show', {}, direct))).toContain('private conversation');
  });

  it('come last in the order: typed, preset, own preference, channel, server, workflow', async () => {
    const steps = async (options: object = {}) => {
      await render(options);
      return (await valuesOfNewest())?.values.steps;
    };
    expect(await steps()).toBe(20);
    await set({ steps: 30 });
    expect(await steps()).toBe(30);
    await set({ steps: 12 }, 'channel');
    expect(await steps()).toBe(12);
    await member.perform('preferences set', { steps: 9 });
    expect(await steps()).toBe(9);
    await member.perform('preset save', { name: 'quick', workflow: 'picture', set: 'steps=7' });
    expect(await steps({ preset: 'quick' })).toBe(7);
    expect(await steps({ preset: 'quick', steps: 5 })).toBe(5);
    // What instructors allow holds for all of it.
    await set({ max_steps: 6 });
    expect(refusalIn(await render({ preset: 'quick' }))).toContain('at most 6');
    expect(await steps({ preset: 'quick', steps: 5 })).toBe(5);
  });

  it('say what a request starts from; a channel wins, and what is asked for wins over both', async () => {
    await set({ workflow: 'Picture', size: 'wide', steps: 30 });
    await set({ steps: 12 }, 'channel');
    await render();
    expect(await valuesOfNewest()).toMatchObject({
      workflow: { name: 'picture' },
      values: { size: 'wide', steps: 12 },
    });
    await render({ steps: 5, size: 'tall' });
    expect((await valuesOfNewest())?.values).toMatchObject({ size: 'tall', steps: 5 });
  });

  it('leave a workflow alone that has no such input, or not such a value of it', async () => {
    await set({ workflow: 'plain', steps: 60 });
    await render();
    expect((await valuesOfNewest())?.workflow.name).toBe('plain');
    await render({ workflow: 'picture' });
    expect((await valuesOfNewest())?.values.steps).toBe(20);
  });

  it.each([
    [{ max_steps: 10 }, {}, 'steps must be at most 10 here, got 20.'],
    [{ max_count: 2 }, { count: 3 }, 'count must be at most 2 here, got 3.'],
    [{ max_megapixels: 0.2 }, {}, 'at most 0.2 megapixels here, and this one would have 0.3'],
    [{ workflows: 'plain' }, { workflow: 'picture' }, 'Picture is not used here. There are: plain.'],
    [{ renders: 'off' }, {}, 'Renders are switched off in this channel.'],
  ])('refuse what goes beyond %j, also from instructors', async (rules, asked, words) => {
    await set(rules);
    for (const gesture of [{}, instructor]) {
      expect(refusalIn(await render(asked, gesture))).toContain(words);
    }
    expect(await test.core.jobs.ofPerson(mai)).toEqual([]);
  });

  it('keep what they do not let be used from being offered, or from being the default', async () => {
    await set({ workflow: 'picture' });
    await set({ workflows: 'plain' }, 'channel');
    const asker = { person: mai, space: '200', channel: '300' };
    const typing = { command: 'render', option: 'workflow', typed: '', others: {} };
    const offered = (await member.handlers.suggest({ ...typing, asker })).map(({ value }) => value);
    expect(offered).toEqual(['plain']);
    await render();
    expect((await valuesOfNewest())?.workflow.name).toBe('plain');
    expect(words((await member.perform('workflow list', {})).shown[0])).toContain('not used here');
  });

  it('allow renders in one channel alone', async () => {
    await set({ renders: 'off' });
    await set({ renders: 'on' }, 'channel');
    await render();
    expect(await test.core.jobs.ofPerson(mai)).toHaveLength(1);
  });

  it('bound what a member may have on the way; others and instructors are not held up by it', async () => {
    await set({ max_waiting: 1 });
    await render();
    expect(refusalIn(await render())).toContain('You have 1 render on the way already');
    await render({}, { person: ravi });
    await render({}, instructor);
    await render({}, instructor);
    expect(await test.core.jobs.activeCount()).toBe(4);
  });

  it('hold for every gesture that starts a render', async () => {
    await render();
    const [job] = await test.core.jobs.ofPerson(mai);
    await set({ renders: 'off' });
    expect(refusalIn(await member.press('again', job?.id ?? ''))).toContain('switched off');
  });

  it('leave a pause between two renders of one member, which the same gesture told twice does not break', async () => {
    await set({ cool_down: 600 });
    const twice = { id: newJobId() };
    await render({}, twice);
    const again = await render({}, twice);
    expect(again.privately).toEqual([]);
    expect(refusalIn(await render())).toMatch(
      /^Everybody waits 10 min between two renders here. Try again in/,
    );
    await render({}, { person: ravi });
    expect(await test.core.jobs.activeCount()).toBe(2);
  });

  it('that cannot be read keep no other from holding', async () => {
    await set({ max_steps: 10 });
    await test.core.redis.hset('rv:rules:discord:200', { size: 'nonsense', steps: '{' });
    expect(refusalIn(await render())).toContain('at most 10');
  });

  it('name workflows that there are', async () => {
    expect(refusalIn(await set({ workflow: 'magic' }))).toContain('There is no workflow called "magic"');
    const offered = await member.handlers.suggest({
      command: 'settings everywhere',
      option: 'workflows',
      typed: 'picture, pl',
      others: {},
      asker: { person: mai },
    });
    expect(offered.map(({ value }) => value)).toEqual(['picture, plain']);
  });
});
