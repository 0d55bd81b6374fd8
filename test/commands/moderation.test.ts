/** What is not wanted in prompts, what is only for some channels, and who may make nothing: at the one door. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newJobId } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn, words } from '../support/gestures.ts';
import { mai, noor, ravi, testJob } from '../support/jobs.ts';
import { picture, plain, testLibrary } from '../support/workflows.ts';

let test: TestCore;
let member: ReturnType<typeof createGestures>;
let logged: string;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.core.redis.flushall();
  logged = '';
  const into = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  member = createGestures(test.core, { log: pino({ level: 'info' }, into) as Log });
});

const instructor = { person: noor, instructor: true };
const adult = { ageRestricted: true };
const space = { platform: 'discord', space: '200' } as const;
const rule = (command: string, options: object) =>
  member.perform(`moderation ${command}`, options, instructor);
const render = (prompt: string, gesture: Parameters<typeof member.perform>[2] = {}, more: object = {}) =>
  member.perform('render', { prompt, ...more }, { id: newJobId(), ...gesture });
const newest = async (person = mai) => (await test.core.jobs.ofPerson(person))[0];
const made = async () => (await test.core.jobs.ofPerson(mai)).length;

describe('the list of words', () => {
  it('is for instructors to see and change', async () => {
    for (const [command, options] of [
      ['words', { words: 'gore' }],
      ['pattern', { pattern: 'gore' }],
      ['remove', { rule: 'gore' }],
      ['list', {}],
    ] as const)
      expect(refusalIn(await member.perform(`moderation ${command}`, options))).toContain('Only instructors');
    const direct = { ...instructor, place: { platform: 'discord', channel: '9' } } as const;
    expect(refusalIn(await member.perform('moderation list', {}, direct))).toContain('private conversation');
  });

  it('refuses a prompt in private, says which word it is, and logs the rule and not the prompt', async () => {
    await rule('words', { words: 'Gore, blood bath , ' });
    const said = await render('a secret BLOOD\u200b  bath');
    expect(refusalIn(said)).toBe(
      '“blood bath” is on the list of words that are not used here. Please say it in another way.',
    );
    expect(await made()).toBe(0);
    expect(logged).toMatch(/"rule":"\d+".*a prompt met rule \d+/);
    expect(logged).toContain(mai.id);
    expect(logged).not.toContain('secret');
    await render('an engorged fox');
    expect(await made()).toBe(1);
  });

  it('holds for what a prompt becomes and what was left out of it, for presets, older renders and every gesture', async () => {
    await render('a fox');
    const parent = await newest();
    await rule('words', { words: 'fox' });
    expect(refusalIn(await member.press('again', parent?.id ?? ''))).toContain('“fox”');
    expect(refusalIn(await render('a {fox|fox|fox}'))).toContain('“fox”');
    expect(refusalIn(await render('a {1::cat|0.0001::fox}'))).toContain('“fox”');
    expect(refusalIn(await render('a cat', {}, { set: 'negative=dog' }))).toBeUndefined();
    expect(await made()).toBe(2);
  });

  it('lets people name what is to be kept out of the picture', async () => {
    await rule('words', { words: 'gore' });
    await render('a fox', {}, { negative: 'gore' });
    expect((await newest())?.request.values.negative).toBe('gore');
  });

  it('is of one server, and of no private conversation', async () => {
    await rule('words', { words: 'gore' });
    await render('gore', { place: { platform: 'discord', space: '201', channel: '300' } });
    await render('gore', { place: { platform: 'discord', channel: '9' } });
    expect(await made()).toBe(2);
  });

  it('shows who put what on it and when, moves what changes lists, and forgets what is taken off', async () => {
    await rule('words', { words: 'gore, Blood' });
    await rule('pattern', { pattern: '\\bvamp\\w+', list: 'nsfw' });
    await rule('words', { words: 'BLOOD', list: 'nsfw' });
    expect(words((await rule('words', { words: 'gore' })).shown[0])).toContain('on the list already');
    const all = await test.core.moderation.rules(space);
    expect(all.map(({ text, list }) => `${list} ${text}`).toSorted()).toEqual([
      'nsfw BLOOD',
      'nsfw \\bvamp\\w+',
      'refused gore',
    ]);
    const shown = words((await rule('list', {})).shown[0]);
    for (const part of ['gore', '/\\\\bvamp\\\\w+/', 'Noor']) expect(shown).toContain(part);
    await rule('remove', { rule: 'Gore' });
    await rule('remove', { rule: `#${all.find(({ kind }) => kind === 'pattern')?.id}` });
    expect((await test.core.moderation.rules(space)).map(({ text }) => text)).toEqual(['BLOOD']);
    expect(refusalIn(await rule('remove', { rule: 'gore' }))).toContain('is not on the list');
  });

  it('takes no pattern that could hold anything up or fits everything, and says what is wrong with it', async () => {
    expect(refusalIn(await rule('pattern', { pattern: '(?=a)' }))).toContain('no pattern that RE2 reads');
    expect(refusalIn(await rule('pattern', { pattern: '.*' }))).toContain('fits every prompt');
    expect(refusalIn(await rule('words', { words: ' , ,' }))).toContain('with commas between');
    await rule('pattern', { pattern: '(a+)+$' });
    await render(`${'a'.repeat(3900)}!`);
    expect(await made()).toBe(1);
  });

  it('has an end', async () => {
    const many = Array.from({ length: 50 }, (_, at) => `p${at}`);
    for (const pattern of many) await rule('pattern', { pattern });
    expect(refusalIn(await rule('pattern', { pattern: 'one more' }))).toContain('room for 50');
    expect(refusalIn(await rule('pattern', { pattern: 'p1', list: 'nsfw' }))).toBeUndefined();
  });
});

describe('what is not for everybody’s eyes', () => {
  it('is a word of that list: asked for only where children are kept out, and marked', async () => {
    await rule('words', { words: 'nude', list: 'nsfw' });
    expect(refusalIn(await render('a nude statue'))).toBe(
      '“nude” is not for everybody’s eyes here. Ask in a channel that the server has marked as age-restricted.',
    );
    await render('a nude statue', adult);
    expect((await newest())?.nsfw).toBe(true);
    await render('a fox');
    expect((await newest())?.nsfw).toBeUndefined();
  });

  it('is a marked workflow, also when it was marked after a render was made with it', async () => {
    await render('a fox');
    const before = await newest();
    const library = { ...testLibrary(), get: () => ({ ...picture, nsfw: true }) };
    const marked = createGestures(test.core, { library });
    expect(refusalIn(await marked.press('again', before?.id ?? ''))).toContain(
      'Picture is not for everybody’s eyes.',
    );
    await marked.press('again', before?.id ?? '', mai, { ...adult, id: newJobId() });
    expect((await newest())?.nsfw).toBe(true);
  });

  it('is whatever was made in such a channel, and is not shown in another', async () => {
    await render('a fox', adult);
    const job = await newest();
    expect(job?.nsfw).toBe(true);
    const show = (more: object) => member.perform('show', { job: job?.id }, more);
    expect(refusalIn(await show({}))).toContain('age-restricted channels only');
    expect((await show(adult)).shown).toHaveLength(1);
    expect((await show({ place: { platform: 'discord', channel: '9' } })).shown).toHaveLength(1);
  });

  it('is a marked workflow that is offered only where it may be used, and is nobody’s by default elsewhere', async () => {
    const marked = { ...picture, name: 'nude', title: 'Nude', order: 0, nsfw: true };
    const here = createGestures(test.core, { library: testLibrary({}, [marked, picture, plain]) });
    const offered = async (asker: object, command = 'render', option = 'workflow') =>
      (
        await here.handlers.suggest({
          ...{ command, option, typed: '', others: {} },
          asker: { person: mai, space: '200', channel: '300', ...asker },
        })
      ).map(({ value }) => value);
    for (const command of ['render', 'preferences set'])
      expect(await offered({}, command)).toEqual(['picture', 'plain']);
    expect(await offered({}, 'workflow show', 'name')).not.toContain('nude');
    expect(await offered(adult)).toEqual(['nude', 'picture', 'plain']);
    const listed = async (gesture: object) =>
      words((await here.perform('workflow list', {}, gesture)).shown[0]) +
      words((await here.perform('help', {}, gesture)).shown[0]);
    expect(await listed({})).not.toContain('Nude');
    expect(await listed(adult)).toContain('Nude');
    expect(await listed(instructor)).toContain('only in age-restricted channels');

    await test.core.preferences.set(mai, { workflow: 'nude' });
    await test.core.houseRules.set(space, { workflow: 'nude' });
    await here.perform('render', { prompt: 'a fox' }, { id: newJobId() });
    expect((await newest())?.request.workflow.name).toBe('picture');
    await here.perform('render', { prompt: 'a fox' }, { id: newJobId(), ...adult });
    expect((await newest())?.request.workflow.name).toBe('nude');
    const typed = { prompt: 'a fox', workflow: 'nude' };
    expect(refusalIn(await here.perform('render', typed))).toContain('not for everybody’s eyes');
  });

  it('is said on Slack with what there is on Slack', async () => {
    const slack = { platform: 'slack', space: 'T1', channel: 'C1' } as const;
    await member.perform(
      'moderation words',
      { words: 'nude', list: 'nsfw' },
      { ...instructor, place: slack },
    );
    expect(refusalIn(await render('nude', { place: slack }))).toContain(
      'Ask in a channel that an instructor has marked as not safe for work.',
    );
  });
});

describe('somebody who is blocked', () => {
  const block = (person: { id: string; name: string } = mai, reason?: string) =>
    member.perform('block', { person: { id: person.id, name: person.name }, reason }, instructor);

  it('makes nothing there, is told by whom and why, and what waits of theirs is cancelled', async () => {
    const waiting = testJob();
    const elsewhere = testJob({ place: { platform: 'discord', space: '201', channel: '1' } });
    for (const job of [waiting, elsewhere]) {
      await test.core.jobs.create(job);
      await test.core.queue.add(job.id, job.owner);
    }
    const said = words((await block(mai, 'spam')).shown[0]);
    expect(said).toContain('1 render of theirs that was on its way is cancelled.');
    expect((await test.core.jobs.get(waiting.id))?.state).toBe('cancelled');
    expect((await test.core.jobs.get(elsewhere.id))?.state).toBe('queued');
    const refused = await render('a fox');
    expect(refusalIn(refused)).toMatch(/^Noor has blocked you here \(spam\), so nothing can be made\./);
    expect(refused.acknowledged).toEqual([]);
    for (const [command, options] of [
      ['again', { job: waiting.id }],
      ['share', { job: waiting.id }],
    ] as const)
      expect(refusalIn(await member.perform(command, options, { kind: 'button' }))).toContain('blocked you');
    await render('a fox', { place: { platform: 'discord', space: '201', channel: '300' } });
    await render('a fox', { person: ravi });
    expect((await newest())?.place.space).toBe('201');
    expect((await newest(ravi))?.state).toBe('queued');
  });

  it('still looks, deletes, unlinks and takes things back', async () => {
    const job = testJob({ state: 'done' });
    await test.core.jobs.create(job);
    await block();
    expect((await member.perform('history', {})).shown).toHaveLength(1);
    expect((await member.perform('gallery stop', {})).shown).toHaveLength(1);
    expect(refusalIn(await member.perform('unlink', {}))).toBe('This account is not linked to another.');
    await member.press('delete now', job.id);
    expect((await test.core.jobs.get(job.id))?.deletedAt).toBeDefined();
  });

  it('is blocked with every account, linked then or later, and unlinking is no way out', async () => {
    const slack = { platform: 'slack', id: 'U1', name: 'Mai' } as const;
    const second = { platform: 'discord', id: '100000000000000009', name: 'Mai too' } as const;
    const { links } = test.core;
    await links.link(await links.offer(mai), mai, slack);
    await block();
    await links.link(await links.offer(slack), slack, second);
    expect(refusalIn(await render('a fox', { person: second }))).toContain('blocked');
    await links.unlink(mai);
    expect(refusalIn(await render('a fox'))).toContain('blocked');
    expect(await test.core.blocks.of(space, slack)).not.toBeNull();
    await member.perform('unblock', { person: { id: mai.id, name: mai.name } }, instructor);
    expect(await test.core.blocks.of(space, slack)).toBeNull();
    await render('a fox');
    expect(await made()).toBe(1);
  });

  it('is listed with who did it; nobody blocks themselves, and an instructor is not held up', async () => {
    await block(ravi, 'spam');
    await block(mai);
    const all = await test.core.blocks.all(space);
    expect(all.map(({ who, by }) => `${who.name} by ${by.name}`)).toEqual(['Mai by Noor', 'Ravi by Noor']);
    const list = await member.perform('blocked', {}, instructor);
    expect(words(list.shown[0])).toContain('spam');
    expect(refusalIn(await block(noor))).toBe('You cannot block yourself.');
    expect(refusalIn(await member.perform('unblock', { person: mai }, { person: noor }))).toContain('Only');
    await render('a fox', { instructor: true });
    expect(await made()).toBe(1);
    const unknown = await member.perform('unblock', { person: { id: noor.id, name: 'Noor' } }, instructor);
    expect(refusalIn(unknown)).toBe('Noor is not blocked here.');
  });
});
