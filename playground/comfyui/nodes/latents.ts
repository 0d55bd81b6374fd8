/** Latents: where they come from (nothing, or a picture) and what becomes of them. */
import { type Batch, channelOf, mapBatch, mapValues, scale, withChannels } from '../pixels.ts';
import { defineNode, flag, int, link, type NodeClass, type NodeSetting } from './class.ts';
import { decode } from './decode.ts';
import { type Inputs, image, type Latent } from './values.ts';

const floorTo = (value: number, grid: number): number => Math.max(grid, Math.floor(value / grid) * grid);

function encoded(images: Batch): Latent {
  const { width, height } = images[0];
  return {
    kind: 'LATENT',
    width: floorTo(width, 8),
    height: floorTo(height, 8),
    batch: images.length,
    source: { images, share: 0 },
  };
}

/** What is under the mask counts as unknown: grey, so that a low denoise shows it. */
async function hollowed(images: Batch, masks: Batch): Promise<Batch> {
  const { width, height } = images[0];
  const hole = channelOf(await scale(masks[0], width, height), 0);
  return mapBatch(images, async (pixels) => {
    const rgb = await withChannels(pixels, 3);
    return mapValues(rgb, (value, at) => ((hole.data[Math.floor(at / 3)] as number) > 127 ? 127 : value));
  });
}

export function latentNodes({ version }: NodeSetting): NodeClass[] {
  const batchSize = () => int(1, 1, 4096);
  const side = (def: number, step: number, min = 16) => int(def, min, 16_384, { step });

  const empty = (name: string, title: string, module: string, def: number, grid: number, api: 'v1' | 'v3') =>
    defineNode(version, {
      name,
      title,
      module,
      category: 'latent',
      api,
      inputs: { width: side(def, grid), height: side(def, grid), batch_size: batchSize() },
      outputs: ['LATENT'],
      run: (inputs) => ({ values: [sized(inputs, Math.min(grid, 16), inputs.number('batch_size'))] }),
    });

  const emptyVideo = (
    name: string,
    module: string,
    [width, height, length]: [number, number, number],
    grid: number,
    framesPerLatent: number,
  ) =>
    defineNode(version, {
      name,
      module,
      category: 'latent/video',
      api: 'v3',
      inputs: {
        width: side(width, grid, grid === 32 ? 64 : 16),
        height: side(height, grid, grid === 32 ? 64 : 16),
        length: int(length, 1, 16_384, { step: framesPerLatent }),
        batch_size: batchSize(),
      },
      outputs: ['LATENT'],
      run(inputs) {
        const frames =
          floorTo(inputs.number('length') - 1 + framesPerLatent, framesPerLatent) - framesPerLatent + 1;
        const latent = sized(inputs, grid, inputs.number('batch_size') * frames);
        return { values: [{ ...latent, moving: true }] };
      },
    });

  const sized = (inputs: Inputs, grid: number, batch: number): Latent => ({
    kind: 'LATENT',
    width: floorTo(inputs.number('width'), grid),
    height: floorTo(inputs.number('height'), grid),
    batch,
  });

  return [
    empty('EmptyLatentImage', 'Empty Latent Image', 'nodes', 512, 8, 'v1'),
    empty('EmptySD3LatentImage', 'Empty SD3 Latent', 'comfy_extras.nodes_sd3', 1024, 16, 'v3'),
    ...(version.modern
      ? [empty('EmptyFlux2LatentImage', 'Empty Flux 2 Latent', 'comfy_extras.nodes_flux', 1024, 16, 'v3')]
      : []),
    emptyVideo('EmptyLTXVLatentVideo', 'comfy_extras.nodes_lt', [768, 512, 97], 32, 8),
    emptyVideo('EmptyCosmosLatentVideo', 'comfy_extras.nodes_cosmos', [1280, 704, 121], 16, 8),
    emptyVideo('EmptyHunyuanLatentVideo', 'comfy_extras.nodes_hunyuan', [848, 480, 25], 16, 4),
    defineNode(version, {
      name: 'VAEDecode',
      title: 'VAE Decode',
      module: 'nodes',
      category: 'latent',
      api: 'v1',
      inputs: { samples: link('LATENT'), vae: link('VAE') },
      outputs: ['IMAGE'],
      async run(inputs) {
        inputs.object('vae', 'VAE');
        return { values: [image(await decode(inputs.object('samples', 'LATENT')))] };
      },
    }),
    defineNode(version, {
      name: 'VAEEncode',
      title: 'VAE Encode',
      module: 'nodes',
      category: 'latent',
      api: 'v1',
      inputs: { pixels: link('IMAGE'), vae: link('VAE') },
      outputs: ['LATENT'],
      run: (inputs) => ({ values: [encoded(inputs.images('pixels'))] }),
    }),
    defineNode(version, {
      name: 'VAEEncodeForInpaint',
      title: 'VAE Encode (for Inpainting)',
      module: 'nodes',
      category: 'latent/inpaint',
      api: 'v1',
      inputs: {
        pixels: link('IMAGE'),
        vae: link('VAE'),
        mask: link('MASK'),
        grow_mask_by: int(6, 0, 64, { step: 1 }),
      },
      outputs: ['LATENT'],
      async run(inputs) {
        const masks = inputs.masks('mask');
        const images = await hollowed(inputs.images('pixels'), masks);
        return { values: [{ ...encoded(images), mask: masks }] };
      },
    }),
    defineNode(version, {
      name: 'SetLatentNoiseMask',
      title: 'Set Latent Noise Mask',
      module: 'nodes',
      category: 'latent/inpaint',
      api: 'v1',
      inputs: { samples: link('LATENT'), mask: link('MASK') },
      outputs: ['LATENT'],
      run: (inputs) => ({
        values: [{ ...inputs.object('samples', 'LATENT'), mask: inputs.masks('mask') }],
      }),
    }),
    defineNode(version, {
      name: 'InpaintModelConditioning',
      module: 'nodes',
      category: 'conditioning/inpaint',
      api: 'v1',
      inputs: {
        positive: link('CONDITIONING'),
        negative: link('CONDITIONING'),
        vae: link('VAE'),
        pixels: link('IMAGE'),
        mask: link('MASK'),
        noise_mask: flag(true),
      },
      outputs: [
        ['CONDITIONING', 'positive'],
        ['CONDITIONING', 'negative'],
        ['LATENT', 'latent'],
      ],
      run(inputs) {
        const latent = encoded(inputs.images('pixels'));
        const masked = inputs.flag('noise_mask') ? { mask: inputs.masks('mask') } : {};
        return {
          values: [
            inputs.object('positive', 'CONDITIONING'),
            inputs.object('negative', 'CONDITIONING'),
            { ...latent, ...masked },
          ],
        };
      },
    }),
  ];
}
