/** Redis is killed and comes back on the same data, while bots and worker run: everything goes on by itself. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { picturesOf, textOf } from '../support/post.ts';
import { type LastingRedis, startLastingRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

let redis: LastingRedis;
let way: WholeWay;
let general: string;
beforeAll(async () => {
  redis = await startLastingRedis('always');
  way = await startWholeWay({ redis });
  general = way.discord.channels.general ?? '';
  await way.startWorkers();
  await way.startBots();
});
afterAll(async () => {
  await redis.again().catch(() => {});
  await way.close();
});

const render = (member: WholeWay['mai'], prompt: string) =>
  member.runCommand({
    channelId: general,
    name: 'render',
    options: [
      { name: 'prompt', value: prompt },
      { name: 'steps', value: 1 },
    ],
  });

it('a render that runs while Redis is killed arrives, and what is asked meanwhile gets an answer', async () => {
  const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 2 });
  const post = await way.render(way.mai, { prompt: 'survives Redis', steps: 4 });
  await hold.reached;
  await way.says(way.mai, post.id, 'Rendering');

  await redis.kill();
  await until(() => !way.test.core.isConnected());
  const answers: number[] = [];
  const stop = way.ravi.listen((event) => {
    if (event.type === 'interaction-answered') answers.push(event.afterMs);
  });
  render(way.ravi, 'asked in vain');
  const refusal = await until(() => way.ravi.messages(general, { limit: 100 }).find((one) => one.ephemeral));
  expect(textOf(refusal)).toContain('Nothing was queued');
  expect(answers[0]).toBeLessThan(3000);
  stop();
  hold.release();
  await until(() => way.comfyui.history.size === 1, { what: 'ComfyUI to finish' });

  await redis.again();
  const done = await way.says(way.mai, post.id, '"Again"');
  expect(picturesOf(done)).toHaveLength(1);
  // Nothing was rendered twice, and nothing was made of what was refused.
  expect(way.comfyui.history.size).toBe(1);
  const next = await way.render(way.ravi, { prompt: 'and on it goes', steps: 2 });
  await way.says(way.ravi, next.id, '"Again"');
  expect(await way.test.core.jobs.activeCount()).toBe(0);
});

const jobs = 3;

it('what was accepted the moment before Redis was killed is there when it comes back', async () => {
  const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 1 });
  const running = await way.render(way.mai, { prompt: 'keeps the GPU busy', steps: 2 });
  await hold.reached;
  const known = new Set(way.ravi.messages(general, { limit: 100 }).map(({ id }) => id));
  for (let n = 0; n < jobs; n += 1) render(way.ravi, `number ${n}`);
  // As soon as Redis has said yes to all of them it is gone.
  await until(async () => (await way.test.core.jobs.activeCount()) === jobs + 1, { every: 1 });
  await redis.kill();
  hold.release();
  await redis.again();
  const posts = () =>
    way.ravi
      .messages(general, { limit: 100 })
      .filter(({ id, components }) => !known.has(id) && JSON.stringify(components).includes('"Again"'));
  await way.says(way.mai, running.id, '"Again"');
  await until(() => posts().length === jobs, { what: 'every result', within: 40_000 });
  const prompts = posts().map((one) => /number \d/.exec(textOf(one))?.[0]);
  expect(new Set(prompts).size).toBe(jobs);
});
