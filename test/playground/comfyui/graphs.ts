/** Graphs for tests. Small, so that drawing takes no time. */
import type { Graph } from './client.ts';

export const still = (color: number, prefix = 'still'): Graph => ({
  '1': { class_type: 'EmptyImage', inputs: { width: 16, height: 8, batch_size: 1, color } },
  '2': { class_type: 'ImageInvert', inputs: { image: ['1', 0] } },
  '3': { class_type: 'SaveImage', inputs: { images: ['2', 0], filename_prefix: prefix } },
});

export const preview = (color: number): Graph => ({
  '1': { class_type: 'EmptyImage', inputs: { width: 16, height: 8, batch_size: 1, color } },
  '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
});

/** Fails at node 2. */
export const failing = (color: number): Graph => ({
  '1': { class_type: 'EmptyImage', inputs: { width: 16, height: 8, batch_size: 1, color } },
  '2': { class_type: 'ImageToMask', inputs: { image: ['1', 0], channel: 'alpha' } },
  '3': { class_type: 'MaskToImage', inputs: { mask: ['2', 0] } },
  '4': { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'failing' } },
});

export interface TextToImage {
  text?: string;
  seed?: number;
  steps?: number;
  width?: number;
  height?: number;
  batch?: number;
  prefix?: string;
}

export const sampler = '5';

/** Text to picture with a checkpoint; the sampler is node 5. */
export function textToImage({
  text = 'a lighthouse',
  seed = 1,
  steps = 3,
  width = 64,
  height = 64,
  batch = 1,
  prefix = 'sdxl',
}: TextToImage = {}): Graph {
  return {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
    '2': { class_type: 'CLIPTextEncode', inputs: { text, clip: ['1', 1] } },
    '3': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['1', 1] } },
    '4': { class_type: 'EmptyLatentImage', inputs: { width, height, batch_size: batch } },
    '5': {
      class_type: 'KSampler',
      inputs: {
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
    },
    '6': { class_type: 'VAEDecode', inputs: { samples: ['5', 0], vae: ['1', 2] } },
    '7': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: prefix } },
  };
}
