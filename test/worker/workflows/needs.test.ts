import { describe, expect, test } from 'vitest';
import { plain } from '../../../core/card.ts';
import type { Graph } from '../../../core/workflow.ts';
import { readDefinitions } from '../../../worker/workflows/definitions.ts';
import { lacksOf, needsOf, tellLacks } from '../../../worker/workflows/needs.ts';
import { isKnownPack, packOf } from '../../../worker/workflows/packs.ts';
import { validate } from '../../../worker/workflows/validate.ts';
import { graphs, readFixture } from './support.ts';

const flux = graphs.get('flux1_dev') ?? {};

/** The same server with these files in its folders. */
function serverWith(files: Record<string, string[]>) {
  const info = structuredClone(readFixture('object-info.json')) as Record<
    string,
    { input: { required: Record<string, unknown[]> } }
  >;
  for (const [place, names] of Object.entries(files)) {
    const [node = '', input = ''] = place.split('.');
    const required = info[node]?.input.required ?? {};
    // Either encoding of a list.
    required[input] = node === 'VAELoader' ? ['COMBO', { options: names }] : [names];
  }
  return readDefinitions(info);
}

const complete = {
  'UNETLoader.unet_name': ['flux1-dev.safetensors', 'other.safetensors'],
  'DualCLIPLoader.clip_name1': ['clip_l.safetensors', 't5xxl_fp16.safetensors'],
  'DualCLIPLoader.clip_name2': ['clip_l.safetensors', 't5xxl_fp16.safetensors'],
  'VAELoader.vae_name': ['ae.safetensors'],
};

describe('models', () => {
  test('with the folders they belong in', () => {
    expect(needsOf(flux).models.map(({ folder, name }) => `${folder}/${name}`)).toEqual([
      'diffusion_models/flux1-dev.safetensors',
      'text_encoders/clip_l.safetensors',
      'text_encoders/t5xxl_fp16.safetensors',
      'vae/ae.safetensors',
    ]);
  });

  test('nothing is missing where everything is there', () => {
    expect(tellLacks(lacksOf(flux, serverWith(complete)))).toEqual([]);
    expect(validate(flux, serverWith(complete))).toEqual([]);
  });

  test('one that is missing is named with its folder and what comes closest', () => {
    const files = {
      ...complete,
      'UNETLoader.unet_name': ['flux1-schnell.safetensors', 'FLUX1-dev-fp8.safetensors', 'wan.safetensors'],
    };
    expect(tellLacks(lacksOf(flux, serverWith(files)))).toEqual([
      'needs flux1-dev.safetensors in models/diffusion_models; closest: FLUX1-dev-fp8.safetensors, flux1-schnell.safetensors',
    ]);
  });

  test('a server on Windows has the file in a folder too', () => {
    const graph: Graph = { '1': { class_type: 'VAELoader', inputs: { vae_name: 'flux/ae.safetensors' } } };
    expect(lacksOf(graph, serverWith({ 'VAELoader.vae_name': ['flux\\ae.safetensors'] })).models).toEqual([]);
  });
});

describe('classes', () => {
  const graph: Graph = {
    '1': { class_type: 'VHS_VideoCombine', inputs: {} },
    '2': { class_type: 'KSamplr', inputs: {} },
    '3': { class_type: 'KSamplr', inputs: {} },
    '4': { class_type: 'EmptyFlux2LatentImage', inputs: {} },
  };

  test('that the server does not have come with their pack, or with what was meant', () => {
    const definitions = readDefinitions({
      KSampler: (readFixture('object-info.json') as Record<string, unknown>).KSampler,
    });
    expect(tellLacks(lacksOf(graph, definitions))).toEqual([
      'needs the node VHS_VideoCombine (node 1); it comes with Video Helper Suite (https://github.com/Kosinkadink/ComfyUI-VideoHelperSuite)',
      'needs the node KSamplr (nodes 2, 3); its pack is not known; closest: KSampler',
      'needs the node EmptyFlux2LatentImage (node 4); it comes with ComfyUI 0.3.72 and newer (https://github.com/comfyanonymous/ComfyUI)',
    ]);
  });

  test('are known by what their names have in common', () => {
    expect(packOf('ADE_UseEvolvedSampling')?.name).toBe('AnimateDiff Evolved');
    expect(packOf('RIFE VFI')?.name).toBe('Frame Interpolation');
    expect(packOf('Power Lora Loader (rgthree)')?.name).toBe('rgthree');
    expect(packOf('UnetLoaderGGUF')?.name).toBe('GGUF');
    expect(packOf('KSampler')).toBeNull();
    expect(isKnownPack('ComfyUI-VideoHelperSuite')).toBe(true);
    expect(isKnownPack('somebodys-pack')).toBe(false);
  });
});

describe('validation, before the server is asked', () => {
  const sd = graphs.get('sd15_txt2img') ?? {};
  const definitions = serverWith({ 'CheckpointLoaderSimple.ckpt_name': ['model.safetensors'] });
  const changed = (node: string, inputs: Record<string, unknown>): Graph => ({
    ...sd,
    [node]: { class_type: sd[node]?.class_type ?? '', inputs: { ...sd[node]?.inputs, ...inputs } },
  });

  test.each([
    [
      'a value that is too small',
      changed('3', { steps: 0 }),
      'node 3 (KSampler): steps must be at least 1, got 0',
    ],
    [
      'a value that is too large',
      changed('5', { width: 99999 }),
      'node 5 (EmptyLatentImage): width must be at most 16384, got 99999',
    ],
    ['no number', changed('3', { cfg: 'much' }), 'node 3 (KSampler): cfg must be a number, got "much"'],
    [
      'a choice that is not there',
      changed('3', { sampler_name: 'eulr' }),
      /node 3 \(KSampler\): sampler_name must be one of the server's choices \(.*\), got "eulr"/,
    ],
    [
      'a link to nowhere',
      changed('3', { model: ['99', 0] }),
      'node 3 (KSampler): model is linked to node 99, which is not there',
    ],
    [
      'an output that is not there',
      changed('3', { model: ['4', 7] }),
      'node 3 (KSampler): model is linked to output 7 of node 4, which has 3',
    ],
    [
      'types that do not fit',
      changed('3', { model: ['4', 1] }),
      'node 3 (KSampler): model takes MODEL, and node 4 gives CLIP',
    ],
    [
      'a bare list',
      changed('3', { steps: [1, 2] }),
      'node 3 (KSampler): steps is a list, which is no link; a list as a value has to be wrapped',
    ],
    [
      'nothing that is saved',
      { '4': sd['4'] ?? { class_type: '', inputs: {} } },
      'no node saves or shows anything',
    ],
    ['nothing at all', {}, 'the graph is empty'],
  ])('%s', (_, graph, problem) => {
    const [first, ...more] = validate(graph, definitions);
    expect(plain(first?.text ?? '')).toMatch(problem);
    expect(more).toEqual([]);
  });

  test('a required input that is missing, but not where it leads nowhere', () => {
    const { model: _, ...rest } = sd['3']?.inputs ?? {};
    const graph = { ...sd, '3': { class_type: 'KSampler', inputs: rest } };
    const [missing, ...more] = validate(graph, definitions);
    expect(missing && { ...missing, text: plain(missing.text) }).toEqual({
      text: 'node 3 (KSampler): model is missing',
      target: '3.model',
    });
    expect(more).toEqual([]);
    expect(validate({ ...sd, '77': { class_type: 'KSampler', inputs: {} } }, definitions)).toEqual([]);
  });
});
