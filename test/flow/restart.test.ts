/** The bots die while a job runs; its result still arrives in the same post, also past the interaction's token. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { buttonsOf, picturesOf } from '../support/post.ts';
import { startProcess, type TestProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
const children: TestProcess[] = [];
beforeAll(async () => {
  way = await startWholeWay({ discord: { limits: { timing: { tokenMs: 3000, identifyMs: 0 } } } });
  await way.startWorkers();
});
afterAll(async () => {
  for (const child of children) await child.kill();
  await way.close();
});

const startBotsProcess = () =>
  startProcess('bots/main.ts', way.botsEnvironment).then((child) => {
    children.push(child);
    return child;
  });

it('a kill -9 of the bots in the middle of a render changes nothing for the person who waits', async () => {
  const first = await startBotsProcess();
  const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 2 });
  const post = await way.render(way.mai, { prompt: 'survives everything', steps: 4 });
  await hold.reached;
  await way.says(way.mai, post.id, 'Rendering');
  await first.kill();
  hold.release();
  await until(() => way.comfyui.history.size === 1, { what: 'ComfyUI to finish' });
  const messages = way.mai.messages(way.discord.channels.general ?? '').length;

  const second = await startBotsProcess();
  const done = await way.says(way.mai, post.id, '"Again"');
  expect(picturesOf(done)).toHaveLength(1);
  expect(way.mai.messages(way.discord.channels.general ?? '')).toHaveLength(messages);
  expect(way.comfyui.history.size).toBe(1);

  // The buttons of the post work in the new process.
  const again = buttonsOf(done).Again;
  if (!again) throw new Error('no button');
  way.mai.press(post.id, again);
  await until(() => way.comfyui.history.size === 2, { what: 'a second render' });
  await second.kill();
});

it('an interaction token that died is replaced by the bot’s own', async () => {
  const bots = await startBotsProcess();
  const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 2 });
  const post = await way.render(way.mai, { prompt: 'a very long render', steps: 4 });
  await hold.reached;
  const token = way.discord.state.interactions().at(-1);
  await until(() => Date.now() - (token?.createdAt ?? 0) > 3200, { what: 'the token to die' });
  hold.release();
  expect(picturesOf(await way.says(way.mai, post.id, '"Again"'))).toHaveLength(1);
  await bots.kill();
});
