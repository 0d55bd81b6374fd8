/** Pictures fitted to a number of pixels, taken out of a batch, and given transparency. */
import {
  at,
  type Batch,
  fromSharp,
  mapBatch,
  type Pixels,
  SCALE_METHODS,
  type ScaleMethod,
  scale,
  toSharp,
  withChannels,
} from '../pixels.ts';
import { combo, defineNode, float, int, link, type NodeClass, type NodeSetting } from './class.ts';
import { image } from './values.ts';

/** A megapixel, as ComfyUI counts. */
const MEGA = 1024 * 1024;

export function batchNodes({ version }: NodeSetting): NodeClass[] {
  return [
    defineNode(version, {
      name: 'ImageScaleToTotalPixels',
      module: 'comfy_extras.nodes_post_processing',
      category: 'image/upscaling',
      api: 'v3',
      inputs: {
        image: link('IMAGE'),
        upscale_method: combo(SCALE_METHODS),
        megapixels: float(1, 0.01, 16, 0.01),
        ...(version.modern ? { resolution_steps: int(1, 1, 256, { advanced: true }) } : {}),
      },
      outputs: ['IMAGE'],
      async run(inputs) {
        const images = inputs.images('image');
        const { width, height } = images[0];
        const by = Math.sqrt((inputs.number('megapixels') * MEGA) / (width * height));
        const grid = version.modern ? inputs.number('resolution_steps') : 1;
        const [toWidth = 1, toHeight = 1] = [width, height].map((side) =>
          Math.max(grid, Math.round((side * by) / grid) * grid),
        );
        const how = { method: inputs.text('upscale_method') as ScaleMethod };
        return { values: [image(await mapBatch(images, (one) => scale(one, toWidth, toHeight, how)))] };
      },
    }),
    defineNode(version, {
      name: 'ImageFromBatch',
      ...(version.modern ? { title: 'Get Image from Batch' } : { title: 'ImageFromBatch' }),
      module: 'comfy_extras.nodes_images',
      category: 'image/batch',
      api: 'moved',
      inputs: {
        image: link('IMAGE'),
        batch_index: version.modern ? int(0, -16_384, 16_384) : int(0, 0, 4095),
        length: int(1, 1, 4096),
      },
      outputs: ['IMAGE'],
      run(inputs) {
        const images = inputs.images('image');
        const index = inputs.number('batch_index');
        const from = index < 0 ? Math.max(0, images.length + index) : Math.min(images.length - 1, index);
        return { values: [image(images.slice(from, from + inputs.number('length')) as Batch)] };
      },
    }),
    defineNode(version, {
      name: 'JoinImageWithAlpha',
      title: 'Join Image with Alpha',
      module: 'comfy_extras.nodes_compositing',
      category: 'mask/compositing',
      api: 'v3',
      inputs: { image: link('IMAGE'), alpha: link('MASK') },
      outputs: ['IMAGE'],
      async run(inputs) {
        const masks = inputs.masks('alpha');
        const joined = await mapBatch(inputs.images('image'), (one, index) =>
          transparent(one, at(masks, index)),
        );
        return { values: [image(joined)] };
      },
    }),
  ];
}

/** What the mask shows white becomes transparent. */
async function transparent(picture: Pixels, mask: Pixels): Promise<Pixels> {
  const { width, height } = picture;
  const fitted = await scale(mask, width, height);
  const opaque = { ...fitted, data: fitted.data.map((value) => 255 - value) };
  return fromSharp(
    toSharp(await withChannels(picture, 3)).joinChannel(Buffer.from(opaque.data), {
      raw: { width, height, channels: 1 },
    }),
  );
}
