/** Posts follow their records: deliveries, live posts, and never a late progress edit over a final one. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putOffMs } from '../../bots/deliveries.ts';
import type { Card } from '../../core/card.ts';
import { PassingError, UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job.ts';
import type { Output } from '../../core/output.ts';
import { createMemoryChat, type MemoryChat } from '../support/chat.ts';
import { listening, startTestCore, type TestCore } from '../support/core.ts';
import { startDelivering } from '../support/delivering.ts';
import { createGestures, words } from '../support/gestures.ts';
import { mai, ravi, testJob } from '../support/jobs.ts';
import { until } from '../support/until.ts';

let test: TestCore;
let chat: MemoryChat;
let act: ReturnType<typeof createGestures>;
let close: () => Promise<void>;
let start: () => void;

beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.core.redis.flushall();
  chat = createMemoryChat();
  act = createGestures(test.core);
  start = () => {
    close = startDelivering(act.tools, chat);
  };
  start();
  await listening(test.core);
});
afterEach(() => close());

async function posted(changes: Partial<Job> = {}): Promise<Job> {
  const ref = await chat.create(
    { platform: 'discord', channel: '300' },
    { tone: 'plain', summary: '', elements: [] },
    { nonce: Math.random().toString(), since: null },
  );
  const job = testJob({ post: ref, ...changes });
  await test.core.jobs.create(job);
  return job;
}
const wake = (job: Job, subject: 'job' | 'gallery' | 'question' = 'job') =>
  test.core.deliveries.wake('discord', { subject, jobId: job.id });
const shown = (job: Job) => chat.posts.get(job.post?.message ?? '');
const finish = (job: Job) =>
  test.core.jobs.update(job.id, (one) => ({
    ...one,
    state: 'done',
    startedAt: Date.now() - 2000,
    finishedAt: Date.now(),
  }));

describe('a job’s post', () => {
  it('shows queue, progress and result, and then rests', async () => {
    const job = await posted();
    await test.core.queue.add(job.id, mai);
    await wake(job);
    await until(() => words(shown(job)?.card).includes('In the queue'));
    await test.core.queue.remove(job.id);
    await test.core.jobs.update(job.id, (one) => ({ ...one, state: 'running', startedAt: Date.now() }));
    await test.core.progress.set(
      job.id,
      { fraction: 0.4, node: 'Sampling', step: 8, steps: 20, previewCount: 1, preview: 'image/jpeg', at: 1 },
      new Uint8Array([9]),
    );
    await until(() => words(shown(job)?.card).includes('Sampling, step 8 of 20'));
    expect(words(shown(job)?.card)).toContain('preview-1.jpg');
    await finish(job);
    await wake(job);
    await until(() => words(shown(job)?.card).includes('"Took"'));
    const edits = shown(job)?.edits.length;
    await test.core.progress.set(job.id, { fraction: 0.9, previewCount: 2, at: 2 });
    await wake(job);
    await until(async () => (shown(job)?.edits.length ?? 0) > (edits ?? 0));
    expect(shown(job)?.edits.at(-1)?.urgency).toBe('final');
    expect(words(shown(job)?.card)).toContain('"Took"');
  });

  it('is made once when there is none, however often it is delivered', async () => {
    const job = testJob({ state: 'done', finishedAt: 2, startedAt: 1 });
    await test.core.jobs.create(job);
    chat.failures.push(new Error('503'));
    await wake(job);
    await until(async () => (await test.core.jobs.get(job.id))?.post);
    await wake(job);
    await until(() => [...chat.posts.values()][0]?.edits.length);
    expect(chat.posts.size).toBe(1);
  });

  it('gets its result after failures that passed', async () => {
    const job = await posted();
    await finish(job);
    chat.failures.push(new Error('502'), new Error('timeout'));
    await wake(job);
    await until(() => words(shown(job)?.card).includes('"Took"'));
  });

  it('whose progress was dropped catches up', async () => {
    const job = await posted({ state: 'running', startedAt: Date.now() });
    chat.slow = true;
    await test.core.progress.set(job.id, { fraction: 0.1, node: 'Loading', previewCount: 0, at: 1 });
    await test.core.progress.set(job.id, { fraction: 0.5, node: 'Sampling', previewCount: 0, at: 2 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(shown(job)?.edits).toEqual([]);
    chat.slow = false;
    await until(() => words(shown(job)?.card).includes('Sampling'));
    expect(shown(job)?.edits.some(({ card }) => words(card).includes('Loading'))).toBe(false);
  });

  it('that was deleted by somebody hurts nobody', async () => {
    const job = await posted();
    chat.posts.clear();
    await finish(job);
    await wake(job);
    const other = await posted();
    await finish(other);
    await wake(other);
    await until(() => words(shown(other)?.card).includes('"Took"'));
  });

  it('goes when its maker deletes the result', async () => {
    const job = await posted();
    await finish(job);
    await act.press('delete now', job.id);
    await until(() => !shown(job));
  });
});

describe('the gallery post', () => {
  const galleryPosts = () => [...chat.posts.values()].filter(({ channel }) => channel === '301');

  it('comes with Share and goes with Unshare, as often as one likes', async () => {
    const job = await posted();
    await finish(job);
    for (let round = 0; round < 2; round += 1) {
      await act.press('share', job.id);
      await until(() => galleryPosts().length === 1);
      expect(words(galleryPosts()[0]?.card)).toContain('https://chat.example/300/1');
      await until(() => words(shown(job)?.card).includes('Unshare'));
      await act.press('unshare', job.id);
      await until(() => galleryPosts().length === 0);
    }
  });

  it('of a starred render waits for its maker’s word, and follows it', async () => {
    const job = await posted();
    await finish(job);
    if (!job.post) throw new Error('no post');
    await act.star('star', job.post, ravi);
    await until(() => chat.told.length === 1);
    expect(words(chat.told[0])).toContain('Somebody starred your render');
    expect(galleryPosts()).toHaveLength(0);
    await act.press('allow stars', job.id, mai);
    await until(() => galleryPosts().length === 1);
    await act.star('unstar', job.post, ravi);
    await until(() => galleryPosts().length === 0);
    await act.star('star', job.post, ravi);
    await until(() => galleryPosts().length === 1);
    await act.perform('gallery stop', {});
    await until(() => galleryPosts().length === 0);
    expect(chat.told).toHaveLength(1);
  });

  it('goes when the result is deleted', async () => {
    const job = await posted();
    await finish(job);
    await act.press('share', job.id);
    await until(() => galleryPosts().length === 1);
    await act.press('delete now', job.id);
    await until(() => chat.posts.size === 0);
  });

  it('that an instructor removed by hand is not put back', async () => {
    const job = await posted();
    await finish(job);
    await act.press('share', job.id);
    await until(async () => (await test.core.gallery.entry(job.id))?.post);
    for (const [id, post] of chat.posts) if (post.channel === '301') chat.posts.delete(id);
    await wake(job, 'gallery');
    await until(async () => (await test.core.gallery.entry(job.id))?.shared);
    await wake(job);
    await until(() => words(shown(job)?.card).includes('"Took"'));
    expect(galleryPosts()).toHaveLength(0);
  });

  it('question waits for the next gesture when direct messages are closed', async () => {
    const job = await posted();
    await finish(job);
    chat.closedDms = true;
    if (!job.post) throw new Error('no post');
    await act.star('star', job.post, ravi);
    await until(async () => (await test.core.gallery.consent(mai, '200')) === 'ask-next-time');
    const { followedUp } = await act.perform('help', {});
    expect(words(followedUp[0])).toContain('May results of yours');
  });
});

describe('nothing is lost and nothing posted twice', () => {
  const galleryPosts = () => [...chat.posts.values()].filter(({ channel }) => channel === '301');
  const rested = () => until(async () => (await test.core.deliveries.owed('discord')).length === 0);

  it('when a job ends while no bot is there, and nobody says so afterwards', async () => {
    const job = await posted();
    await close();
    await finish(job);
    start();
    await until(() => words(shown(job)?.card).includes('"Took"'));
  });

  it('when a bot dies between making a first post and noting where it is', async () => {
    chat.answersLost = 1;
    const job = testJob({ state: 'done', finishedAt: 2, startedAt: 1 });
    await test.core.jobs.create(job);
    await until(() => chat.posts.size === 1);
    await close();
    start();
    await until(async () => (await test.core.jobs.get(job.id))?.post);
    await rested();
    expect(chat.posts.size).toBe(1);
  });

  it('when that happens in the gallery, and the entry changes before the next try', async () => {
    const job = await posted();
    await finish(job);
    await rested();
    chat.answersLost = 1;
    await act.press('share', job.id);
    await until(() => galleryPosts().length === 1);
    if (job.post) await act.star('star', job.post, ravi);
    await until(async () => (await test.core.gallery.entry(job.id))?.post);
    await rested();
    expect(galleryPosts()).toHaveLength(1);
  });

  it('when that happens in the gallery, and its maker takes it back: the post nobody noted goes', async () => {
    const job = await posted();
    await finish(job);
    await rested();
    chat.answersLost = 1;
    await act.press('share', job.id);
    await until(() => galleryPosts().length === 1);
    await act.press('unshare', job.id);
    await until(() => galleryPosts().length === 0);
    await rested();
  });

  it('when that happens with the question to a maker', async () => {
    const job = await posted();
    await finish(job);
    await rested();
    chat.answersLost = 1;
    if (job.post) await act.star('star', job.post, ravi);
    await until(() => chat.told.length === 1);
    await rested();
    expect(chat.told).toHaveLength(1);
  });

  it('however long the platform is away: tries are hours apart at most, and never end', () => {
    const passing = Array.from({ length: 200 }, (_, tries) => putOffMs(new PassingError('503'), tries));
    expect(passing.slice(0, 3)).toEqual([1000, 2000, 4000]);
    expect(Math.max(...passing)).toBe(10 * 60_000);
    expect(putOffMs(new Error('forbidden'), 1000)).toBe(6 * 60 * 60_000);
  });
});

describe('more files than a post holds', () => {
  const outputs = Array.from({ length: 7 }, (_, index): Output => {
    const name = `${index + 1}.png`;
    return { key: `job/${name}`, name, kind: 'image', mediaType: 'image/png', bytes: 10 };
  });
  const files = ({ card }: { card: Card }) =>
    card.elements.flatMap((element) => (element.type === 'media' ? element.items.map(({ alt }) => alt) : []));
  const all = () => [...chat.posts.values()].map((post) => files(post).length);
  async function rendered(): Promise<Job> {
    chat.holds = 3;
    const job = await posted({ outputs });
    await finish(job);
    await wake(job);
    return job;
  }

  it('go into posts below it, each made once, also when nobody heard that it was made', async () => {
    chat.holds = 3;
    const job = await posted({ outputs });
    chat.answersLost = 1;
    await finish(job);
    await wake(job);
    await until(async () => (await test.core.jobs.get(job.id))?.more?.length === 2);
    expect(all()).toEqual([3, 3, 1]);
    expect(words(shown(job)?.card)).toContain('4 of 7 files are below.');
    const edits = shown(job)?.edits.length ?? 0;
    await wake(job);
    await until(() => (shown(job)?.edits.length ?? 0) > edits);
    expect(all()).toEqual([3, 3, 1]);
  });

  it('go with it when it is deleted, also the one nobody had noted', async () => {
    const job = await rendered();
    await until(async () => (await test.core.jobs.get(job.id))?.more?.length === 2);
    await test.core.jobs.update(job.id, ({ more, ...one }) => ({
      ...one,
      more: more?.slice(0, 1),
      deletedAt: Date.now(),
    }));
    await until(() => chat.posts.size === 0);
  });

  it('are named in the post where nothing may be posted below it', async () => {
    const create = chat.create;
    chat.create = async (place, card, first) => {
      if (first.nonce.startsWith('m')) throw new UserError('I may not post there.');
      return create(place, card, first);
    };
    const job = await rendered();
    await until(async () => (await test.core.jobs.get(job.id))?.alone);
    await until(() => files(shown(job) as { card: Card }).length === 7);
    expect(words(shown(job)?.card)).not.toContain('files are below');
  });
});
