/** Which workflow goes on from a picture, and what it is asked for. */
import { describe, expect, it } from 'vitest';
import { requestFrom, type Way, workflowFor } from '../../commands/onward.ts';
import type { HouseRules } from '../../core/house-rules.ts';
import { picturesOf } from '../../core/pictures.ts';
import type { Input, Workflow } from '../../core/workflow.ts';
import { testJob } from '../support/jobs.ts';
import { begin, enlarge, film, picture, plain, redraw, testLibrary } from '../support/workflows.ts';

const place = { platform: 'discord', space: '200', channel: '300' } as const;
const output = {
  key: `job-x/${'a'.repeat(32)}.png`,
  name: 'a.png',
  kind: 'image',
  mediaType: 'image/png',
  bytes: 1,
  width: 1344,
  height: 768,
} as const;
const outOf = (workflow: Workflow, values: Record<string, string | number> = { prompt: 'a fox', seed: 1 }) =>
  testJob({
    state: 'done',
    outputs: [output],
    request: { workflow: { name: workflow.name, title: '', version: '' }, values },
  });
const pictureIn = (job: ReturnType<typeof testJob>) => {
  const [first] = picturesOf(job);
  if (!first) throw new Error('no picture');
  return first;
};
const everything = [picture, plain, film, redraw, enlarge, begin];

function found(
  way: Way,
  job = outOf(picture),
  all: readonly Workflow[] = everything,
  rules: HouseRules = {},
) {
  const library = testLibrary({}, all);
  return workflowFor(way, { job, picture: pictureIn(job) }, { library, place, rules })?.name ?? null;
}
const asked = (job: ReturnType<typeof testJob>, workflow: Workflow, strength?: number) =>
  requestFrom(
    { job, picture: pictureIn(job), workflow, strength },
    { library: testLibrary({}, [...everything, workflow]), random: () => 0.5 },
  );

describe('the workflow that goes on from a picture', () => {
  it('is the first with the tag for it that takes a picture alone', () => {
    expect((['vary', 'upscale', 'animate'] as const).map((way) => found(way))).toEqual([
      'redraw',
      'enlarge',
      'begin',
    ]);
    expect(found('upscale', outOf(picture), [picture])).toBeNull();
    expect(found('vary', outOf(picture), [{ ...redraw, tags: ['finishing'] }])).toBeNull();
    const mask: Input = { type: 'mask', to: ['6.image'], required: true };
    const inpaint = { ...redraw, name: 'inpaint', order: 1, inputs: { ...redraw.inputs, mask } };
    expect(found('vary', outOf(picture), [inpaint, redraw])).toBe('redraw');
    expect(found('vary', outOf(picture), [inpaint])).toBeNull();
    const optional = { ...inpaint, inputs: { ...inpaint.inputs, mask: { ...mask, required: false } } };
    expect(found('vary', outOf(picture), [optional])).toBe('inpaint');
  });

  it('needs a strength to vary by', () => {
    const { strength: _none, ...inputs } = redraw.inputs;
    expect(found('vary', outOf(picture), [{ ...redraw, inputs }])).toBeNull();
    const denoise: Input = { type: 'number', to: ['3.denoise'], min: 0, max: 1, default: 1 };
    expect(found('vary', outOf(picture), [{ ...redraw, inputs: { ...inputs, denoise } }])).toBe('redraw');
  });

  it('for variations is the one it was made with, else one that draws with the same model', () => {
    const models = (file: string) => [{ folder: 'checkpoints', file }];
    const second = { ...redraw, name: 'second', order: 20, models: models('b.safetensors') };
    const all = [redraw, second, { ...picture, models: models('b.safetensors') }];
    expect(found('vary', outOf(second), all)).toBe('second');
    expect(found('vary', outOf(picture), all)).toBe('second');
    expect(found('vary', outOf(plain), all)).toBe('redraw');
  });

  it('is one that the house allows, and takes no prompt where nobody said any', () => {
    expect(found('vary', outOf(picture), everything, { workflows: ['picture'] })).toBeNull();
    const wordless = outOf(enlarge, {});
    expect(found('animate', wordless)).toBeNull();
    const svd = { ...enlarge, name: 'svd', tags: ['image-to-video'] };
    expect(found('animate', wordless, [begin, svd])).toBe('svd');
  });

  it('enlarges nothing that is as large as it gets', () => {
    const job = { ...outOf(picture), outputs: [{ ...output, width: 5376, height: 3072 }] };
    expect(found('upscale', job)).toBeNull();
    expect(found('vary', job)).toBe('redraw');
  });
});

describe('what it is asked for', () => {
  it('is the same prompt as it became, a new seed, and the picture where it lies', () => {
    const job = outOf(picture, { prompt: 'a {red} fox', negative: 'fur', seed: 1, steps: 9 });
    const { values, typed } = asked(job, redraw, 0.35);
    expect(values).toEqual({ prompt: 'a {red} fox', seed: 500, strength: 0.35, image: output.key });
    expect(typed).toBeUndefined();
    expect(asked(job, begin).values).toMatchObject({
      prompt: 'a {red} fox',
      negative: 'fur',
      size: 'wide',
      steps: 20,
    });
    expect(asked(job, enlarge).values).toEqual({ image: output.key });
  });

  it('keeps everything else where it is the same workflow, as far as that still fits', () => {
    const steps: Input = { type: 'integer', to: ['3.steps'], min: 1, max: 10, default: 4 };
    const own = { ...redraw, inputs: { ...redraw.inputs, steps } };
    const values = { prompt: 'a fox', seed: 1, strength: 0.6, image: `job-y/${'b'.repeat(32)}.png` };
    expect(asked(outOf(own, { ...values, steps: 9 }), own, 0.7).values).toMatchObject({
      steps: 9,
      strength: 0.7,
      image: output.key,
    });
    expect(asked(outOf(own, { ...values, steps: 90 }), own, 0.7).values.steps).toBe(4);
  });

  it.each([
    [0, 1, 0.35, 0.35],
    [0.5, 1, 0.35, 0.5],
    [0, 0.6, 0.7, 0.6],
    [0, 100, 0.7, 70],
  ])('goes as far as the range of %f to %f lets it: %f becomes %f', (min, max, wanted, becomes) => {
    const strength: Input = { type: 'number', to: ['3.denoise'], min, max, default: min };
    const workflow = { ...redraw, inputs: { ...redraw.inputs, strength } };
    expect(asked(outOf(picture), workflow, wanted).values.strength).toBeCloseTo(becomes);
  });

  it('takes LoRAs along to the same model, and nowhere else', () => {
    const models = [{ folder: 'checkpoints', file: 'a.safetensors' }];
    const loras = [{ name: 'ink', model: 1 }];
    const job = outOf(picture);
    const drawn = { ...job, request: { ...job.request, loras } };
    const library = testLibrary({}, [{ ...picture, models }]);
    const ask = (workflow: Workflow) =>
      requestFrom({ job: drawn, picture: pictureIn(drawn), workflow }, { library, random: () => 0 }).loras;
    expect(ask({ ...redraw, models })).toEqual(loras);
    expect(ask(redraw)).toBeUndefined();
  });
});
