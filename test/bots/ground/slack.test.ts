/** The ground moves on Slack: the owner of a render learns how it ended, and nothing is posted in the wrong place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotOptions, startBot } from '../../../bots/bot.ts';
import { openLanguages } from '../../../commands/languages.ts';
import type { Job } from '../../../core/job.ts';
import { createLog } from '../../../core/log.ts';
import { startTestCore, type TestCore } from '../../support/core.ts';
import { testDrawing } from '../../support/drawing.ts';
import { testJob } from '../../support/jobs.ts';
import { until } from '../../support/until.ts';
import { testLibrary, testWildcards } from '../../support/workflows.ts';
import { botMessages, channelOf, memoryMedia, startTeam, type Team, wordsOf } from '../slack/support.ts';
import { jobsOf } from './jobs.ts';

const hour = 60 * 60_000;
let test: TestCore;
let team: Team;
let bot: { close(): Promise<void> };
let jobs: ReturnType<typeof jobsOf>;

beforeAll(async () => {
  test = await startTestCore();
  team = await startTeam({
    media: memoryMedia(),
    handlers: { handle: async () => {}, suggest: async () => [] },
  });
  const log = createLog('test', 'silent');
  const tools: BotOptions['tools'] = {
    core: test.core,
    library: testLibrary(),
    languages: openLanguages(),
    drawing: testDrawing,
    wildcards: testWildcards,
    log,
    now: Date.now,
    random: () => 0.5,
  };
  jobs = jobsOf(test.core, Date.now);
  bot = await startBot({ commands: [], tools, gallery: 'gallery', connect: async () => team.chat });
});
afterAll(async () => {
  await bot?.close();
  await team?.slack.close();
  await test?.close();
});

const mai = () => ({ platform: 'slack' as const, id: team.slack.members.Mai ?? '', name: 'Mai' });
/** A render of Mai's that has its post and began an hour ago. */
async function running(channel: string): Promise<Job> {
  const place = { platform: 'slack' as const, space: team.slack.teamId, channel };
  const job = testJob({ owner: mai(), place, state: 'running', createdAt: Date.now() - hour });
  await test.core.jobs.create(job);
  await until(async () => (await jobs.record(job)).post, { what: 'the post' });
  return jobs.record(job);
}
const told = (words: string, job: Job) =>
  until(
    async () => {
      const post = (await jobs.record(job)).away?.post;
      return post && wordsOf(team.slack.state.rendered(post.message)).includes(words);
    },
    { what: `"${words}" in a direct message` },
  );

describe('while a render runs on Slack', () => {
  it('its post is deleted: the result comes directly, once', async () => {
    const general = channelOf(team, 'general');
    const job = await running(general);
    if (job.post) await team.chat.remove(job.post);
    const before = botMessages(team, 'Ravi', general).length;
    await jobs.ends(job);
    await told('its post, or the channel it stood in, is gone', job);
    await jobs.rested('slack');
    expect(botMessages(team, 'Ravi', general)).toHaveLength(before);
    const { away } = await jobs.record(job);
    expect(botMessages(team, 'Mai', away?.post?.channel ?? '')).toHaveLength(1);
  });

  it('its channel is archived: the result comes directly, and to the post when it is opened again', async () => {
    const general = channelOf(team, 'general');
    const job = await running(general);
    team.slack.controls.archive(general);
    await jobs.ends(job);
    await told('I may no longer write where you asked for it', job);
    team.slack.controls.unarchive(general);
    await test.core.deliveries.hurry('slack');
    await until(async () => (await jobs.record(job)).shownAt, { what: 'the post to show the result' });
    expect(wordsOf(team.slack.state.rendered(job.post?.message ?? ''))).toContain('Made by');
    await jobs.rested('slack');
  });

  it('the app is removed and installed again: nothing is lost', async () => {
    const job = await running(channelOf(team, 'general'));
    team.slack.controls.revokeToken();
    await jobs.ends(job);
    team.slack.controls.install();
    await test.core.deliveries.hurry('slack');
    await until(async () => (await jobs.record(job)).shownAt ?? (await jobs.record(job)).away?.post, {
      what: 'the result',
      within: 60_000,
    });
  });
});
