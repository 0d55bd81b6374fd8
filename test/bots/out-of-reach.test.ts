/** What a person is told while Redis is away: that nothing was queued, or that their command waits; never silence. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Card } from '../../core/card.ts';
import { PassingError } from '../../core/errors.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, words } from '../support/gestures.ts';
import { mai, ravi, testJob } from '../support/jobs.ts';
import { type LastingRedis, startLastingRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

let redis: LastingRedis;
let test: TestCore;
let act: ReturnType<typeof createGestures>;
beforeEach(async () => {
  redis = await startLastingRedis('always');
  test = await startTestCore(redis);
  act = createGestures(test.core);
});
afterEach(async () => {
  redis.process.kill('SIGCONT');
  await redis.again().catch(() => {});
  await test.close();
});

it('a command while there is no connection is refused at once, and makes nothing later', async () => {
  await redis.kill();
  await until(() => !test.core.isConnected());
  const { privately, acknowledged } = await act.perform('render', { prompt: 'a fox' });
  expect(words(privately[0])).toContain('Nothing was queued');
  expect(acknowledged).toEqual([]);
  await redis.again();
  await until(() => test.core.isConnected());
  expect(await test.core.jobs.activeCount()).toBe(0);
});

it('a command that Redis does not answer says that it waits, and is carried out once', async () => {
  redis.process.kill('SIGSTOP');
  setTimeout(() => redis.process.kill('SIGCONT'), 5000);
  // Nobody can say in time whether this person wants their renders in private: it is answered so.
  const { followedUp } = await act.perform('render', { prompt: 'a fox' }, { id: 'gesture-1' });
  expect(words(followedUp[0])).toContain('you need not ask again');
  expect(await test.core.jobs.activeCount()).toBe(1);
  expect(await test.core.queue.waitingCount()).toBe(1);
});

it('a render of somebody who wants theirs alone is theirs alone, however long Redis takes to say so', async () => {
  const alone = { platform: 'discord' as const, channel: '900', message: '901' };
  const direct = createGestures(test.core, { give: async () => alone });
  await test.core.preferences.set(mai, { private: true });
  redis.process.kill('SIGSTOP');
  setTimeout(() => redis.process.kill('SIGCONT'), 5000);
  await direct.perform('render', { prompt: 'a fox' });
  const [id = ''] = await test.core.jobs.activeIds(Date.now());
  expect(await test.core.jobs.get(id)).toMatchObject({ private: true, post: alone });
});

it('a private command that Redis does not answer says so privately, and is answered afterwards', async () => {
  redis.process.kill('SIGSTOP');
  const performing = act.perform('queue', {});
  setTimeout(() => redis.process.kill('SIGCONT'), 5000);
  const { followedUp, shown } = await performing;
  expect(words(followedUp[0])).toContain('out of reach');
  expect(words(shown[0])).toContain('The queue');
});

it('a command that was on its way when Redis was killed makes one job, whether it had arrived or not', async () => {
  for (let n = 0; n < 5; n += 1) {
    const asked = Array.from({ length: 8 }, (_, k) =>
      act.perform('render', { prompt: 'a fox' }, { id: `gesture-${n}-${k}`, person: ravi }),
    );
    await new Promise((resolve) => setTimeout(resolve, n));
    await redis.kill();
    await redis.again();
    await Promise.all(asked);
    // The platform reports the gestures once more; those that were refused are asked anew.
    await until(() => test.core.isConnected());
    for (let k = 0; k < 8; k += 1)
      await act.perform('render', { prompt: 'a fox' }, { id: `gesture-${n}-${k}`, person: ravi });
    expect(await test.core.jobs.activeCount()).toBe((n + 1) * 8);
    const ids = await test.core.jobs.activeIds(Date.now());
    expect(await test.core.queue.missing(ids)).toEqual([]);
    expect((await test.core.deliveries.owed('discord')).length).toBe((n + 1) * 8);
  }
});

it('a command that the platform does not let us begin is refused with what is so', async () => {
  const privately: Card[] = [];
  await act.handlers.handle({
    command: 'queue',
    options: {},
    gesture: {
      kind: 'slash',
      person: ravi,
      place: { platform: 'slack', channel: 'C1' },
      instructor: false,
      ageRestricted: false,
    },
    reply: {
      acknowledge: () => Promise.reject(new PassingError('conversations.info did not work for now')),
      show: async () => null,
      showPrivately: async (card) => void privately.push(card),
      followUp: async () => {},
    },
  });
  expect(privately.map(words)).toEqual([expect.stringContaining('The chat itself is in trouble right now')]);
});

it('a reaction is not refused: what it asks for is done when Redis is back', async () => {
  const post = { platform: 'discord' as const, channel: '300', message: '400' };
  const job = testJob({ state: 'done', finishedAt: 2, post });
  await test.core.jobs.create(job);
  await redis.kill();
  await until(() => !test.core.isConnected());
  const starring = act.star('star', post, ravi);
  await redis.again();
  expect((await starring).privately).toEqual([]);
  expect((await test.core.gallery.entry(job.id))?.stars).toHaveLength(1);
});
