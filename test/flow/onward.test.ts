/** From four pictures onward: one is picked, varied, enlarged and animated; each child's graph, post and way back. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isFinal, type Job } from '../../core/job.ts';
import { folderOf } from '../../core/media/key.ts';
import type { DiscordMember, SeenMessage } from '../../playground/discord/member.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
let general: string;
beforeAll(async () => {
  way = await startWholeWay();
  general = way.discord.channels.general ?? '';
  await way.startWorkers();
  await way.startBots();
}, 60_000);
afterAll(() => way?.close());

const textOf = (message: SeenMessage | undefined) => JSON.stringify(message?.components ?? '');

/** The button with this command, pressed by somebody. */
function press(member: DiscordMember, post: SeenMessage, command: string): void {
  const found = new RegExp(`"custom_id":"(${command}:[^"]*)"`).exec(textOf(way.seen(member, post.id)));
  if (!found?.[1]) throw new Error(`no button ${command} in ${textOf(way.seen(member, post.id))}`);
  member.press(post.id, found[1]);
}

async function finished(id: string): Promise<Job> {
  const job = await until(
    async () => {
      const one = await way.test.core.jobs.get(id);
      return one && isFinal(one.state) ? one : null;
    },
    { within: 60_000, what: 'the render to end' },
  );
  expect(job.state, JSON.stringify(job.failure)).toBe('done');
  return job;
}

const jobsOf = (member: DiscordMember) =>
  way.test.core.jobs.ofPerson({ platform: 'discord', id: member.info.id }, 20);

/** The render that comes of pressing a button, and its post as it is delivered. */
async function wentOn(member: DiscordMember, post: SeenMessage, command: string) {
  const known = (await jobsOf(member)).length;
  press(member, post, command);
  const begun = await until(async () => {
    const jobs = await jobsOf(member);
    return jobs.length > known && jobs[0]?.post ? jobs[0] : null;
  });
  const job = await finished(begun.id);
  return { job, post: await way.says(way.ravi, begun.post?.message ?? '', 'Made by') };
}

/** What ComfyUI was given as the picture to start from, by the bytes that it was uploaded with. */
async function startedFrom(job: Job): Promise<Buffer> {
  const graph = await way.test.core.jobs.graph(job.id);
  const node = Object.values(graph ?? {}).find(({ class_type }) => class_type === 'LoadImage');
  const url = new URL('/view', way.comfyui.url);
  const file = String(node?.inputs.image);
  url.search = new URLSearchParams({
    filename: file.split('/').at(-1) ?? '',
    subfolder: file.split('/').slice(0, -1).join('/'),
    type: 'input',
  }).toString();
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

it('a picture of a batch is picked, varied, enlarged and animated, and the way leads back', async () => {
  const { core } = way.test;
  const asked = await way.render(way.mai, {
    prompt: 'a lighthouse at dusk',
    count: 4,
    size: 'wide',
    steps: 2,
  });
  const grid = await way.says(way.mai, asked.id, 'Picture 4');
  const [batch] = await jobsOf(way.mai);
  expect(batch?.outputs).toHaveLength(4);
  expect(textOf(grid).match(/attachment:|"media"/g)).toHaveLength(1);
  expect(textOf(grid)).toContain('4 pictures on one sheet, numbered from the top left, 2 in a row');

  press(way.ravi, grid, 'picture');
  const picked = await until(() =>
    way.ravi
      .messages(general, { limit: 100 })
      .find((one) => one.ephemeral && textOf(one).includes('Picture 1 of 4')),
  );
  expect(textOf(way.seen(way.mai, picked.id))).toBe('""');

  const varied = await wentOn(way.ravi, picked, 'vary strong');
  expect(varied.job).toMatchObject({
    owner: { name: 'Ravi' },
    parent: batch?.id,
    from: { by: 'vary', output: 0 },
    request: {
      workflow: { name: 'image-to-image' },
      values: { prompt: 'a lighthouse at dusk', strength: 0.7 },
    },
  });
  const original = await core.media.get(batch?.outputs[0]?.key ?? '');
  expect((await startedFrom(varied.job)).equals(original ?? Buffer.alloc(0))).toBe(true);
  expect(textOf(varied.post)).toContain('Varied from picture 1 of ');

  const larger = await wentOn(way.ravi, varied.post, 'upscale');
  expect(larger.job.request).toMatchObject({ workflow: { name: 'upscale' } });
  const [before, after] = await Promise.all(
    [varied.job, larger.job].map(async ({ outputs }) =>
      sharp((await core.media.get(outputs[0]?.key ?? '')) ?? Buffer.alloc(0)).metadata(),
    ),
  );
  expect(after?.width).toBe(4 * (before?.width ?? 0));
  expect(textOf(larger.post)).toContain('Enlarged from ');
  // It takes no prompt, but shows what was asked for all the same, and is as large as they get.
  expect(textOf(larger.post)).toContain('a lighthouse at dusk');
  expect(textOf(larger.post)).not.toContain('"upscale:');

  const moving = await wentOn(way.mai, larger.post, 'animate');
  expect(moving.job).toMatchObject({
    request: { workflow: { name: 'wan-i2v' }, values: { prompt: 'a lighthouse at dusk', size: 'wide' } },
    outputs: [{ kind: 'video' }],
  });

  // Nothing was copied on the way: each starts from where the one before it lies.
  for (const [parent, child] of [
    [varied.job, larger.job],
    [larger.job, moving.job],
  ] as const) {
    expect(folderOf(String(child.request.values.image))).toBe(parent.id);
    expect((await core.jobs.childrenOf(parent.id)).map(({ id }) => id)).toEqual([child.id]);
    expect(child.parent).toBe(parent.id);
  }

  // The one in between is deleted: what was made from it stays, and says so.
  press(way.ravi, varied.post, 'delete');
  const question = await until(() =>
    way.ravi.messages(general, { limit: 100 }).find((one) => textOf(one).includes('Delete this render?')),
  );
  expect(textOf(question)).toContain('What was made from it stays');
  press(way.ravi, question, 'delete now');
  await until(() => way.seen(way.ravi, varied.post.id) === undefined);
  const known = way.ravi.messages(general, { limit: 100 }).length;
  press(way.ravi, larger.post, 'again');
  await until(() => way.ravi.messages(general, { limit: 100 }).length > known);
  await until(() =>
    JSON.stringify(way.ravi.messages(general, { limit: 100 })).includes('is not kept any more'),
  );
});
