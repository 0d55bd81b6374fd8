/** Videos that begin with a picture: here the camera drifts over it. */
import { withChannels } from '../pixels.ts';
import { defineNode, float, int, link, type NodeClass, type NodeSetting, optional } from './class.ts';
import type { Inputs, Latent } from './values.ts';

const both = [
  ['CONDITIONING', 'positive'],
  ['CONDITIONING', 'negative'],
  ['LATENT', 'latent'],
] as const;

async function beginning(inputs: Inputs, input: string, frames: number): Promise<Latent> {
  const start = inputs.has(input) ? { start: await withChannels(inputs.images(input)[0], 3) } : {};
  const [width, height] = [inputs.number('width'), inputs.number('height')];
  return { kind: 'LATENT', width, height, batch: frames, moving: true, ...start };
}

/** Frames come in fours after the first. */
const inFours = (length: number): number => Math.floor((length - 1) / 4) * 4 + 1;

export function motionNodes({ version }: NodeSetting): NodeClass[] {
  const side = (def: number, step: number) => int(def, 16, 16_384, { step });
  const advanced = version.modern ? { advanced: true } : {};
  const sized = (width: number, height: number, length: number) => ({
    width: side(width, 16),
    height: side(height, 16),
    length: int(length, 1, 16_384, { step: 4 }),
    batch_size: int(1, 1, 4096),
  });

  return [
    defineNode(version, {
      name: 'WanImageToVideo',
      module: 'comfy_extras.nodes_wan',
      category: 'conditioning/video_models',
      api: 'v3',
      inputs: {
        positive: link('CONDITIONING'),
        negative: link('CONDITIONING'),
        vae: link('VAE'),
        ...sized(832, 480, 81),
        clip_vision_output: optional(link('CLIP_VISION_OUTPUT')),
        start_image: optional(link('IMAGE')),
      },
      outputs: both,
      async run(inputs) {
        const latent = await beginning(inputs, 'start_image', inFours(inputs.number('length')));
        return {
          values: [
            inputs.object('positive', 'CONDITIONING'),
            inputs.object('negative', 'CONDITIONING'),
            latent,
          ],
        };
      },
    }),
    defineNode(version, {
      name: 'CosmosPredict2ImageToVideoLatent',
      module: 'comfy_extras.nodes_cosmos',
      category: 'conditioning/inpaint',
      api: 'v3',
      inputs: {
        vae: link('VAE'),
        ...sized(848, 480, 93),
        start_image: optional(link('IMAGE')),
        end_image: optional(link('IMAGE')),
      },
      outputs: ['LATENT'],
      run: async (inputs) => ({
        values: [await beginning(inputs, 'start_image', inFours(inputs.number('length')))],
      }),
    }),
    defineNode(version, {
      name: 'SVD_img2vid_Conditioning',
      title: 'SVD_img2vid_Conditioning',
      module: 'comfy_extras.nodes_video_model',
      category: 'conditioning/video_models',
      api: 'v1',
      inputs: {
        clip_vision: link('CLIP_VISION'),
        init_image: link('IMAGE'),
        vae: link('VAE'),
        width: side(1024, 8),
        height: side(576, 8),
        video_frames: int(14, 1, 4096),
        motion_bucket_id: int(127, 1, 1023, advanced),
        fps: int(6, 1, 1024),
        augmentation_level: float(0, 0, 10, 0.01, advanced),
      },
      outputs: both,
      async run(inputs) {
        const nothing = { kind: 'CONDITIONING', text: '' } as const;
        return {
          values: [nothing, nothing, await beginning(inputs, 'init_image', inputs.number('video_frames'))],
        };
      },
    }),
  ];
}
