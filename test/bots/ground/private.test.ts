/** Results for one person alone stay theirs, whatever dies and however long it takes. */
import { expect, it } from 'vitest';
import { picturesOf } from '../../support/post.ts';
import { until } from '../../support/until.ts';
import { wordsOf } from '../slack/support.ts';
import { startGround as startDiscordGround } from './discord.ts';
import { startGround as startSlackGround } from './slack.ts';

const hour = 60 * 60_000;
const prompt = 'a lighthouse at dusk';

it('on Discord: through a restart of the bot and for hours, in one direct message; who wants to be told is told there', async () => {
  const ground = await startDiscordGround();
  const { mai, ravi, core } = ground;
  const general = ground.channel('general');
  await core.preferences.set({ platform: 'discord', id: mai.info.id }, { private: true, ping: 'always' });
  ground.type(mai, general, 'render', { prompt });
  const post = await ground.told(mai, 'In the queue');
  const job = await ground.runs(await ground.newest());
  await ground.bot.close();
  ground.skip(3 * hour);
  await ground.ends(job);
  await ground.start();
  const done = await ground.told(mai, 'Made by');
  expect([done.id, picturesOf(done).length]).toEqual([post.id, 1]);
  const word = await ground.told(mai, 'Your render is done');
  expect(word.mentions.map(({ id }) => id)).toEqual([mai.info.id]);
  await ground.rested('discord');
  expect(ground.directTo(mai)).toHaveLength(2);
  expect(ground.ours(ravi, general)).toHaveLength(0);

  mai.press(done.id, `again:${job.id}`);
  const again = await ground.newest();
  expect(again.post?.channel).toBe(job.post?.channel);
  await ground.ends(again);
  await until(async () => (await ground.record(again)).ping?.post);
  await ground.core.jobs.update(job.id, (one) => ({ ...one, deletedAt: ground.now() }));
  await until(() => ground.directTo(mai).length === 2, { what: 'what was deleted to go' });
});

it('on Slack: through a restart of the bot and for hours, in one direct message; who wants to be told is told there', async () => {
  const ground = await startSlackGround();
  const { mai, ravi, core } = ground;
  const general = ground.channel('general');
  await core.preferences.set({ platform: 'slack', id: mai.info.id }, { private: true, ping: 'always' });
  mai.runCommand(general, '/render', prompt);
  const post = await ground.told(mai, 'In the queue');
  const job = await ground.runs(await ground.newest());
  await ground.bot.close();
  ground.skip(3 * hour);
  await ground.ends(job);
  await ground.start();
  const done = await ground.told(mai, 'Made by');
  expect(done.ts).toBe(post.ts);
  const word = await ground.inThread(mai, done.ts, 'Your render is done');
  expect(word.text).toContain(`<@${mai.info.id}>`);
  await ground.rested('slack');
  expect(ground.directTo(mai)).toHaveLength(1);
  expect(wordsOf(ground.ours(ravi, general))).not.toContain(prompt);
});
