/** From slash command to picture to gallery: the real bot, worker, queue and SDK against the playground's servers. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeenMessage } from '../../playground/discord/member.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { buttonsOf, filesOf, picturesOf, textOf } from '../support/post.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
let general: string;
let gallery: string;
beforeAll(async () => {
  way = await startWholeWay();
  general = way.discord.channels.general ?? '';
  gallery = way.discord.channels.gallery ?? '';
  await way.startWorkers();
  await way.startBots();
});
afterAll(() => way.close());

const finished = (post: SeenMessage) => way.says(way.mai, post.id, '"Again"');

function press(member: WholeWay['mai'], post: SeenMessage, label: string): void {
  const id = buttonsOf(post)[label];
  if (!id) throw new Error(`no button ${label} on: ${textOf(post)}`);
  member.press(post.id, id);
}

/** The next private answer this person gets after doing something. */
async function answer(member: WholeWay['mai'], act: () => void, channel = general): Promise<SeenMessage> {
  const known = new Set(member.messages(channel, { limit: 100 }).map(({ id }) => id));
  act();
  return until(
    () =>
      member
        .messages(channel, { limit: 100 })
        .find(({ id, ephemeral, thinking }) => ephemeral && !thinking && !known.has(id)),
    { what: 'a private answer' },
  );
}
const inGallery = () => way.mai.messages(gallery, { limit: 100 });

describe('a render', () => {
  it('goes from queue to running to done in one post', async () => {
    const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 3 });
    const post = await way.render(way.mai, { prompt: 'a lighthouse at dusk', seed: 42, steps: 8 });
    await hold.reached;
    const running = await way.says(way.mai, post.id, 'step 2 of 8');
    expect(textOf(running)).toContain('a lighthouse at dusk');
    expect(buttonsOf(running)).toHaveProperty('Cancel');
    const preview = await until(() => {
      const now = way.seen(way.mai, post.id);
      return now && picturesOf(now).length > 0 ? picturesOf(now) : undefined;
    });
    expect(preview[0]?.alt).toMatch(/^Unfinished preview/);
    hold.release();

    const done = await finished(post);
    expect(done.id).toBe(post.id);
    expect(picturesOf(done)).toHaveLength(1);
    expect(picturesOf(done)[0]?.alt).toBe('a lighthouse at dusk');
    expect(textOf(done)).toContain('`42`');
    expect(textOf(done)).toContain('SDXL');
    expect(textOf(done)).toContain('drawn without a model');
    expect(Object.keys(buttonsOf(done))).toEqual([
      'Vary (weak)',
      'Vary (strong)',
      'Upscale',
      'Animate',
      'Use as image',
      'Again',
      'Edit',
      'Share',
      'Workflow',
      'Delete',
    ]);
    for (const id of Object.values(buttonsOf(done))) expect(id).toMatch(/^[a-z ]+:job-[0-9a-z]{26}(:1)?$/);

    const response = await fetch(picturesOf(done)[0]?.url ?? '');
    const { width, height, format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect({ width, height, format }).toEqual({ width: 1024, height: 1024, format: 'png' });
  });

  it('of four pictures shows one sheet, and a button for each', async () => {
    const post = await way.render(way.mai, { prompt: 'a forest', count: 4, steps: 2, workflow: 'sd15' });
    const done = await finished(post);
    expect(picturesOf(done)).toHaveLength(1);
    expect(Object.keys(buttonsOf(done)).slice(0, 4)).toEqual([1, 2, 3, 4].map((n) => `Picture ${n}`));
  });

  it('with a hostile prompt pings nobody and breaks nothing', async () => {
    const prompt = '@everyone <@1100000000000000002> **x** ```js\n</script> ‮txet';
    const post = await way.render(way.mai, { prompt, steps: 2 });
    const done = await finished(post);
    expect(done.mention_everyone).toBe(false);
    expect(done.mentions).toEqual([]);
    expect(done.mention_roles).toEqual([]);
    expect(picturesOf(done)[0]?.alt).toContain('@everyone');
  });

  it('without a model runs too, and shows its prompt', async () => {
    const post = await way.render(way.mai, { prompt: 'hello', workflow: 'no-model', seed: 77 });
    expect(textOf(await finished(post))).toContain('hello');
  });

  it('that fails at ComfyUI says why and what to do', async () => {
    way.comfyui.faults.raise(
      { class: 'KSampler' },
      { type: 'torch.OutOfMemoryError', message: 'Allocation on device ' },
      // The second try runs out of memory, too.
      2,
    );
    const post = await way.render(way.mai, { prompt: 'too large' });
    const failed = await way.says(way.mai, post.id, 'What to do');
    expect(textOf(failed)).toMatch(/memory/i);
    expect(Object.keys(buttonsOf(failed))).toEqual(['Try again', 'Edit', 'Delete']);
  });
});

describe('commands', () => {
  it('Cancel stops a running render, for its owner only', async () => {
    const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 2 });
    const post = await way.render(way.mai, { prompt: 'never to be seen' });
    await hold.reached;
    const running = await way.says(way.mai, post.id, '"Cancel"');
    const refused = await answer(way.ravi, () => press(way.ravi, running, 'Cancel'));
    expect(textOf(refused)).toContain('Only Mai can cancel this render');
    const told = await answer(way.mai, () => press(way.mai, running, 'Cancel'));
    expect(textOf(told)).toContain('Cancelling');
    hold.release();
    const cancelled = await way.says(way.mai, post.id, 'Cancelled before a picture was made');
    expect(picturesOf(cancelled)).toEqual([]);
    expect(way.comfyui.queue.running).toBeNull();
  });

  it('bad input gets a private answer and makes no job', async () => {
    const jobs = (await way.test.core.jobs.ofPerson({ platform: 'discord', id: way.mai.info.id }, 500))
      .length;
    const call = (name: string, value: string | number) => () =>
      way.mai.runCommand({
        channelId: general,
        name: 'render',
        options: [
          { name: 'prompt', value: 'x' },
          { name, value },
        ],
      });
    expect(textOf(await answer(way.mai, call('workflow', 'magic')))).toContain('There is no workflow called');
    const flux = () =>
      way.mai.runCommand({
        channelId: general,
        name: 'render',
        options: [
          { name: 'prompt', value: 'x' },
          { name: 'negative', value: 'y' },
          { name: 'workflow', value: 'flux' },
        ],
      });
    expect(textOf(await answer(way.mai, flux))).toMatch(/has no negative/);
    expect(
      (await way.test.core.jobs.ofPerson({ platform: 'discord', id: way.mai.info.id }, 500)).length,
    ).toBe(jobs);
  });

  it('/queue, /status and /help answer privately', async () => {
    for (const [name, words] of [
      ['queue', 'The queue'],
      ['status', 'ComfyUI 0.33.0'],
      ['help', '/render'],
    ] as const) {
      const said = await answer(way.ravi, () =>
        way.ravi.runCommand({ channelId: general, name, options: [] }),
      );
      expect(textOf(said)).toContain(words);
      expect(way.seen(way.mai, said.id)).toBeUndefined();
    }
  });

  it('workflows are suggested while one types', async () => {
    const call = {
      channelId: general,
      name: 'render',
      options: [{ name: 'workflow', value: 'qwen' }],
      focused: 'workflow',
    };
    expect(await way.mai.autocomplete(call)).toMatchObject([{ value: 'qwen-image' }]);
  });

  it('set is suggested what the chosen workflow has', async () => {
    const call = {
      channelId: general,
      name: 'render',
      options: [
        { name: 'workflow', value: 'wan-video' },
        { name: 'set', value: 'fra' },
      ],
      focused: 'set',
    };
    expect(await way.mai.autocomplete(call)).toMatchObject([{ value: 'frames=81' }]);
  });

  it('Again makes a new render of whoever presses it; Workflow gives the file; Delete takes the post away', async () => {
    const post = await finished(await way.render(way.mai, { prompt: 'a small fox', steps: 2 }));
    const known = new Set(way.ravi.messages(general, { limit: 100 }).map(({ id }) => id));
    press(way.ravi, post, 'Again');
    const second = await until(() =>
      way.ravi.messages(general, { limit: 100 }).find(({ id }) => !known.has(id)),
    );
    const again = await way.says(way.ravi, second.id, '"Again"');
    expect(textOf(again)).toContain('a small fox');
    expect(textOf(again)).not.toContain(/Seed\*\* (`\d+`)/.exec(textOf(post))?.[1] ?? 'no seed');

    const file = await answer(way.ravi, () => press(way.ravi, post, 'Workflow'));
    const graph = await (await fetch(filesOf(file)[0] ?? '')).json();
    expect(Object.values(graph as object)).toContainEqual(
      expect.objectContaining({
        class_type: 'CLIPTextEncode',
        inputs: expect.objectContaining({ text: 'a small fox' }),
      }),
    );

    const question = await answer(way.mai, () => press(way.mai, post, 'Delete'));
    press(way.mai, question, 'Delete for good');
    await way.says(way.mai, question.id, 'Deleted');
    await until(() => !way.seen(way.mai, post.id), { what: 'the post to go' });
  });
});

describe('the gallery', () => {
  it('follows the maker: star, take back, Share, Delete', async () => {
    const post = await finished(await way.render(way.mai, { prompt: 'for the gallery', steps: 2, seed: 7 }));
    way.mai.react(post.id, '⭐');
    const shown = await until(() => inGallery()[0], { what: 'a gallery post' });
    expect(textOf(shown)).toContain('for the gallery');
    expect(textOf(shown)).toContain('`7`');
    expect(textOf(shown)).toContain(way.mai.info.id);
    expect(JSON.stringify(shown.components)).toContain(`/${general}/${post.id}`);
    expect(shown.mentions).toEqual([]);
    expect(picturesOf(shown)[0]?.alt).toBe('for the gallery');
    way.mai.unreact(post.id, '⭐');
    await until(() => inGallery().length === 0, { what: 'the gallery post to go' });

    press(way.mai, await way.says(way.mai, post.id, '"Share"'), 'Share');
    await until(() => inGallery().length === 1);
    const shared = await way.says(way.mai, post.id, '"Unshare"');
    const question = await answer(way.mai, () => press(way.mai, shared, 'Delete'));
    press(way.mai, question, 'Delete for good');
    await until(() => inGallery().length === 0 && !way.seen(way.mai, post.id));
  });

  it("asks before somebody else's star counts, and stops when told to", async () => {
    const post = await finished(await way.render(way.mai, { prompt: 'starred by others', steps: 2 }));
    way.ravi.react(post.id, '⭐');
    const dm = await until(
      () => {
        const channel = way.mai.guild().channels.find(({ kind }) => kind === 'dm');
        return channel && way.mai.messages(channel.id)[0];
      },
      { what: 'the private question' },
    );
    expect(textOf(dm)).toContain('Somebody starred your render');
    expect(inGallery()).toEqual([]);
    press(way.mai, dm, 'Yes, show them');
    await until(() => inGallery().length === 1, { what: 'the gallery post' });
    way.mai.runCommand({ channelId: general, name: 'gallery', subcommand: 'stop', options: [] });
    await until(() => inGallery().length === 0, { what: 'the gallery post to go' });
  });
});
