/** The ground moves on Slack: the owner of a render learns how it ended, and nothing is posted in the wrong place. */
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../core/job.ts';
import { until } from '../../support/until.ts';
import { wordsOf } from '../slack/support.ts';
import { startGround } from './slack.ts';

const hour = 60 * 60_000;
const prompt = 'a lighthouse at dusk';
type Ground = Awaited<ReturnType<typeof startGround>>;

/** A render of Mai's that runs, in a channel, and began an hour ago. */
async function running(ground: Ground, where = ground.channel('general')): Promise<Job> {
  ground.mai.runCommand(where, '/render', prompt);
  await ground.sees(ground.mai, where, prompt);
  const job = await ground.runs(await ground.newest());
  ground.skip(hour);
  return job;
}
/** Nothing of ours stands in any channel but where it was asked for. */
function nothingElsewhere({ slack }: Ground, ...where: string[]): void {
  for (const [name, id] of Object.entries(slack.channels))
    if (!where.includes(id) && slack.state.messages(id))
      expect([name, slack.state.messages(id).filter(({ userId }) => userId === slack.botUserId)]).toEqual([
        name,
        [],
      ]);
}

describe('while a render runs on Slack', () => {
  it('its post is deleted: the result comes directly, once', async () => {
    const ground = await startGround();
    const general = ground.channel('general');
    const job = await running(ground);
    ground.noor.remove(job.post?.message ?? '');
    await ground.ends(job);
    await ground.told(ground.mai, 'its post, or the channel it stood in, is gone');
    await ground.rested('slack');
    expect(ground.directTo(ground.mai)).toHaveLength(1);
    expect(ground.ours(ground.ravi, general)).toHaveLength(0);
    nothingElsewhere(ground);
  });

  it('its channel is archived: the result comes directly, and to the post once it is opened again', async () => {
    const ground = await startGround();
    const general = ground.channel('general');
    const job = await running(ground);
    ground.slack.controls.archive(general);
    await ground.ends(job);
    await ground.told(ground.mai, 'I may no longer write where you asked for it');
    ground.slack.controls.unarchive(general);
    await ground.sees(ground.ravi, general, 'Made by');
    await ground.rested('slack');
    expect(ground.ours(ground.ravi, general)).toHaveLength(1);
    expect(ground.directTo(ground.mai)).toHaveLength(1);
  });

  it('the app is put out of a private channel: the result comes directly, and to the post once it is invited', async () => {
    const ground = await startGround();
    const studio = ground.channel('studio');
    const job = await running(ground, studio);
    ground.slack.controls.removeBotFrom(studio);
    await ground.ends(job);
    await ground.told(ground.mai, 'I may no longer write where you asked for it');
    ground.slack.controls.inviteBotTo(studio);
    await ground.sees(ground.ravi, studio, 'Made by');
    await ground.rested('slack');
    expect(ground.ours(ground.ravi, studio)).toHaveLength(1);
    expect(ground.directTo(ground.mai)).toHaveLength(1);
    nothingElsewhere(ground, studio);
  });

  it('its owner leaves the private channel: the post is finished, and the result comes directly as well', async () => {
    const ground = await startGround();
    const studio = ground.channel('studio');
    const job = await running(ground, studio);
    ground.mai.leave(studio);
    await ground.ends(job);
    await ground.told(ground.mai, 'you no longer see the channel');
    await ground.sees(ground.ravi, studio, 'Made by');
    await ground.rested('slack');
    expect(ground.ours(ground.ravi, studio)).toHaveLength(1);
    nothingElsewhere(ground, studio);
  });

  it('the app is removed and installed again: nothing is lost', async () => {
    const ground = await startGround();
    const general = ground.channel('general');
    const job = await running(ground);
    ground.slack.controls.revokeToken();
    await ground.ends(job);
    ground.slack.controls.install();
    await ground.core.deliveries.hurry('slack');
    await ground.sees(ground.ravi, general, 'Made by');
    await ground.rested('slack');
    expect(ground.ours(ground.ravi, general)).toHaveLength(1);
  });
});

describe('a group message with the app in it', () => {
  it('is a place to render in, for those who are in it alone; what goes on is as in a channel', async () => {
    const ground = await startGround();
    const { slack, mai, ravi, noor } = ground;
    const { id } = mai.openGroup([ravi.info.id, slack.botUserId]);
    mai.runCommand(id, '/render', prompt);
    await ground.sees(ravi, id, 'In the queue');
    const job = await ground.runs(await ground.newest());
    ground.skip(3 * hour);
    await ground.ends(job, 12);
    const post = await ground.sees(ravi, id, 'Made by');
    await until(async () => (await ground.record(job)).more, { what: 'the pictures below' });
    expect(ravi.thread(post.ts).length).toBeGreaterThan(1);
    ravi.press(post.ts, `again:${job.id}`);
    const again = await ground.newest();
    expect(again.owner.id).toBe(ravi.info.id);
    await ground.sees(mai, id, 'In the queue');
    mai.mention(id, 'an owl');
    await ground.sees(ravi, id, 'an owl');
    await ground.ends(again);
    await until(async () => (await ground.record(again)).shownAt);
    nothingElsewhere(ground);
    expect(() => noor.messages(id)).toThrow();
  });

  it('is like a channel when a post in it is deleted: the result comes directly', async () => {
    const ground = await startGround();
    const { id } = ground.mai.openGroup([ground.ravi.info.id, ground.slack.botUserId]);
    const job = await running(ground, id);
    await ground.bot.chat.remove(job.post ?? { platform: 'slack', channel: '', message: '' });
    await ground.ends(job);
    await ground.told(ground.mai, 'its post, or the channel it stood in, is gone');
    await ground.rested('slack');
    expect(ground.ours(ground.ravi, id)).toHaveLength(0);
  });

  it('without the app in it: whoever asks is told what to do, and nothing is queued', async () => {
    const ground = await startGround();
    const { id } = ground.mai.openGroup([ground.ravi.info.id, ground.noor.info.id]);
    ground.mai.runCommand(id, '/render', prompt);
    await ground.sees(ground.mai, id, 'begin a new one with me in it');
    expect(await ground.core.jobs.activeCount()).toBe(0);
    expect(wordsOf(ground.ours(ground.ravi, id))).toBe('[]');
  });
});
