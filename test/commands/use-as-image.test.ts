/** What a message's picture becomes, and what does not become one. */
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenFile } from '../../commands/given-file.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn, words } from '../support/gestures.ts';
import { mai, ravi } from '../support/jobs.ts';
import { picture, redraw, testLibrary } from '../support/workflows.ts';

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.core.redis.flushall();
});

const given = (bytes: Buffer, more: Partial<GivenFile> = {}): GivenFile => ({
  ...{ name: 'fox.png', mediaType: 'image/png', bytes: bytes.length, read: async () => bytes },
  ...more,
});
const drawn = (width: number) =>
  sharp({ create: { width, height: 20, channels: 3, background: '#357' } })
    .png()
    .toBuffer();
const next = () => test.core.attachments.next(mai);

describe('Use as image', () => {
  it('keeps the newest choice for its person alone, until they forget it', async () => {
    const { perform } = createGestures(test.core);
    const choose = async (width: number) =>
      perform('use image', { picture: given(await drawn(width)) }, { kind: 'menu' });
    await choose(30);
    const said = await choose(40);
    expect(said.acknowledged).toEqual(['private']);
    expect(words(said.shown[0])).toContain('It has 40 × 20 pixels.');
    expect(await next()).toMatchObject({ owner: { id: mai.id }, width: 40, height: 20 });
    expect(await test.core.attachments.next(ravi)).toBeNull();

    const forgotten = await perform('forget image', {}, { kind: 'button' });
    expect(words(forgotten.shown[0])).toContain('from your words alone');
    expect(await next()).toBeNull();
    const again = await perform('forget image', {}, { kind: 'button' });
    expect(words(again.shown[0])).toContain('used already, or a day went by');
  });

  it.each([
    ['no picture', {}, 'shows no picture'],
    ['bytes that are none', { picture: given(Buffer.from('<svg/>')) }, 'fox.png is no picture'],
    ['more bytes than are taken', { picture: given(Buffer.alloc(1), { bytes: 2 ** 30 }) }, 'is too large'],
  ])('says no to %s, and keeps nothing', async (_, options, why) => {
    const said = await createGestures(test.core).perform('use image', options, { kind: 'menu' });
    expect(refusalIn(said)).toContain(why);
    expect(await next()).toBeNull();
  });

  it('of an age-restricted channel is used in such ones alone, and so is what is made of it', async () => {
    const library = testLibrary({}, [picture, redraw]);
    const { perform } = createGestures(test.core, { library });
    const place = { platform: 'discord', space: '200', channel: '666' } as const;
    const there = { place, ageRestricted: true };
    await perform('use image', { picture: given(await drawn(30)) }, { kind: 'menu', ...there });
    const newest = async () => (await test.core.jobs.ofPerson(mai, 1))[0];
    const here = await perform('render', { prompt: 'a fox' });
    expect(words(here.followedUp[0])).toContain('is used only there');
    expect((await newest())?.request.workflow.name).toBe('picture');
    expect(await next()).not.toBeNull();
    await perform('render', { prompt: 'a fox, there' }, there);
    expect(await newest()).toMatchObject({ nsfw: true, request: { workflow: { name: 'redraw' } } });
    expect(await next()).toBeNull();
  });

  it('is had in no other way than from a message itself', async () => {
    const picture = given(await drawn(30));
    for (const kind of ['button', 'slash'] as const) {
      const said = await createGestures(test.core).perform('use image', { picture }, { kind });
      expect(refusalIn(said)).toContain('not there any more');
    }
    expect(await next()).toBeNull();
  });
});
