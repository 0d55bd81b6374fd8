/** Who wants to be told that their render has ended is told by a message of its own: once, alone, and beside the post. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../../core/card.ts';
import { PassingError } from '../../core/errors.ts';
import type { Job } from '../../core/job.ts';
import { createMemoryChat, type MemoryChat } from '../support/chat.ts';
import { listening, startTestCore, type TestCore } from '../support/core.ts';
import { startDelivering } from '../support/delivering.ts';
import { createGestures } from '../support/gestures.ts';
import { mai, noor, ravi, testJob } from '../support/jobs.ts';
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

const minute = 60_000;
async function running(changes: Partial<Job> = {}): Promise<Job> {
  const job = testJob({ owner: mai, state: 'running', createdAt: Date.now() - 5 * minute, ...changes });
  await test.core.jobs.create(job);
  await until(async () => (await record(job)).post);
  return record(job);
}
const ends = (job: Job, changes: Partial<Job> = {}) =>
  test.core.jobs.update(job.id, (one) => ({
    ...one,
    state: 'done',
    startedAt: one.createdAt,
    finishedAt: Date.now(),
    ...changes,
  }));
const record = async (job: Job) => (await test.core.jobs.get(job.id)) ?? job;
const rested = () => until(async () => (await test.core.deliveries.owed('discord')).length === 0);
const prefer = (ping: string, person = mai) => act.perform('preferences set', { ping }, { person });
const saidOf = (message = '') => plain(chat.posts.get(message)?.card.summary ?? '');

async function ended(job: Job, changes: Partial<Job> = {}): Promise<Job> {
  await ends(job, changes);
  await until(async () => (await record(job)).shownAt);
  await rested();
  return record(job);
}

describe('a member who wants to be told', () => {
  it('is told once, beside the post, whatever happens to the post later', async () => {
    await prefer('always');
    const job = await ended(await running());
    expect(chat.pings).toEqual([
      { person: mai.id, beside: job.post?.message, message: job.ping?.post?.message },
    ]);
    expect(saidOf(job.ping?.post?.message)).toBe('Your render is done: a lighthouse at dusk');
    await act.press('share', job.id);
    await test.core.deliveries.wake('discord', { subject: 'ping', jobId: job.id });
    await rested();
    expect(chat.pings).toHaveLength(1);
  });

  it('is told what did not work, and who else called it off', async () => {
    await prefer('always');
    const failure = { message: 'It broke.', remedy: 'Try again.' };
    const failed = await ended(await running(), { state: 'failed', failure });
    const called = await ended(await running(), { state: 'cancelled', cancelAsked: { by: noor, at: 1 } });
    expect([failed, called].map(({ ping }) => saidOf(ping?.post?.message))).toEqual([
      'Your render did not work: a lighthouse at dusk',
      'Your render was cancelled: a lighthouse at dusk',
    ]);
  });

  it('is not told of what they called off, nor of others’ renders', async () => {
    await prefer('always');
    await ended(await running(), { state: 'cancelled', cancelAsked: { by: mai, at: 1 } });
    await ended(await running({ owner: ravi }));
    expect(chat.pings).toEqual([]);
  });

  it('may have said so while it ran, and nobody who did not say so is', async () => {
    await ended(await running());
    expect(chat.pings).toEqual([]);
    const job = await running();
    await prefer('always');
    await ended(job);
    await prefer('never');
    await ended(await running());
    expect(chat.pings).toHaveLength(1);
  });

  it('of long ones only, is told of those that took more than a minute, waiting included', async () => {
    await prefer('long');
    await ended(await running({ createdAt: Date.now() - minute / 2 }));
    expect(chat.pings).toEqual([]);
    await ended(await running());
    expect(chat.pings).toHaveLength(1);
  });

  it('is told once, although the bot dies right after it has sent the message', async () => {
    await prefer('always');
    const job = await running();
    await ends(job);
    await until(async () => (await record(job)).shownAt);
    chat.answersLost = 1;
    await until(() => chat.posts.size === 2);
    await close();
    start();
    await until(async () => (await record(job)).ping?.post);
    await rested();
    expect(chat.posts.size).toBe(2);
  });

  it('is told later when the platform is down', async () => {
    await prefer('always');
    const job = await running();
    await close();
    await ends(job);
    chat.failures.push(new PassingError('down'));
    start();
    await until(async () => (await record(job)).ping?.post);
    expect(chat.pings).toHaveLength(1);
  });

  it('has been told by the direct message, where the result comes that way', async () => {
    await prefer('always');
    const job = await running();
    chat.posts.clear();
    await ends(job);
    await until(async () => (await record(job)).away?.post);
    await rested();
    expect(chat.pings).toEqual([]);
    expect(chat.posts.size).toBe(1);
  });

  it('is told directly where nothing new may be written beside the post', async () => {
    await prefer('always');
    chat.ping = async () => {
      chat.shut = true;
      return chat.create(
        { platform: 'discord', channel: '300' },
        { tone: 'plain', summary: '', elements: [] },
        { nonce: 'n', since: null },
      );
    };
    const job = await ended(await running());
    expect(job.ping?.post?.channel).toBe('direct');
    expect(JSON.stringify(chat.posts.get(job.ping?.post?.message ?? '')?.card)).toContain(
      `https://chat.example/${job.post?.message}`,
    );
  });
});

describe('the word that a render has ended', () => {
  it('goes with the result, when its owner deletes that', async () => {
    await prefer('always');
    const job = await ended(await running());
    await act.press('delete now', job.id);
    await until(() => chat.posts.size === 0);
  });

  it('goes as well where nobody had noted yet where it is', async () => {
    await prefer('always');
    const job = await running();
    await ends(job);
    await until(async () => (await record(job)).shownAt);
    chat.answersLost = 1;
    await until(() => chat.posts.size === 2);
    await test.core.jobs.update(job.id, (one) => ({ ...one, deletedAt: 1 }));
    await until(() => chat.posts.size === 0);
    await rested();
    expect(chat.posts.size).toBe(0);
  });
});
