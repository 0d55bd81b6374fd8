/** The parts of the core that need nothing but themselves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../core/config.ts';
import { SettingsError } from '../../core/errors.ts';
import { workOf } from '../../core/estimate.ts';
import { jobIdSchema, newJobId, shortId } from '../../core/ids.ts';
import { openMediaStore } from '../../core/media.ts';
import { personSchema } from '../../core/people.ts';
import { pixels, shapeNames } from '../../core/sizes.ts';
import { resolveValues } from '../../core/values.ts';
import type { Input } from '../../core/workflow.ts';
import { picture, plain } from '../support/workflows.ts';

describe('job ids', () => {
  it('are valid, unlike each other, and sort by time', () => {
    const ids = [1, 2, 3].map((ms) => newJobId(1_700_000_000_000 + ms));
    for (const id of ids) expect(jobIdSchema.parse(id)).toBe(id);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(Array.from({ length: 1000 }, () => newJobId(5))).size).toBe(1000);
    expect(shortId(ids[0] ?? '')).toHaveLength(6);
  });
  it.each(['', 'job-', '12345', 'job-../../etc', `job-${'a'.repeat(27)}`])('refuse %j', (id) => {
    expect(jobIdSchema.safeParse(id).success).toBe(false);
  });
});

describe('sizes', () => {
  it('have sides that are multiples and about the pixels the model likes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...shapeNames),
        fc.integer({ min: 256, max: 2048 }),
        fc.constantFrom(8, 16, 32, 64),
        (shape, edge, multiple) => {
          const { width, height } = pixels(shape, edge, multiple);
          expect(width % multiple).toBe(0);
          expect(height % multiple).toBe(0);
          expect((width * height) / edge ** 2).toBeGreaterThan(0.6);
          expect((width * height) / edge ** 2).toBeLessThan(1.5);
        },
      ),
    );
  });
  it('are the usual ones for SDXL', () => {
    expect(pixels('square', 1024, 64)).toEqual({ width: 1024, height: 1024 });
    expect(pixels('wide', 1024, 64)).toEqual({ width: 1344, height: 768 });
  });
});

describe('values of a request', () => {
  it('are completed with defaults and a seed in range', () => {
    const values = resolveValues(picture, { prompt: 'a fox' }, () => 0.9999);
    expect(values).toEqual({
      prompt: 'a fox',
      negative: '',
      seed: 1000,
      steps: 20,
      guidance: 7,
      size: 'square',
      count: 1,
    });
  });
  it.each([
    [{ prompt: 'x', steps: 400 }, 'steps must be 1 to 50, got 400.'],
    [{ prompt: 'x', steps: 2.5 }, 'steps must be a whole number, got 2.5.'],
    [{ prompt: 'x', seed: -1 }, 'seed must be 0 to 1000, got -1.'],
    [{ prompt: 'x', seed: 2 ** 64 }, 'seed must be a whole number, got 18446744073709552000.'],
    [{ prompt: 'x', size: 'huge' }, 'size must be one of square, portrait, landscape, tall, wide, got huge.'],
    [{ prompt: '   ' }, 'prompt must not be empty.'],
  ])('refuse %j', (given, message) => {
    expect(() => resolveValues(picture, given)).toThrow(message);
  });
  it('refuse an input the graph does not have, and say which it has', () => {
    expect(() => resolveValues(plain, { prompt: 'x', negative: 'y' })).toThrow(
      'Plain has no negative. Leave it out; it takes prompt, seed.',
    );
  });
  it('are one of the options where there is a list', () => {
    const sampler: Input = {
      type: 'choice',
      to: ['3.sampler_name'],
      options: ['euler', 'heun'],
      default: 'heun',
    };
    const choosing = { title: 'Choosing', inputs: { sampler } };
    expect(resolveValues(choosing, {})).toEqual({ sampler: 'heun' });
    expect(() => resolveValues(choosing, { sampler: 'eulr' })).toThrow(
      'sampler must be one of euler, heun, got eulr.',
    );
    const many = { ...sampler, options: Array.from({ length: 30 }, (_, at) => `s${at}`), default: 's1' };
    expect(() => resolveValues({ ...choosing, inputs: { sampler: many } }, { sampler: 'x' })).toThrow(
      's19 and 10 more, got x.',
    );
  });
  it('hold a file where one has to be attached', () => {
    const image: Input = { type: 'image', to: ['5.image'], required: true };
    const remake = { title: 'Remake', inputs: { image } };
    expect(() => resolveValues(remake, {})).toThrow('Remake needs a picture: attach it as image.');
    expect(() => resolveValues(remake, { image: 'example.png' })).toThrow(
      'image must be a picture that is attached.',
    );
    expect(resolveValues({ ...remake, inputs: { image: { ...image, required: false } } }, {})).toEqual({});
  });
  it('tell how much work they are', () => {
    const small = workOf(picture, resolveValues(picture, { prompt: 'x' }));
    const large = workOf(picture, resolveValues(picture, { prompt: 'x', steps: 40, count: 2 }));
    expect(large / small).toBeCloseTo(4);
  });
});

describe('settings', () => {
  it('have defaults, and an empty line means not set', () => {
    const settings = readSettings({ DISCORD_TOKEN: '', COMFYUI_URL: 'http://a:1, http://b:2' });
    expect(settings).toMatchObject({
      PORT: 8080,
      HOST: '127.0.0.1',
      COMFYUI_URL: ['http://a:1', 'http://b:2'],
    });
    expect(settings.DISCORD_TOKEN).toBeUndefined();
    expect(settings.MEDIA_URL).toMatch(/^file:.*data\/media$/);
  });
  it.each([
    [{ PORT: 'web' }, /^PORT must be a number, got "web"\./],
    [{ PORT: '70000' }, /^PORT must be a port from 0 to 65535, got "70000"\./],
    [{ COMFYUI_URL: 'localhost:8188' }, /^COMFYUI_URL must be a URL that begins with http/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of fatal, error/],
  ])('name what is wrong in %j', (environment, message) => {
    expect(() => readSettings(environment)).toThrow(SettingsError);
    expect(() => readSettings(environment)).toThrow(message);
  });
  it('never repeat a secret', () => {
    expect(() => readSettings({ DISCORD_TOKEN: 'hunter2' })).toThrow(/^DISCORD_TOKEN does not look like/);
    expect(() => readSettings({ DISCORD_TOKEN: 'hunter2' })).not.toThrow(/hunter2/);
  });
});

describe('the media store', () => {
  it.each(['../x', '/etc', 'a/../../b'])('refuses the folder %s', async (folder) => {
    const store = openMediaStore('file:///tmp/rendezvous-never-written');
    await expect(store.put(folder, 'a.png', new Uint8Array(1))).rejects.toThrow('no folder of ours');
  });
  it('says what it cannot open', () => {
    expect(() => openMediaStore('https://bucket')).toThrow('MEDIA_URL must begin with file:// or s3://');
    expect(() => openMediaStore('media')).toThrow('MEDIA_URL must be a URL');
    for (const odd of ['file://a-host/media', 'file:%'])
      expect(() => openMediaStore(odd)).toThrow('MEDIA_URL must name a folder of this machine');
  });
});

describe('a text that has to be there', () => {
  it('is refused like anything that is no text, whatever it says its length is', () => {
    const pretends = JSON.parse('{ "length": { "toString": null } }');
    expect(personSchema.safeParse({ platform: 'slack', id: pretends, name: 'Mai' }).success).toBe(false);
    expect(personSchema.safeParse({ platform: 'slack', id: '', name: 'Mai' }).success).toBe(false);
    expect(personSchema.safeParse({ platform: 'slack', id: 'U1', name: 'Mai' }).success).toBe(true);
  });
});
