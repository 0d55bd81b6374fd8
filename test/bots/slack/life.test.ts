/** The life of a render on Slack, from the typed command to the gallery, with the bot as it really runs. */

import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBot } from '../../../bots/bot.ts';
import { connectSlack } from '../../../bots/slack/connect.ts';
import { slackManifest } from '../../../bots/slack/manifest.ts';
import { openLanguages } from '../../../commands/languages.ts';
import { commands } from '../../../commands/registry.ts';
import { noWildcards } from '../../../core/dynamic/wildcards.ts';
import type { Job } from '../../../core/job.ts';
import { createLog } from '../../../core/log.ts';
import type { Output } from '../../../core/output.ts';
import type { SeenMessage } from '../../../playground/slack/member.ts';
import { type SlackServer, startSlack } from '../../../playground/slack/server.ts';
import { startTestCore, type TestCore } from '../../support/core.ts';
import { testDrawing } from '../../support/drawing.ts';
import { until } from '../../support/until.ts';
import { testLibrary } from '../../support/workflows.ts';
import { blocksOf, wordsOf } from './support.ts';

let core: TestCore;
let slack: SlackServer;
let bot: Awaited<ReturnType<typeof startBot>>;
const fast = { limit: 1000, perMs: 1000 };

function start() {
  const log = createLog('test', 'silent');
  return startBot({
    commands,
    tools: {
      core: core.core,
      library: testLibrary(),
      drawing: testDrawing,
      languages: openLanguages(),
      wildcards: noWildcards,
      log,
      now: Date.now,
      random: () => 0.5,
    },
    gallery: 'gallery',
    connect: (handlers) =>
      connectSlack({
        botToken: slack.botToken,
        mode: { kind: 'socket', appToken: slack.appToken },
        apiUrl: slack.apiUrl,
        commands,
        handlers,
        media: core.core.media,
        log,
      }),
  });
}

beforeAll(async () => {
  core = await startTestCore();
  slack = await startSlack({
    manifest: slackManifest(commands),
    limits: { timing: { fileProcessingMs: 60 }, rates: { 2: fast, 4: fast, post: fast } },
  });
  bot = await start();
});
afterAll(async () => {
  await bot?.close();
  await slack?.close();
  await core?.close();
});
beforeEach(() => core.core.redis.flushall());

const as = (name: string) => slack.member(slack.members[name] ?? '');
const channel = (name: string) => slack.channels[name] ?? '';
const posts = (name: string): SeenMessage[] =>
  as('Ravi')
    .messages(channel(name))
    .filter(({ user }) => user === slack.botUserId);
const showing = (name: string, words: string, what = words) =>
  until(() => posts(name).findLast((post) => wordsOf(post).includes(words)), { what: `a post with ${what}` });
/** A job's own post, once it shows these words. */
const postOf = (job: Job, words: string) =>
  until(
    () => posts('general').find((post) => post.ts === job.post?.message && wordsOf(post).includes(words)),
    {
      what: `the post of ${job.id} with ${words}`,
    },
  );
const buttonOf = (post: SeenMessage, command: string) =>
  new RegExp(`"action_id":"(${command}:[^"]+)"`).exec(wordsOf(post))?.[1] ?? `no button ${command}`;

async function newest(): Promise<Job> {
  const job = await until(async () => {
    const [one] = await core.core.jobs.active();
    return one?.post ? one : null;
  });
  return job;
}

/** What a worker does. */
async function work(job: Job): Promise<void> {
  await core.core.queue.remove(job.id);
  await core.core.jobs.update(job.id, (one) => ({ ...one, state: 'running', startedAt: Date.now() }));
  const preview = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#345' } })
    .jpeg()
    .toBuffer();
  const progress = {
    fraction: 0.4,
    node: 'Sampling',
    step: 8,
    steps: 20,
    previewCount: 1,
    preview: 'image/jpeg' as const,
  };
  await core.core.progress.set(job.id, { ...progress, at: Date.now() }, preview);
}
async function finish(job: Job): Promise<void> {
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#a53' } })
    .webp()
    .toBuffer();
  const key = await core.core.media.put(job.id, 'fox.webp', bytes);
  const output: Output = {
    key,
    name: 'fox.webp',
    kind: 'image',
    mediaType: 'image/webp',
    bytes: bytes.length,
  };
  await core.core.jobs.update(job.id, (one) => ({
    ...one,
    state: 'done',
    startedAt: one.startedAt ?? Date.now(),
    finishedAt: Date.now(),
    outputs: [output],
  }));
}

describe('a render', () => {
  it('has one post, from the queue to the gallery', async () => {
    as('Mai').runCommand(channel('general'), '/render', 'a fox in snow --seed 42');
    const waiting = await showing('general', 'In the queue');
    const job = await newest();
    expect(job.post).toMatchObject({ platform: 'slack', message: waiting.ts });

    await work(job);
    const running = await showing('general', 'Sampling, step 8 of 20');
    expect(running.ts).toBe(waiting.ts);
    await until(() => blocksOf(posts('general').at(-1)).some(({ type }) => type === 'image'), {
      what: 'a preview',
    });

    await finish(job);
    const done = await postOf(job, 'Took');
    expect(blocksOf(done)[0]).toMatchObject({ type: 'image', alt_text: 'a fox in snow' });
    expect(done.text).toContain('a fox in snow');
    expect(done.edited, 'a post with blocks says nothing of being edited').toBeUndefined();
    expect(posts('general')).toHaveLength(1);

    as('Mai').react(done.ts, 'star');
    const shown = await showing('gallery', 'a fox in snow');
    expect(wordsOf(shown)).toContain('Original');
    await showing('general', 'Unshare');
    as('Mai').unreact(done.ts, 'star');
    await until(() => posts('gallery').length === 0);

    as('Mai').press(done.ts, buttonOf(done, 'delete'));
    const question = await until(() =>
      as('Mai')
        .messages(channel('general'))
        .find((one) => one.ephemeral && wordsOf(one).includes('Delete this render?')),
    );
    as('Mai').press(question.ts, buttonOf(question, 'delete now'));
    await until(() => posts('general').length === 0);
  });

  it('starred by somebody else asks its maker once, directly, and follows the answer', async () => {
    as('Mai').runCommand(channel('general'), '/render', 'a hare');
    const job = await newest();
    await work(job);
    await finish(job);
    const done = await postOf(job, 'Took');
    as('Ravi').react(done.ts, 'star');
    const dm = as('Mai').openDm().id;
    const question = await until(() =>
      as('Mai')
        .messages(dm)
        .find((one) => wordsOf(one).includes('Somebody starred your render')),
    );
    expect(posts('gallery')).toEqual([]);
    as('Mai').press(question.ts, buttonOf(question, 'allow stars'));
    await showing('gallery', 'a hare');
    as('Ravi').unreact(done.ts, 'star');
    await until(() => posts('gallery').length === 0);
  });

  it('asked for in a thread has its post in that thread, also from the button Again', async () => {
    const parent = as('Ravi').send(channel('general'), 'paint me a hare');
    as('Mai').mention(channel('general'), 'a hare in spring', { threadTs: parent.ts });
    const job = await newest();
    expect(job.post).toMatchObject({ thread: parent.ts });
    await work(job);
    await finish(job);
    const inThread = () =>
      as('Ravi')
        .thread(parent.ts)
        .filter(({ user }) => user === slack.botUserId);
    const done = await until(() => inThread().find((one) => wordsOf(one).includes('Took')));
    as('Mai').press(done.ts, buttonOf(done, 'again'));
    await until(() => inThread().length === 2);
  });

  it('that was asked for before the bot was restarted is finished by the next one, in the same post', async () => {
    as('Mai').runCommand(channel('general'), '/render', 'a patient fox');
    await showing('general', 'a patient fox');
    const job = await newest();
    await bot.close();
    await finish(job);
    bot = await start();
    await postOf(job, 'Took');
    expect(posts('general').filter((post) => wordsOf(post).includes('a patient fox'))).toHaveLength(1);
  });
});
