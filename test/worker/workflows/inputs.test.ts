import { describe, expect, test } from 'vitest';
import { plain } from '../../../core/card.ts';
import { targetsOf } from '../../../core/library/targets.ts';
import { resolveValues } from '../../../core/values.ts';
import { type Graph, inputSchema } from '../../../core/workflow.ts';
import { fillGraph } from '../../../worker/fill.ts';
import { readDefinitions } from '../../../worker/workflows/definitions.ts';
import { findInputs } from '../../../worker/workflows/inputs.ts';
import { definitions, graphs } from './support.ts';

const nothingKnown = readDefinitions({});

function find(name: string) {
  return findInputs(graphs.get(name) ?? {}, definitions);
}

/** `prompt: 6.text` and so on, in the order of the inputs. */
function summary(name: string): string {
  const { inputs, files } = find(name);
  const all = [...Object.entries(inputs).map(([key, input]) => [key, targetsOf(input)] as const)];
  const attached = Object.entries(files).map(([key, { to }]) => [`(${key})`, to] as const);
  return [...all, ...attached].map(([key, to]) => `${key}: ${to.join(' ')}`).join(', ');
}

const sd = 'seed: 3.seed, steps: 3.steps, guidance: 3.cfg, sampler: 3.sampler_name, scheduler: 3.scheduler';
const video = 'size: 7.width 7.height, frames: 7.length';

test.each([
  [
    'sd15_txt2img',
    `prompt: 6.text, negative: 7.text, size: 5.width 5.height, count: 5.batch_size, ${sd}, model: 4.ckpt_name`,
  ],
  [
    'img2img',
    `prompt: 6.text, negative: 7.text, ${sd}, denoise: 3.denoise, model: 4.ckpt_name, (image): 10.image`,
  ],
  [
    'lora',
    `prompt: 6.text, negative: 7.text, size: 5.width 5.height, count: 5.batch_size, ${sd}, model: 4.ckpt_name, lora: 14.lora_name, lora_strength: 14.strength_model 14.strength_clip`,
  ],
  [
    'flux1_dev',
    'prompt: 4.text, size: 7.width 7.height, count: 7.batch_size, seed: 8.seed, steps: 8.steps, guidance: 5.guidance, sampler: 8.sampler_name, scheduler: 8.scheduler, model: 1.unet_name',
  ],
  [
    'flux1_schnell',
    'prompt: 4.text, size: 7.width 7.height, count: 7.batch_size, seed: 8.seed, steps: 8.steps, sampler: 8.sampler_name, scheduler: 8.scheduler, model: 1.unet_name',
  ],
  [
    'flux2_edit_ref',
    'prompt: 4.text, negative: 5.text, size: 7.width 10.width 7.height 10.height, count: 7.batch_size, seed: 8.noise_seed, steps: 10.steps, guidance: 11.cfg, sampler: 9.sampler_name, model: 1.unet_name, (image): 20.image',
  ],
  [
    'flux2_klein_4b_distilled',
    'prompt: 4.text, size: 7.width 10.width 7.height 10.height, count: 7.batch_size, seed: 8.noise_seed, steps: 10.steps, sampler: 9.sampler_name, model: 1.unet_name',
  ],
  [
    'wan22_14b_i2v',
    `prompt: 5.text, negative: 6.text, ${video}, fps: 13.fps, seed: 10.noise_seed, guidance: 10.cfg 11.cfg, sampler: 10.sampler_name 11.sampler_name, scheduler: 10.scheduler 11.scheduler, model: 1.unet_name, model_2: 2.unet_name, (image): 20.image`,
  ],
  [
    'ltx2_i2v',
    `prompt: 4.text, negative: 5.text, ${video} 8.frames_number, fps: 18.fps 6.frame_rate 8.frame_rate, seed: 12.noise_seed, steps: 10.steps, guidance: 11.cfg, sampler: 13.sampler_name, model: 1.ckpt_name 2.ckpt_name 3.ckpt_name, (image): 20.image`,
  ],
  [
    'svd_img2vid',
    'size: 3.width 3.height, frames: 3.video_frames, fps: 7.fps 3.fps, seed: 5.seed, steps: 5.steps, guidance: 5.cfg, sampler: 5.sampler_name, scheduler: 5.scheduler, model: 1.ckpt_name, (image): 2.image',
  ],
  ['upscale_model', '(image): 1.image'],
  ['nomodel_text', 'prompt: 1.value'],
])('%s', (name, expected) => expect(summary(name)).toBe(expected));

describe.each([...graphs.keys()])('%s', (name) => {
  test('what is found fits the library and can be filled in', () => {
    const graph = graphs.get(name) ?? {};
    const { inputs } = find(name);
    for (const input of Object.values(inputs)) expect(inputSchema.parse(input)).toEqual(input);
    const values = resolveValues({ title: name, inputs }, inputs.prompt ? { prompt: 'a lighthouse' } : {});
    const filled = fillGraph({ workflow: { title: name, inputs, graph }, values, filePrefix: 'x' });
    for (const [key, input] of Object.entries(inputs)) {
      if (input.type === 'size') continue;
      for (const target of input.to) {
        const [node = '', field = ''] = target.split(/\.(.*)/s);
        expect(filled[node]?.inputs[field]).toBe(values[key]);
      }
    }
  });

  test('a server that knows none of the classes finds no other prompt', () => {
    const { prompt } = find(name).inputs;
    const blind = findInputs(graphs.get(name) ?? {}, nothingKnown).inputs.prompt;
    expect(blind && targetsOf(blind)).toEqual(prompt && targetsOf(prompt));
  });

  test('every input has its reason', () => {
    const { inputs, reasons } = find(name);
    expect(Object.keys(inputs).filter((key) => !reasons.some(({ input }) => input === key))).toEqual([]);
  });
});

test('reasons name the place and what speaks for it', () => {
  const because = (name: string, input: string) =>
    find(name).reasons.flatMap((one) => (one.input === input ? [plain(one.because)] : []));
  expect(because('flux1_dev', 'guidance')).toEqual([
    'guidance of FluxGuidance (node 5): the model has guidance built in, and cfg stays as it is',
  ]);
  expect(because('wan22_14b_t2v', 'steps')).toEqual([
    'several samplers share the steps between them, at a step that is fixed in the graph',
  ]);
  expect(because('ltxv_t2v', 'fps')).toEqual([
    'fps of CreateVideo (node 11); 1 other has another value, which stays',
  ]);
});

test('the kinds of what comes out', () => {
  const kinds = (name: string) =>
    find(name).outputs.map(({ kind, passing }) => (passing ? `${kind}, passing` : kind));
  expect(kinds('nomodel_anim')).toEqual(['animation', 'animation', 'video']);
  expect(kinds('nomodel_audio')).toEqual(['audio', 'audio, passing']);
  expect(kinds('nomodel_text')).toEqual(['text, passing']);
  expect(kinds('ltx2_t2v')).toEqual(['video']);
  expect(kinds('nomodel_ws')).toEqual(['image']);
});

test('a picture whose transparency is the mask says so', () => {
  expect(find('inpaint_noisemask').files.image).toMatchObject({ kind: 'image', masked: true });
  expect(find('img2img').files.image).toMatchObject({ kind: 'image', masked: false });
});

describe('texts', () => {
  const base = graphs.get('sd15_txt2img') ?? {};
  const node = (class_type: string, inputs: Record<string, unknown>, title?: string): Graph[string] => ({
    class_type,
    inputs,
    ...(title && { _meta: { title } }),
  });
  const text = (graph: Graph) =>
    Object.entries(findInputs(graph, definitions).inputs).filter(([, input]) => input.type === 'text');

  test('that are held by another node, put together from several, and named by their author', () => {
    const graph: Graph = {
      ...base,
      '6': node('CLIPTextEncode', { clip: ['4', 1], text: ['20', 0] }),
      '20': node('StringConcatenate', { string_a: ['21', 0], string_b: 'in oil', delimiter: ', ' }),
      '21': node('PrimitiveString', { value: 'a lighthouse' }, 'Subject'),
    };
    expect(text(graph)).toEqual([
      [
        'prompt',
        { type: 'text', to: ['21.value'], default: 'a lighthouse', required: false, title: 'Subject' },
      ],
      ['prompt_2', { type: 'text', to: ['20.string_b'], default: 'in oil', required: false }],
      ['negative', { type: 'text', to: ['7.text'], default: 'n', required: false }],
    ]);
  });

  test('that two samplers share are one input', () => {
    const again = { ...base['3']?.inputs, latent_image: ['3', 0], seed: 5, denoise: 0.5 };
    const { inputs, reasons } = findInputs({ ...base, '30': node('KSampler', again) }, definitions);
    expect(inputs.prompt).toMatchObject({ to: ['6.text'] });
    expect(inputs.seed).toMatchObject({ to: ['3.seed', '30.seed'] });
    expect(inputs.denoise).toMatchObject({ to: ['30.denoise'], default: 0.5 });
    expect(plain(reasons.find(({ input }) => input === 'seed')?.because ?? '')).toMatch(
      /they get the same one$/,
    );
  });

  test('the same for two encoders of one model', () => {
    const graph: Graph = {
      ...base,
      '6': node('CLIPTextEncodeFlux', { clip: ['4', 1], clip_l: 'p', t5xxl: 'p', guidance: 3.5 }),
    };
    expect(text(graph)[0]).toEqual([
      'prompt',
      { type: 'text', to: ['6.clip_l', '6.t5xxl'], default: 'p', required: true },
    ]);
  });

  test('a link in a circle is no way round for ever', () => {
    const graph: Graph = {
      ...base,
      '6': node('ConditioningCombine', { conditioning_1: ['8', 0], conditioning_2: ['6', 0] }),
    };
    expect(text(graph).map(([name]) => name)).toEqual(['negative']);
  });
});
