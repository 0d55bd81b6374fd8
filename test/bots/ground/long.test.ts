/** Renders of hours: the post is followed all the time, and the result comes once, whatever a platform says to old posts. */
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../core/core.ts';
import type { Job } from '../../../core/job.ts';
import { until } from '../../support/until.ts';
import { wordsOf } from '../slack/support.ts';
import { startGround as startDiscordGround } from './discord.ts';
import { startGround as startSlackGround } from './slack.ts';

const minute = 60_000;
const prompt = 'a lighthouse at dusk';
const steps = 12;

const at = (core: Core, job: Job, step: number) =>
  core.progress.set(job.id, {
    ...{ fraction: step / steps, node: 'Sampling', step, steps, previewCount: 0, at: 1 },
  });

/** Two hours of progress: with every step the post has to say so before the next one. */
async function follow(
  ground: { core: Core; skip(ms: number): void },
  job: Job,
  shows: (words: string) => Promise<unknown>,
): Promise<void> {
  for (let step = 1; step <= steps; step += 1) {
    ground.skip(10 * minute);
    await at(ground.core, job, step);
    await shows(`step ${step} of ${steps}`);
  }
}

describe('on Discord', () => {
  it('the answer is edited by its token, then by the bot’s own, and in the end shows the result', async () => {
    const ground = await startDiscordGround();
    const general = ground.channel('general');
    ground.type(ground.mai, general, 'render', { prompt });
    await ground.sees(ground.mai, general, 'In the queue');
    const job = await ground.runs(await ground.newest());
    await follow(ground, job, (words) => ground.sees(ground.ravi, general, words));
    await ground.ends(job);
    await ground.sees(ground.ravi, general, 'Made by');
    await ground.rested('discord');
    expect(ground.ours(ground.ravi, general)).toHaveLength(1);
    expect(ground.directTo(ground.mai)).toHaveLength(0);
  });

  it('progress in quick succession takes an old post’s few edits once a minute; when none is left, the result waits for one', async () => {
    const ground = await startDiscordGround({ oldEdits: { limit: 1, perMs: 2 * minute } });
    const general = ground.channel('general');
    ground.type(ground.mai, general, 'render', { prompt });
    await ground.sees(ground.mai, general, 'In the queue');
    const job = await ground.runs(await ground.newest());
    ground.skip(90 * minute);
    for (let step = 1; step <= steps; step += 1) {
      await at(ground.core, job, step);
      await ground.sees(ground.ravi, general, 'step 1 of 12');
    }
    const refused = ground.discord.faults.failNext('PATCH /channels', 429, {
      code: 30046,
      message: 'Maximum number of edits to messages older than 1 hour reached. Try again later.',
    });
    await ground.ends(job);
    await until(async () => (await ground.core.deliveries.owed('discord')).length === 1);
    refused();
    ground.skip(3 * minute);
    await ground.sees(ground.ravi, general, 'Made by');
    await ground.rested('discord');
    expect(ground.ours(ground.ravi, general)).toHaveLength(1);
    expect(ground.directTo(ground.mai)).toHaveLength(0);
  });
});

describe('on Slack', () => {
  it('the post is followed, and in the end shows the result', async () => {
    const ground = await startSlackGround();
    const general = ground.channel('general');
    ground.mai.runCommand(general, '/render', prompt);
    await ground.sees(ground.mai, general, 'In the queue');
    const job = await ground.runs(await ground.newest());
    await follow(ground, job, (words) => ground.sees(ground.ravi, general, words));
    await ground.ends(job);
    await ground.sees(ground.ravi, general, 'Made by');
    await ground.rested('slack');
    expect(ground.ours(ground.ravi, general)).toHaveLength(1);
    expect(ground.directTo(ground.mai)).toHaveLength(0);
  });

  it.each(['edit_window_closed', 'cant_update_message'])(
    'where messages may not be edited that long (%s), a new post takes the place of the old one, once',
    async (error) => {
      const ground = await startSlackGround();
      const general = ground.channel('general');
      const post = await ground.asked(ground.mai, general, prompt);
      const job = await ground.runs(await ground.newest());
      const other = ground.ravi.send(general, 'Good morning');
      ground.skip(8 * 60 * minute);
      ground.slack.faults.failNext('chat.update', { status: 200, error }, 1000);
      await ground.ends(job, 12);
      const done = await ground.sees(ground.ravi, general, 'Made by');
      expect(done.ts > other.ts).toBe(true);
      await until(() => ground.ours(ground.ravi, general).every(({ ts }) => ts !== post.ts), {
        what: 'the old post to go',
      });
      await ground.rested('slack');
      expect(ground.ours(ground.ravi, general)).toHaveLength(1);
      expect(ground.directTo(ground.mai)).toHaveLength(0);
      // It shows the result, so whatever cannot be changed in it stays as it is.
      await ground.core.deliveries.wake('slack', { subject: 'job', jobId: job.id });
      await ground.rested('slack');
      expect(wordsOf(ground.ours(ground.ravi, general))).toContain('Made by');
      expect(ground.ours(ground.ravi, general)).toHaveLength(1);
    },
  );
});
