/** The gallery's posts: they follow their entries and what people do on the platform, and nothing comes in unasked. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDeliveries } from '../../bots/deliveries.ts';
import { createFollow } from '../../bots/follow.ts';
import { startLivePosts } from '../../bots/live.ts';
import { createLock } from '../../bots/lock.ts';
import { startRecount } from '../../bots/recount.ts';
import type { Job } from '../../core/job.ts';
import type { PostRef } from '../../core/people.ts';
import { createMemoryChat, type MemoryChat } from '../support/chat.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn, words } from '../support/gestures.ts';
import { mai, noor, ravi, testJob } from '../support/jobs.ts';
import { until } from '../support/until.ts';

let test: TestCore;
let chat: MemoryChat;
let act: ReturnType<typeof createGestures>;
let follow: ReturnType<typeof createFollow>;
let close: () => Promise<void>;
/** Whether the gallery's channel keeps children out. */
let ageRestricted = false;
let clock = 0;

beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.core.redis.flushall();
  chat = createMemoryChat();
  ageRestricted = false;
  clock = Date.now();
  act = createGestures(test.core, {
    posts: chat,
    now: () => clock,
    ageRestricted: async ({ channel }) => ageRestricted && channel === '301',
    galleryChannel: async (_place, audience) => (audience === 'instructors' ? '302' : '301'),
    findChannel: async (_place, channel) => (channel === '404' ? null : channel),
  });
  const lock = createLock();
  const live = startLivePosts({ tools: act.tools, chat, lock });
  const deliveries = startDeliveries({ tools: act.tools, chat, live, lock });
  follow = createFollow({ tools: act.tools, chat: () => chat, lock });
  close = async () => {
    await live.close();
    await deliveries.close();
  };
});
afterEach(() => close());

async function done(changes: Partial<Job> = {}): Promise<Job & { post: PostRef }> {
  const { nonce, since } = { nonce: Math.random().toString(), since: null };
  const card = { tone: 'plain', summary: '', elements: [] } as const;
  const post = await chat.create({ platform: 'discord', channel: '300' }, card, { nonce, since });
  const job = testJob({ post, state: 'done', startedAt: 1, finishedAt: 2, ...changes });
  await test.core.jobs.create(job);
  return { ...job, post };
}
const entry = (job: Job) => test.core.gallery.entry(job.id);
const inChannel = (channel: string) => [...chat.posts.values()].filter((post) => post.channel === channel);
const shown = () => inChannel('301');
const allow = () => test.core.gallery.setConsent(mai, '200', 'allow');
/** The gallery post, once it is on record. */
async function standing(job: Job): Promise<PostRef> {
  return until(async () => (await entry(job))?.post);
}
/** Nothing is owed any more: what has not come will not come. */
const settled = () => until(async () => (await test.core.deliveries.owedCount('discord')) === 0);

describe('a gallery post', () => {
  it('is edited when what it shows has changed, and for nothing else', async () => {
    const job = await done();
    await act.press('share', job.id);
    const { message } = await standing(job);
    await settled();
    for (let time = 0; time < 3; time += 1)
      await test.core.deliveries.wake('discord', { subject: 'gallery', jobId: job.id });
    await settled();
    expect(chat.posts.get(message)?.edits).toEqual([]);
    await act.perform('gallery describe', { entry: 1, description: 'At dusk' });
    await until(() => words(chat.posts.get(message)?.card).includes('At dusk'));
    expect(chat.posts.get(message)?.edits).toHaveLength(1);
  });

  it('shows the latest number of stars, by few edits', async () => {
    const job = await done();
    await act.press('share', job.id);
    const { message } = await standing(job);
    const fans = Array.from({ length: 9 }, (_, index) => ({ ...ravi, id: String(index) }));
    for (const fan of fans) await act.star('star', job.post, fan);
    await until(async () => (await entry(job))?.stars.length === 9);
    // It was put off for a few seconds; they are over.
    clock += 10_000;
    await until(async () => {
      await test.core.deliveries.wake('discord', { subject: 'gallery', jobId: job.id });
      return words(chat.posts.get(message)?.card).includes('9 stars');
    });
    expect(chat.posts.get(message)?.edits.length).toBeLessThanOrEqual(3);
  });

  it('stays while a star comes and goes at the threshold', async () => {
    await test.core.houseRules.set({ platform: 'discord', space: '200' }, { stars: 3 });
    await allow();
    const job = await done();
    const fans = ['1', '2', '3'].map((id) => ({ ...ravi, id }));
    for (const fan of fans) await act.star('star', job.post, fan);
    const { message } = await standing(job);
    for (let time = 0; time < 3; time += 1) {
      await act.star('unstar', job.post, { ...ravi, id: '1' });
      await act.star('star', job.post, { ...ravi, id: '1' });
    }
    expect((await entry(job))?.post?.message).toBe(message);
    await act.star('unstar', job.post, { ...ravi, id: '1' });
    await act.star('unstar', job.post, { ...ravi, id: '2' });
    await until(() => shown().length === 0);
  });

  it('moves with its audience, and what stood before is gone', async () => {
    const job = await done();
    await act.press('share', job.id);
    await standing(job);
    await act.press('share inside', job.id);
    await until(() => shown().length === 0 && inChannel('302').length === 1);
    await act.press('share named', job.id);
    await until(() => shown().length === 1 && inChannel('302').length === 0);
  });

  it('that somebody deletes stays away, and so does the result whose own post is deleted', async () => {
    const job = await done();
    await act.press('share', job.id);
    const { channel, message } = await standing(job);
    chat.posts.delete(message);
    await follow.gone({ platform: 'discord', channel, messages: [message] });
    expect((await entry(job))?.removed).toBeDefined();
    expect(refusalIn(await act.press('share', job.id))).toContain('Only an instructor can put it back');
    await settled();
    expect(shown()).toEqual([]);

    const other = await done();
    await act.press('share', other.id);
    await standing(other);
    await follow.gone({ platform: 'discord', channel: '300', messages: [other.post.message] });
    await until(() => shown().length === 0);
  });

  it('whose channel is deleted is made anew in another, when there is something to show', async () => {
    const job = await done();
    await act.press('share', job.id);
    const { channel, message } = await standing(job);
    chat.posts.delete(message);
    await follow.gone({ platform: 'discord', channel });
    expect((await entry(job))?.removed).toBeUndefined();
    await act.perform('gallery describe', { entry: 1, tags: 'sea' });
    await until(() => shown().length === 1);
  });

  it('taken down by ourselves is not taken for somebody’s deed', async () => {
    const job = await done();
    await act.press('share', job.id);
    const { channel, message } = await standing(job);
    await act.press('unshare', job.id);
    await until(() => shown().length === 0);
    await follow.gone({ platform: 'discord', channel, messages: [message] });
    expect((await entry(job))?.removed).toBeUndefined();
    await act.press('share', job.id);
    await until(() => shown().length === 1);
  });

  it('comes with a pin where its entry is in the showcase, and loses the mark with the pin', async () => {
    const job = await done();
    const onPost = { channel: '300', message: job.post.message };
    await act.perform('pin', onPost, { kind: 'pin', person: ravi });
    expect(chat.pinned.size).toBe(0);
    await act.perform('pin', onPost, { kind: 'pin', person: noor, instructor: true });
    expect([...chat.pinned]).toEqual([job.post.message]);
    expect(shown()).toEqual([]);
    await act.press('share', job.id);
    const { channel, message } = await standing(job);
    await until(() => chat.pinned.has(message) && chat.pinned.size === 1);
    await until(async () => (await entry(job))?.pinned?.post?.message === message);
    chat.pinned.clear();
    await follow.pinsChanged({ platform: 'discord', channel });
    expect((await entry(job))?.pinned).toBeUndefined();
  });
});

describe('a bot that was away', () => {
  /** What stands on the posts is counted as often as a new bot starts. */
  async function restarted(last: Job): Promise<void> {
    const asked = new Set<string>();
    const posts = {
      ...chat,
      async starredBy(post: PostRef) {
        asked.add(post.message);
        return chat.starredBy(post);
      },
    };
    const tools = { ...act.tools, posts };
    const recount = startRecount({ tools, platform: 'discord', lock: createLock(), paceMs: 5 });
    // The newest comes first, so the one that was made first comes last.
    await until(() => asked.has(last.post?.message ?? ''), { what: 'the count' });
    await until(async () => (await test.core.deliveries.owedCount('discord')) === 0, { what: 'the posts' });
    recount.close();
  }

  it('finds the stars that were given and taken meanwhile', async () => {
    await allow();
    const finishedAt = Date.now();
    const [first, starred, starless] = [
      await done({ finishedAt }),
      await done({ finishedAt: finishedAt + 1 }),
      await done({ finishedAt: finishedAt + 2 }),
    ];
    await act.star('star', starless.post, ravi);
    await standing(starless);
    chat.stars.set(starred.post.message, [ravi.id, noor.id]);
    await restarted(first);
    await until(async () => (await entry(starred))?.post);
    expect((await entry(starred))?.stars).toHaveLength(2);
    await until(async () => (await entry(starless))?.stars.length === 0);
    await until(() => shown().length === 1);
    expect(await entry(first)).toBeNull();
  });

  it('asks a maker who was never asked, and takes a maker’s own star for the word that it is', async () => {
    const finishedAt = Date.now();
    const [first, own] = [await done({ finishedAt }), await done({ finishedAt: finishedAt + 1 })];
    chat.stars.set(first.post.message, [ravi.id]);
    chat.stars.set(own.post.message, [mai.id]);
    await restarted(first);
    await until(() => chat.told.length === 1);
    await standing(own);
    expect((await entry(own))?.shared).toBe(true);
    expect((await entry(first))?.shared).toBe(false);
    expect(shown()).toHaveLength(1);
  });

  it('takes nothing for news that its maker has taken back since', async () => {
    const finishedAt = Date.now();
    const [first, unshared, stopped] = [
      await done({ finishedAt }),
      await done({ finishedAt: finishedAt + 1 }),
      await done({ finishedAt: finishedAt + 2 }),
    ];
    for (const job of [unshared, stopped]) {
      await act.star('star', job.post, mai);
      chat.stars.set(job.post.message, [mai.id]);
      await standing(job);
    }
    await act.press('unshare', unshared.id);
    await act.perform('gallery stop', {});
    await until(() => shown().length === 0);
    await restarted(first);
    for (const job of [unshared, stopped]) expect((await entry(job))?.shared).toBe(false);
    expect(shown()).toEqual([]);
  });

  it('leaves private results, those of others’ servers and old ones alone', async () => {
    const old = await done({ finishedAt: Date.now() - 8 * 24 * 60 * 60 * 1000 });
    const alone = await done({ finishedAt: Date.now(), private: true });
    const last = await done({ finishedAt: Date.now() });
    for (const job of [old, alone]) chat.stars.set(job.post.message, [ravi.id]);
    await restarted(last);
    for (const job of [old, alone]) expect(await entry(job)).toBeNull();
  });
});

describe('nothing gets in', () => {
  it('by somebody else’s press, word or star', async () => {
    const job = await done();
    const commands = ['share', 'share named', 'share nameless', 'share inside', 'unshare', 'allow stars'];
    for (const command of commands)
      expect(refusalIn(await act.press(command, job.id, ravi)), command).toContain('Mai');
    // An instructor's word is no maker's word.
    expect(refusalIn(await act.press('share', job.id, noor, { instructor: true }))).toContain('Mai');
    await act.star('star', job.post, ravi);
    await act.perform('gallery restore', { entry: 1 }, { person: noor, instructor: true });
    await settled();
    expect(shown()).toEqual([]);
  });

  it('by a button that was made up', async () => {
    for (const job of ['job-00000000000000000000000000', '../../etc', '', testJob().id])
      expect(refusalIn(await act.press('share', job)), job).toBeTruthy();
    expect(refusalIn(await act.perform('tag page', { page: '<@&1>-0' }, { kind: 'button' }))).toBeTruthy();
    expect(shown()).toEqual([]);
  });

  it('from another server, whose entries have numbers of their own', async () => {
    const there = await done({ place: { platform: 'discord', space: '999', channel: '900' } });
    await act.press('share', there.id, mai, { place: there.place });
    await standing(there);
    const numbered = [
      act.perform('gallery describe', { entry: 1, tags: 'mine' }),
      act.perform('gallery pin', { entry: 1 }, { person: noor, instructor: true }),
      act.perform('gallery remove', { entry: 1 }, { person: noor, instructor: true }),
    ];
    for (const said of await Promise.all(numbered)) expect(refusalIn(said)).toContain('no gallery entry 1');
    const [top] = (await act.perform('gallery top', {})).shown;
    expect(words(top)).not.toContain('a lighthouse');
  });

  it('unless it suits everybody who can see the channel', async () => {
    const job = await done({ nsfw: true });
    expect(refusalIn(await act.press('share', job.id))).toContain('not safe for work');
    await allow();
    await act.star('star', job.post, ravi);
    await settled();
    expect(shown()).toEqual([]);
    ageRestricted = true;
    await act.press('share', job.id);
    await until(() => shown().length === 1);
    await standing(job);
    await until(async () => (await entry(job))?.shown);
    const mine = async () => words((await act.perform('gallery mine', {})).shown[0]);
    expect(await mine()).not.toContain('not shown');
    ageRestricted = false;
    expect(await mine()).toContain('not shown');
    ageRestricted = true;
    const [open] = (await act.perform('gallery top', {}, { ageRestricted: false })).shown;
    expect(words(open)).not.toContain('a lighthouse');
    const [grown] = (await act.perform('gallery top', {}, { ageRestricted: true })).shown;
    expect(words(grown)).toContain('a lighthouse');
  });

  it('with a name where its maker gives none', async () => {
    const job = await done();
    await act.press('share nameless', job.id);
    await settled();
    expect(shown()).toEqual([]);
    await act.press('share', job.id);
    await standing(job);
    await until(async () => (await entry(job))?.shown);
    const [gallery] = shown();
    const [top] = (await act.perform('gallery top', {}, { person: ravi })).shown;
    const [random] = (await act.perform('gallery random', {}, { person: ravi })).shown;
    for (const card of [gallery?.card, top, random])
      for (const clue of [mai.name, mai.id, job.id, 'Original', '"42"'])
        expect(JSON.stringify(card), clue).not.toContain(clue);
  });
});
