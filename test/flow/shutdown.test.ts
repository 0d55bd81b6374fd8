/** The bots are told to end: they hear no more, bring the posts up to date, and are gone within a set time. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { textOf } from '../support/post.ts';
import { startProcess, type TestProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
let general: string;
let bots: TestProcess;
beforeAll(async () => {
  way = await startWholeWay({ discord: { limits: { timing: { identifyMs: 0 } } } });
  general = way.discord.channels.general ?? '';
});
afterEach(() => bots.kill());
afterAll(() => way.close());

it('a result that is due when the bots are told to end is shown before they are gone', async () => {
  bots = await startProcess('bots/main.ts', way.botsEnvironment);
  const { jobs } = way.test.core;
  const posts = [];
  for (const prompt of ['one', 'two', 'three']) posts.push(await way.render(way.mai, { prompt }));
  await until(async () => (await jobs.activeIds(Date.now())).length === 3);
  // The platform takes its time, so that there is something left to do when the signal comes.
  way.discord.faults.slow(/PATCH/, 150, 3);
  for (const id of await jobs.activeIds(Date.now())) {
    await jobs.update(id, (job) => ({
      ...job,
      state: 'failed',
      failure: { message: 'the very last word', remedy: 'none' },
      finishedAt: Date.now(),
    }));
  }
  await bots.stop();
  for (const { id } of posts) {
    const shown = way.seen(way.mai, id);
    expect(shown && textOf(shown)).toContain('the very last word');
  }
  expect(await way.test.core.deliveries.owed('discord')).toEqual([]);
});

it('what they have heard is answered, what comes later is not heard', async () => {
  bots = await startProcess('bots/main.ts', way.botsEnvironment);
  const before = await way.test.core.jobs.activeCount();
  for (let n = 0; n < 5; n += 1)
    way.mai.runCommand({ channelId: general, name: 'render', options: [{ name: 'prompt', value: `${n}` }] });
  await until(async () => (await way.test.core.jobs.activeCount()) > before);
  await bots.stop();
  // Every place that was made for an answer has its job: nobody looks at "thinking" for ever.
  const thinking = way.mai.messages(general, { limit: 100 }).filter((message) => message.thinking);
  expect(thinking).toEqual([]);
  const accepted = (await way.test.core.jobs.activeCount()) - before;
  expect(accepted).toBeGreaterThan(0);
  expect(accepted).toBeLessThanOrEqual(5);
});

it('a platform that does not answer holds them up only so long, and a second signal not at all', async () => {
  for (const signals of [1, 2]) {
    bots = await startProcess('bots/main.ts', way.botsEnvironment);
    const post = await way.render(way.mai, { prompt: 'never shown' });
    await until(
      async () =>
        (await way.test.core.jobs.byPost({ platform: 'discord', channel: general, message: post.id }))?.id,
    );
    way.discord.faults.slow(/PATCH/, 60_000, 100);
    const [id] = (await way.test.core.jobs.activeIds(Date.now())).reverse();
    await way.test.core.jobs.update(id ?? '', (job) => ({
      ...job,
      state: 'cancelled',
      finishedAt: Date.now(),
    }));
    const ended = bots.stop();
    if (signals === 2) process.kill(bots.pid, 'SIGTERM');
    await ended;
    way.discord.faults.clear();
    // What was not shown is owed still: the next bots show it.
    expect((await way.test.core.deliveries.owed('discord')).map(({ jobId }) => jobId)).toContain(id);
  }
});
