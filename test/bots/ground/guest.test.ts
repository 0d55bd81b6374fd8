/** Discord's user-installed use: somebody brings the app along to a server it is no member of. */
import { describe, expect, it } from 'vitest';
import { picturesOf } from '../../support/post.ts';
import { until } from '../../support/until.ts';
import { startGround } from './discord.ts';

const minute = 60_000;
const prompt = 'a lighthouse at dusk';

describe('in a server without the bot', () => {
  it('a render is answered where it was asked for, followed and finished there, by the answer’s own token', async () => {
    const ground = await startGround();
    const lounge = ground.channel('lounge');
    ground.type(ground.mai, lounge, 'render', { prompt });
    await ground.sees(ground.mai, lounge, 'In the queue');
    const job = await ground.runs(await ground.newest());
    expect(job.place).toEqual({ platform: 'discord', channel: lounge, guest: true });
    await ground.core.progress.set(job.id, { fraction: 0.4, node: 'Sampling', previewCount: 0, at: 1 });
    await ground.sees(ground.ravi, lounge, 'Sampling');
    await ground.ends(job);
    const done = await ground.sees(ground.ravi, lounge, 'Made by');
    expect(picturesOf(done)).toHaveLength(1);
    await ground.rested('discord');
    expect(ground.ours(ground.mai, lounge)).toHaveLength(1);
    expect(ground.directTo(ground.mai)).toHaveLength(0);
  });

  it('a render that takes longer than the token lives comes directly, and says why', async () => {
    const ground = await startGround();
    const lounge = ground.channel('lounge');
    ground.type(ground.mai, lounge, 'render', { prompt });
    await ground.sees(ground.mai, lounge, 'In the queue');
    const job = await ground.runs(await ground.newest());
    ground.skip(20 * minute);
    await ground.ends(job);
    const told = await ground.told(ground.mai, 'can answer there for 15 minutes only');
    expect(picturesOf(told)).toHaveLength(1);
    await ground.rested('discord');
    expect(ground.ours(ground.mai, lounge)).toHaveLength(1);
    expect(ground.said(ground.ours(ground.mai, lounge)[0])).not.toContain('Made by');
  });

  it('where the person may not use apps openly, the answer is theirs alone, progress and result included', async () => {
    const ground = await startGround();
    const quiet = ground.channel('quiet-corner');
    ground.type(ground.mai, quiet, 'render', { prompt });
    await ground.sees(ground.mai, quiet, 'In the queue');
    await ground.ends(await ground.newest());
    await ground.sees(ground.mai, quiet, 'Made by');
    expect(ground.ours(ground.ravi, quiet)).toHaveLength(0);
  });

  it('more files than one answer holds go to whoever asked, and are deleted with it', async () => {
    const ground = await startGround();
    const lounge = ground.channel('lounge');
    ground.type(ground.mai, lounge, 'render', { prompt });
    await ground.sees(ground.mai, lounge, 'In the queue');
    const job = await ground.ends(await ground.newest(), 12);
    await ground.sees(ground.mai, lounge, '2 of 12 files are in a direct message to whoever asked.');
    const rest = await ground.told(ground.mai, 'More of the same render');
    expect(picturesOf(rest)).toHaveLength(2);
    await ground.rested('discord');
    expect(ground.ours(ground.mai, lounge)).toHaveLength(1);
    await ground.core.jobs.update(job.id, (one) => ({ ...one, deletedAt: ground.now() }));
    await until(() => ground.directTo(ground.mai).length === 0);
  });

  it('… and where that is not taken, they are named in it', async () => {
    const ground = await startGround();
    const lounge = ground.channel('lounge');
    ground.mai.setDirectMessages(false);
    ground.type(ground.mai, lounge, 'render', { prompt });
    await ground.sees(ground.mai, lounge, 'In the queue');
    const job = await ground.ends(await ground.newest(), 12);
    await until(async () => (await ground.record(job)).alone, { what: 'the refusal to be noted' });
    await ground.sees(ground.mai, lounge, 'picture-12.png is not shown: a message holds 10 files.');
    expect(ground.ours(ground.mai, lounge)).toHaveLength(1);
  });

  it.each(['settings show', 'pause', 'resume', 'gallery allow', 'workflow check'])(
    '/%s says plainly that the bot has to be a member',
    async (command) => {
      const ground = await startGround();
      const lounge = ground.channel('lounge');
      ground.type(ground.mai, lounge, command);
      await ground.sees(ground.mai, lounge, 'works only in servers I am a member of');
      expect(ground.ours(ground.ravi, lounge)).toHaveLength(0);
    },
  );

  it('Share says so, too; the other buttons work', async () => {
    const ground = await startGround();
    const lounge = ground.channel('lounge');
    ground.type(ground.mai, lounge, 'render', { prompt });
    await ground.sees(ground.mai, lounge, 'In the queue');
    const job = await ground.ends(await ground.newest());
    const done = await ground.sees(ground.mai, lounge, 'Made by');
    ground.mai.press(done.id, `share:${job.id}`);
    await ground.sees(ground.mai, lounge, 'works only in servers I am a member of');
    ground.mai.press(done.id, `again:${job.id}`);
    const again = await ground.newest();
    expect(again.id).not.toBe(job.id);
    await ground.ends(again);
    await until(() => ground.ours(ground.ravi, lounge).length === 2);
  });

  it('whoever has not added the app sees no commands of it', async () => {
    const ground = await startGround();
    expect(ground.ravi.commands(ground.channel('lounge'))).toEqual([]);
    expect(ground.mai.commands(ground.channel('lounge')).map(({ name }) => name)).toContain('render');
  });
});

describe('a direct message with the bot', () => {
  it('is a place to render in: the answer stands there, with more files than ten below it', async () => {
    const ground = await startGround();
    const { id } = ground.mai.openDm();
    ground.type(ground.mai, id, 'render', { prompt });
    await ground.sees(ground.mai, id, 'In the queue');
    const job = await ground.ends(await ground.newest(), 12);
    expect(job.place).toEqual({ platform: 'discord', channel: id });
    await ground.sees(ground.mai, id, 'Made by');
    await until(() => ground.ours(ground.mai, id).length === 2);
    ground.type(ground.mai, id, 'settings show');
    await ground.sees(ground.mai, id, 'A private conversation has no settings');
  });
});

describe('a forum post', () => {
  it('is a place to render in: the answer stands in it, also when it is an hour old and more', async () => {
    const ground = await startGround();
    const post = ground.channel('My first landscape');
    ground.type(ground.ravi, post, 'render', { prompt });
    await ground.sees(ground.ravi, post, 'In the queue');
    const job = await ground.runs(await ground.newest());
    ground.skip(3 * 60 * minute);
    await ground.ends(job, 12);
    await ground.sees(ground.mai, post, 'Made by');
    await until(() => ground.ours(ground.mai, post).length === 2);
    for (const name of ['general', 'gallery'])
      expect(ground.ours(ground.mai, ground.channel(name))).toHaveLength(0);
  });
});
