/** From a picture that somebody attaches to the result that was made of it: the real bots, the real worker. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFinal, type Job } from '../../core/job.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { joinSlack, type SlackTeam } from '../support/slack-way.ts';
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

/** As a phone writes it: lying on its side, and telling where it was taken. */
function photograph(): Promise<Buffer> {
  const red = { width: 48, height: 32, channels: 3, background: { r: 200, g: 30, b: 30 } } as const;
  return sharp({ create: red })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
    .toBuffer();
}

const newest = () =>
  until(async () => (await way.test.core.jobs.ofPerson({ platform: 'discord', id: way.mai.info.id }, 1))[0]);

async function finished(id: string): Promise<Job> {
  return until(
    async () => {
      const job = await way.test.core.jobs.get(id);
      return job && isFinal(job.state) ? job : null;
    },
    { within: 30_000, what: 'the render to end' },
  );
}

describe('a picture attached on Discord', () => {
  it('is turned upright, freed of what it tells, handed to ComfyUI and rendered, and once more by Again', async () => {
    const bytes = await photograph();
    const image = await way.mai.upload(general, { name: 'IMG_1.jpg', bytes, contentType: 'image/jpeg' });
    const post = await way.render(way.mai, { prompt: 'in red', image, workflow: 'picture-no-model' });
    await way.says(way.mai, post.id, '"Again"');
    const job = await finished((await newest()).id);
    expect(job.state, JSON.stringify(job.failure)).toBe('done');
    expect(job.attached).toEqual([job.request.values.image]);

    const kept = await way.test.core.media.get(job.attached?.[0] ?? '');
    const { width, height, exif, orientation } = await sharp(kept ?? Buffer.alloc(0)).metadata();
    expect({ width, height, exif, orientation }).toEqual({
      width: 32,
      height: 48,
      exif: undefined,
      orientation: undefined,
    });

    const [output] = job.outputs;
    const made = sharp((await way.test.core.media.get(output?.key ?? '')) ?? Buffer.alloc(0));
    expect(await made.metadata()).toMatchObject({ width: 32, height: 48 });
    // The negative of what was given.
    const { channels } = await made.stats();
    for (const [index, mean] of [55, 225, 225].entries())
      expect(Math.abs((channels[index]?.mean ?? 0) - mean)).toBeLessThan(4);

    const again = /"custom_id":"(again:[^"]*)"/.exec(JSON.stringify(way.seen(way.ravi, post.id)))?.[1] ?? '';
    way.ravi.press(post.id, again);
    const ravi = { platform: 'discord', id: way.ravi.info.id } as const;
    const child = await until(async () => (await way.test.core.jobs.ofPerson(ravi, 1))[0]);
    expect(await finished(child.id)).toMatchObject({ state: 'done', attached: job.attached, parent: job.id });
  });

  it('may come with a second one, each for an input of its own', async () => {
    const bytes = await photograph();
    const [image, image2] = await Promise.all([
      way.mai.upload(general, { name: 'front.jpg', bytes, contentType: 'image/jpeg' }),
      way.mai.upload(general, { name: 'behind.jpg', bytes, contentType: 'image/jpeg' }),
    ]);
    const post = await way.render(way.mai, { prompt: 'a fox', image, image2, workflow: 'chroma-key' });
    await way.says(way.mai, post.id, '"Again"');
    const job = await finished((await newest()).id);
    expect(job.state, JSON.stringify(job.failure)).toBe('done');
    expect(job.request.values).toMatchObject({
      image: expect.stringContaining('/'),
      background: expect.stringContaining('/'),
    });
  });

  it('leads to the first workflow that takes one, when none is named', async () => {
    const bytes = await photograph();
    const image = await way.mai.upload(general, { name: 'IMG_1.jpg', bytes, contentType: 'image/jpeg' });
    const post = await way.render(way.mai, { prompt: 'a fox', image, strength: 0.4, steps: 2 });
    await way.says(way.mai, post.id, '"Again"');
    const job = await newest();
    expect(job.request).toMatchObject({ workflow: { name: 'image-to-image' }, values: { strength: 0.4 } });
  });

  it.each([
    [{ workflow: 'sdxl' }, 'SDXL does not take a picture. These do: image-to-image, '],
    [{ workflow: 'image-to-image', mask: true }, 'does not take a mask'],
  ])('is refused privately where the workflow has no place for it: %o', async (more, words) => {
    const file = { name: 'a.jpg', bytes: await photograph(), contentType: 'image/jpeg' };
    const image = await way.mai.upload(general, file);
    const options = { workflow: more.workflow, ...('mask' in more && { mask: image }) };
    const answer = await way.render(way.mai, { prompt: 'a fox', image, ...options });
    expect(answer.ephemeral).toBe(true);
    expect(JSON.stringify(answer.components)).toContain(words);
  });

  it('that only calls itself one is refused privately, and nothing stays of the public answer', async () => {
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const image = await way.mai.upload(general, { name: 'fox.png', bytes, contentType: 'image/png' });
    const before = await newest();
    way.mai.runCommand({
      channelId: general,
      name: 'render',
      options: [
        { name: 'prompt', value: 'x' },
        { name: 'image', value: image },
      ],
    });
    await until(() =>
      JSON.stringify(way.mai.messages(general)).includes('fox.png is no picture that can be used'),
    );
    expect(way.ravi.messages(general).filter(({ thinking }) => thinking)).toEqual([]);
    expect((await newest()).id).toBe(before.id);
  });
});

describe('a picture that a member’s message shows on Discord', () => {
  it('is what the next render starts from, once, and only where the workflow takes one', async () => {
    const file = { name: 'IMG_1.jpg', bytes: await photograph(), contentType: 'image/jpeg' };
    const { id: targetId } = await way.ravi.sendFiles(general, 'look at this', [file]);
    way.mai.runCommand({ channelId: general, name: 'Use as image', targetId, options: [] });
    const told = () => JSON.stringify(way.mai.messages(general).filter(({ ephemeral }) => ephemeral));
    await until(() => told().includes('Your next render starts from this picture'));

    const wordsAlone = await way.render(way.mai, { prompt: 'of words', workflow: 'sdxl', steps: 2 });
    await way.says(way.mai, wordsAlone.id, '"Again"');
    expect((await newest()).attached).toBeUndefined();
    const post = await way.render(way.mai, { prompt: 'of the picture', workflow: 'picture-no-model' });
    await way.says(way.mai, post.id, '"Again"');
    const job = await newest();
    expect(job.attached).toEqual([job.request.values.image]);
    const kept = await way.test.core.media.get(job.attached?.[0] ?? '');
    expect(await sharp(kept ?? Buffer.alloc(0)).metadata()).toMatchObject({ width: 32, height: 48 });
    expect(await way.test.core.attachments.next(job.owner)).toBeNull();
  });
});

describe('a picture attached on Slack', () => {
  let team: SlackTeam;
  beforeAll(async () => {
    team = await joinSlack(way, 'socket');
  }, 60_000);
  afterAll(() => team?.close());
  const last = async () => {
    const id = team.slack.members.Mai ?? '';
    return (await way.test.core.jobs.ofPerson({ platform: 'slack', id }, 1))[0];
  };

  it('in the form is fetched with the token, checked and rendered', async () => {
    const mai = team.as('Mai');
    const image = await mai.upload({ name: 'IMG_1.jpg', bytes: await photograph() });
    mai.runCommand(team.general, '/render', '');
    const view = await until(() => mai.views()[0]);
    const [workflow] = await until(async () => {
      const found = await mai.suggest(view.id, 'workflow', 'picture-no');
      return found.length > 0 ? found : null;
    });
    mai.submitView(view.id, { prompt: 'in a form', image: [image], workflow: workflow?.value ?? '' });
    await team.says(team.general, 'in a form', 'Took');
    const job = await until(last);
    expect(job).toMatchObject({ state: 'done', attached: [job.request.values.image] });
  });

  it('beside a mention is taken for what the command starts from', async () => {
    const mai = team.as('Mai');
    const image = await mai.upload({ name: 'IMG_2.jpg', bytes: await photograph() });
    mai.send(team.general, '@Rendezvous beside a mention --workflow picture-no-model', { fileIds: [image] });
    await team.says(team.general, 'beside a mention', 'Took');
    expect(await last()).toMatchObject({ state: 'done', attached: [expect.stringMatching(/^in-/)] });
  });

  it('to somebody’s message is what the next render starts from', async () => {
    const [mai, ravi] = [team.as('Mai'), team.as('Ravi')];
    const image = await ravi.upload({ name: 'IMG_3.jpg', bytes: await photograph() });
    const { ts } = ravi.send(team.general, 'look at this', { fileIds: [image] });
    mai.runMessageShortcut(ts, 'menu:use image');
    const told = () => JSON.stringify(mai.messages(team.general).filter(({ ephemeral }) => ephemeral));
    await until(() => told().includes('Your next render starts from this picture'));
    mai.runCommand(team.general, '/render', 'of a message --workflow picture-no-model');
    await team.says(team.general, 'of a message', 'Took');
    expect(await last()).toMatchObject({ state: 'done', attached: [expect.stringMatching(/^in-/)] });
  });

  it('that only calls itself one is refused privately', async () => {
    const mai = team.as('Mai');
    const image = await mai.upload({ name: 'fox.png', bytes: Buffer.from('<html>not a picture</html>') });
    mai.send(team.general, '@Rendezvous refuse this', { fileIds: [image] });
    const told = () => mai.messages(team.general).filter(({ ephemeral }) => ephemeral);
    await until(() => JSON.stringify(told()).includes('fox.png is no picture that can be used'));
    expect(JSON.stringify(team.posts(team.general))).not.toContain('refuse this');
  });
});
