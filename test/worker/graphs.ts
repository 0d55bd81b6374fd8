/** Graphs for tests, as workflows of their own. */
import type { Graph, Input, Workflow } from '../../core/workflow.ts';

let versions = 0;

export function workflowOf(graph: Graph, inputs: Record<string, Input> = {}): Workflow {
  versions += 1;
  const version = `v${process.pid}-${versions}`;
  return { name: 'trial', title: 'Trial', description: '', order: 1, inputs, graph, version };
}

type Inputs = Record<string, unknown>;
export const node = (class_type: string, inputs: Inputs, title?: string): Graph[string] => ({
  class_type,
  inputs,
  ...(title !== undefined && { _meta: { title } }),
});

/** Text to picture with a sampler, so with steps and previews. */
export const sampled = (seed: number, { steps = 4, batch = 1 } = {}): Graph => ({
  '1': node('CheckpointLoaderSimple', { ckpt_name: 'sd_xl_base_1.0.safetensors' }, 'Loading'),
  '2': node('CLIPTextEncode', { clip: ['1', 1], text: 'a lighthouse' }),
  '3': node('CLIPTextEncode', { clip: ['1', 1], text: '' }),
  '4': node('EmptyLatentImage', { width: 128, height: 64, batch_size: batch }),
  '5': node(
    'KSampler',
    {
      model: ['1', 0],
      positive: ['2', 0],
      negative: ['3', 0],
      latent_image: ['4', 0],
      seed,
      steps,
      cfg: 7,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
    },
    'Sampling',
  ),
  '6': node('VAEDecode', { samples: ['5', 0], vae: ['1', 2] }, 'Decoding'),
  '7': node('SaveImage', { images: ['6', 0], filename_prefix: 'x' }, 'Saving'),
});
