/** Loaders: here a model is its name, which is enough to draw differently for each. */

import { PythonError } from '../python.ts';
import { combo, defineNode, float, link, type NodeClass, type NodeSetting, optional } from './class.ts';
import type { Model } from './values.ts';

const CLIP_TYPES =
  'stable_diffusion stable_cascade sd3 stable_audio mochi ltxv pixart cosmos lumina2 wan hidream chroma ace omnigen2 qwen_image hunyuan_image';
const RECENT_CLIP_TYPES =
  'flux2 ovis longcat_image cogvideox lens pixeldit ideogram4 boogu krea2 joyimage mage minimax';
const DUAL_CLIP_TYPES = 'sdxl sd3 flux hunyuan_video hidream hunyuan_image';
const RECENT_DUAL_CLIP_TYPES = 'hunyuan_video_15 kandinsky5 kandinsky5_image ltxv newbie ace';

const WEIGHT_TYPES = ['default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2'];
const DEVICES = ['default', 'cpu'];

const named = <K extends Model['kind']>(kind: K, name: string): Model => ({ kind, name, loras: [] });
const withLora = (model: Model, lora: string, strength: number): Model =>
  strength === 0 ? model : { ...model, loras: [...model.loras, lora] };

export function loaderNodes({ version, models }: NodeSetting): NodeClass[] {
  const files = (folder: string) => combo(() => models(folder));
  const typesOf = (old: string, recent: string) => `${old}${version.modern ? ` ${recent}` : ''}`.split(' ');
  const strength = () => float(1, -100, 100, 0.01);

  return [
    defineNode(version, {
      name: 'CheckpointLoaderSimple',
      title: 'Load Checkpoint',
      module: 'nodes',
      category: 'loaders',
      api: 'v1',
      inputs: { ckpt_name: files('checkpoints') },
      outputs: ['MODEL', 'CLIP', 'VAE'],
      run(inputs) {
        const name = inputs.text('ckpt_name');
        return { values: [named('MODEL', name), named('CLIP', name), named('VAE', name)] };
      },
    }),
    defineNode(version, {
      name: 'ImageOnlyCheckpointLoader',
      title: 'Image Only Checkpoint Loader (img2vid model)',
      module: 'comfy_extras.nodes_video_model',
      category: 'loaders/video_models',
      api: 'v1',
      inputs: { ckpt_name: files('checkpoints') },
      outputs: ['MODEL', 'CLIP_VISION', 'VAE'],
      run(inputs) {
        const name = inputs.text('ckpt_name');
        return { values: [named('MODEL', name), named('CLIP_VISION', name), named('VAE', name)] };
      },
    }),
    defineNode(version, {
      name: 'UNETLoader',
      title: 'Load Diffusion Model',
      module: 'nodes',
      category: 'advanced/loaders',
      api: 'v1',
      inputs: {
        unet_name: files('diffusion_models'),
        weight_dtype: combo(WEIGHT_TYPES, version.modern ? { advanced: true } : undefined),
      },
      outputs: ['MODEL'],
      run: (inputs) => ({ values: [named('MODEL', inputs.text('unet_name'))] }),
    }),
    defineNode(version, {
      name: 'CLIPLoader',
      title: 'Load CLIP',
      module: 'nodes',
      category: 'advanced/loaders',
      api: 'v1',
      inputs: {
        clip_name: files('text_encoders'),
        type: combo(typesOf(CLIP_TYPES, RECENT_CLIP_TYPES)),
        device: optional(combo(DEVICES, { advanced: true })),
      },
      outputs: ['CLIP'],
      run: (inputs) => ({ values: [named('CLIP', inputs.text('clip_name'))] }),
    }),
    defineNode(version, {
      name: 'DualCLIPLoader',
      title: 'Load CLIP (Dual)',
      module: 'nodes',
      category: 'advanced/loaders',
      api: 'v1',
      inputs: {
        clip_name1: files('text_encoders'),
        clip_name2: files('text_encoders'),
        type: combo(typesOf(DUAL_CLIP_TYPES, RECENT_DUAL_CLIP_TYPES)),
        device: optional(combo(DEVICES, { advanced: true })),
      },
      outputs: ['CLIP'],
      run: (inputs) => ({ values: [named('CLIP', inputs.text('clip_name1'))] }),
    }),
    defineNode(version, {
      name: 'VAELoader',
      title: 'Load VAE',
      module: 'nodes',
      category: 'loaders',
      api: 'v1',
      inputs: { vae_name: combo(() => [...models('vae'), 'pixel_space']) },
      outputs: ['VAE'],
      run: (inputs) => ({ values: [named('VAE', inputs.text('vae_name'))] }),
    }),
    defineNode(version, {
      name: 'LoraLoader',
      title: 'Load LoRA',
      module: 'nodes',
      category: 'loaders',
      api: 'v1',
      inputs: {
        model: link('MODEL'),
        clip: link('CLIP'),
        lora_name: files('loras'),
        strength_model: strength(),
        strength_clip: strength(),
      },
      outputs: ['MODEL', 'CLIP'],
      run(inputs) {
        const lora = inputs.text('lora_name');
        return {
          values: [
            withLora(inputs.object('model', 'MODEL'), lora, inputs.number('strength_model')),
            withLora(inputs.object('clip', 'CLIP'), lora, inputs.number('strength_clip')),
          ],
        };
      },
    }),
    defineNode(version, {
      name: 'LoraLoaderModelOnly',
      module: 'nodes',
      category: 'loaders',
      api: 'v1',
      inputs: { model: link('MODEL'), lora_name: files('loras'), strength_model: strength() },
      outputs: ['MODEL'],
      run: (inputs) => ({
        values: [
          withLora(
            inputs.object('model', 'MODEL'),
            inputs.text('lora_name'),
            inputs.number('strength_model'),
          ),
        ],
      }),
    }),
    defineNode(version, {
      name: 'UpscaleModelLoader',
      title: 'Load Upscale Model',
      module: 'comfy_extras.nodes_upscale_model',
      category: 'loaders',
      api: 'v3',
      inputs: { model_name: files('upscale_models') },
      outputs: ['UPSCALE_MODEL'],
      run(inputs) {
        const name = inputs.text('model_name');
        // The old version does not check V3 combos beforehand, so this is where a missing file shows.
        if (!models('upscale_models').includes(name)) {
          throw new PythonError(
            'FileNotFoundError',
            `Model in folder 'upscale_models' with filename '${name}' not found.`,
          );
        }
        return { values: [named('UPSCALE_MODEL', name)] };
      },
    }),
  ];
}
