/** How a render ended reaches its owner, whatever became of the post: once, with a reason, and nobody else. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../core/job.ts';
import type { Output } from '../../core/output.ts';
import { createMemoryChat, type MemoryChat } from '../support/chat.ts';
import { listening, startTestCore, type TestCore } from '../support/core.ts';
import { startDelivering } from '../support/delivering.ts';
import { createGestures, words } from '../support/gestures.ts';
import { mai, testJob } from '../support/jobs.ts';
import { until } from '../support/until.ts';

let test: TestCore;
let chat: MemoryChat;
let act: ReturnType<typeof createGestures>;
let close: () => Promise<void>;

beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
function start(): void {
  close = startDelivering(act.tools, chat);
}
beforeEach(async () => {
  await test.core.redis.flushall();
  chat = createMemoryChat();
  act = createGestures(test.core);
  start();
  await listening(test.core);
});
afterEach(() => close());

const hour = 60 * 60_000;
/** A render that began an hour ago and has its post. */
async function running(changes: Partial<Job> = {}): Promise<Job> {
  const post = await chat.create(
    { platform: 'discord', channel: '300' },
    { tone: 'plain', summary: '', elements: [] },
    { nonce: Math.random().toString(), since: null },
  );
  const job = testJob({ post, state: 'running', createdAt: Date.now() - hour, ...changes });
  await test.core.jobs.create(job);
  return job;
}
const finish = (job: Job) =>
  test.core.jobs.update(job.id, (one) => ({
    ...one,
    state: 'done',
    startedAt: Date.now() - 2000,
    finishedAt: Date.now(),
  }));
const direct = () => [...chat.posts.values()].filter(({ channel }) => channel === 'direct');
const inChannel = () => [...chat.posts.values()].filter(({ channel }) => channel !== 'direct');
const record = async (job: Job) => (await test.core.jobs.get(job.id)) ?? job;
const rested = () => until(async () => (await test.core.deliveries.owed('discord')).length === 0);

describe('a post that is deleted', () => {
  it('while the render runs: its owner gets the result directly, with the reason, and nobody else anything', async () => {
    const job = await running();
    chat.posts.clear();
    await finish(job);
    await rested();
    expect(words(direct()[0]?.card)).toContain('its post, or the channel it stood in, is gone');
    expect(words(direct()[0]?.card)).toContain('a lighthouse at dusk');
    expect(direct()).toHaveLength(1);
    expect(inChannel()).toHaveLength(0);
  });

  it('after it has shown the result stays deleted, and is not made up for', async () => {
    const job = await running();
    await finish(job);
    await until(async () => (await record(job)).shownAt);
    chat.posts.clear();
    await test.core.deliveries.wake('discord', { subject: 'job', jobId: job.id });
    await rested();
    expect(chat.posts.size).toBe(0);
  });

  it('is made up for once, although the bot dies right after it has sent the message', async () => {
    const job = await running();
    chat.posts.clear();
    chat.answersLost = 1;
    await finish(job);
    await until(() => direct().length === 1);
    await close();
    start();
    await until(async () => (await record(job)).away?.post);
    await rested();
    expect(direct()).toHaveLength(1);
  });

  it('by old records from before anybody noted what a post showed, is not made up for', async () => {
    const job = await running({ state: 'done', finishedAt: Date.now() - 30 * 24 * hour });
    chat.posts.clear();
    await test.core.deliveries.wake('discord', { subject: 'job', jobId: job.id });
    await rested();
    expect(chat.posts.size).toBe(0);
  });
});

describe('the direct message', () => {
  async function told(outputs: Output[] = []): Promise<Job> {
    const job = await running({ outputs });
    chat.posts.clear();
    await finish(job);
    await until(async () => (await record(job)).away?.post);
    return job;
  }
  const output = (name: string): Output => ({
    key: `job/${name}`,
    name,
    kind: 'image',
    mediaType: 'image/png',
    bytes: 10,
  });

  it('has all the files, and follows the record as a post would', async () => {
    chat.holds = 2;
    const job = await told(['1.png', '2.png', '3.png', '4.png', '5.png'].map(output));
    await until(async () => (await record(job)).away?.more?.length === 2);
    expect(direct()).toHaveLength(3);
    await act.press('share', job.id);
    await until(() => direct().some(({ card }) => words(card).includes('Unshare')));
    expect(direct()).toHaveLength(3);
  });

  it('goes, with all that is below it, when its owner deletes the result', async () => {
    chat.holds = 2;
    const job = await told(['1.png', '2.png', '3.png'].map(output));
    await until(async () => (await record(job)).away?.more?.length === 1);
    await act.press('delete now', job.id);
    await until(() => chat.posts.size === 0);
  });

  it('that is not taken: the next command says so, once', async () => {
    chat.closedDms = true;
    const job = await running();
    chat.posts.clear();
    await finish(job);
    await until(async () => (await record(job)).away?.waits);
    const { followedUp } = await act.perform('help', {});
    expect(words(followedUp[0])).toContain('A render of yours has ended');
    expect(words(followedUp[0])).toContain(job.id.slice(-6));
    expect((await act.perform('help', {})).followedUp).toHaveLength(0);
    expect(chat.posts.size).toBe(0);
  });
});

describe('where we may not write any more', () => {
  it('the owner is told directly, and the post is brought up to date once we may again', async () => {
    const job = await running();
    chat.shut = true;
    await finish(job);
    await until(() => direct().length === 1);
    expect(words(direct()[0]?.card)).toContain('I may no longer write where you asked for it');
    chat.shut = false;
    await test.core.deliveries.hurry('discord');
    await until(() => words(inChannel()[0]?.card).includes('"Took"'));
    await rested();
    expect(direct()).toHaveLength(1);
    expect(inChannel()).toHaveLength(1);
  });

  it('a post that was never made is not made, however late: the owner is told directly', async () => {
    chat.shut = true;
    const job = testJob({ state: 'done', startedAt: 1, finishedAt: Date.now() });
    await test.core.jobs.create(job);
    await until(() => direct().length === 1);
    chat.shut = false;
    await rested();
    expect(inChannel()).toHaveLength(0);
  });

  it('is not tried for progress’ sake again and again', async () => {
    const job = await running();
    chat.shut = true;
    let edits = 0;
    const { edit } = chat;
    chat.edit = (...given) => {
      edits += 1;
      return edit(...given);
    };
    for (const fraction of [0.1, 0.2, 0.3, 0.4]) {
      await test.core.progress.set(job.id, { fraction, node: 'Sampling', previewCount: 0, at: 1 });
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(edits).toBeLessThanOrEqual(1);
  });
});

describe('an owner who does not see the channel any more', () => {
  it('gets the result directly as well; the post they asked for shows it', async () => {
    const job = await running();
    chat.absent = true;
    await finish(job);
    await rested();
    expect(words(direct()[0]?.card)).toContain('you no longer see the channel');
    expect(words(inChannel()[0]?.card)).toContain('"Took"');
    await test.core.deliveries.wake('discord', { subject: 'job', jobId: job.id });
    await rested();
    expect(direct()).toHaveLength(1);
  });

  it('gets no new post there', async () => {
    chat.absent = true;
    const job = testJob({
      owner: mai,
      state: 'done',
      createdAt: Date.now() - hour,
      startedAt: 1,
      finishedAt: Date.now(),
    });
    await test.core.jobs.create(job);
    await rested();
    expect(direct()).toHaveLength(1);
    expect(inChannel()).toHaveLength(0);
  });
});
