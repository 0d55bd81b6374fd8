/** Pictures without a model: made, mixed, put together. They really compute. */
import {
  at,
  type Batch,
  blank,
  composite,
  fromSharp,
  mapBatch,
  mapValues,
  mixValues,
  type Pixels,
  scale,
  toSharp,
  withChannels,
} from '../pixels.ts';
import {
  combo,
  defineNode,
  flag,
  float,
  int,
  link,
  type NodeClass,
  type NodeSetting,
  optional,
} from './class.ts';
import { image } from './values.ts';

const BLENDS: Record<string, (a: number, b: number) => number> = {
  normal: (_a, b) => b,
  multiply: (a, b) => a * b,
  screen: (a, b) => 1 - (1 - a) * (1 - b),
  overlay: (a, b) => (a <= 0.5 ? 2 * a * b : 1 - 2 * (1 - a) * (1 - b)),
  soft_light: (a, b) =>
    b <= 0.5
      ? a - (1 - 2 * b) * a * (1 - a)
      : a + (2 * b - 1) * ((a <= 0.25 ? ((16 * a - 12) * a + 4) * a : Math.sqrt(a)) - a),
  difference: (a, b) => a - b,
};

/** All channels as in the first picture, all sizes too: what two batches need before they can meet. */
const like = async (model: Pixels, pixels: Pixels, crop = true): Promise<Pixels> => {
  const same = await withChannels(pixels, model.channels === 4 ? 4 : 3);
  if (same.width === model.width && same.height === model.height) return same;
  return scale(same, model.width, model.height, { method: 'bicubic', crop });
};

export function imageNodes({ version }: NodeSetting): NodeClass[] {
  const side = (def: number, min = 1) => int(def, min, 16_384, { step: 1 });

  return [
    defineNode(version, {
      name: 'EmptyImage',
      title: 'Empty Image',
      module: 'nodes',
      category: 'image',
      api: 'v1',
      inputs: {
        width: side(512),
        height: side(512),
        batch_size: int(1, 1, 4096),
        color: int(0, 0, 0xffffff, { step: 1, display: 'color' }),
      },
      outputs: ['IMAGE'],
      run(inputs) {
        const color = inputs.number('color');
        const rgb = [(color >> 16) & 255, (color >> 8) & 255, color & 255];
        const picture = blank(inputs.number('width'), inputs.number('height'), rgb);
        return { values: [image(Array(inputs.number('batch_size')).fill(picture) as Batch)] };
      },
    }),
    defineNode(version, {
      name: 'ImageInvert',
      title: 'Invert Image',
      module: 'nodes',
      category: 'image',
      api: 'v1',
      inputs: { image: link('IMAGE') },
      outputs: ['IMAGE'],
      async run(inputs) {
        return {
          values: [
            image(await mapBatch(inputs.images('image'), (one) => mapValues(one, (value) => 255 - value))),
          ],
        };
      },
    }),
    defineNode(version, {
      name: 'ImageBlend',
      title: 'Image Blend',
      module: 'comfy_extras.nodes_post_processing',
      category: 'image/postprocessing',
      api: 'v3',
      inputs: {
        image1: link('IMAGE'),
        image2: link('IMAGE'),
        blend_factor: float(0.5, 0, 1, 0.01),
        blend_mode: combo(Object.keys(BLENDS)),
      },
      outputs: ['IMAGE'],
      async run(inputs) {
        const share = inputs.number('blend_factor');
        const blend = BLENDS[inputs.text('blend_mode')] ?? ((a: number) => a);
        const second = inputs.images('image2');
        const blended = await mapBatch(inputs.images('image1'), async (one, index) =>
          mixValues(one, await like(one, at(second, index)), (a, b) => {
            const mixed = 255 * blend(a / 255, b / 255);
            return a * (1 - share) + mixed * share;
          }),
        );
        return { values: [image(blended)] };
      },
    }),
    defineNode(version, {
      name: 'ImageBlur',
      title: 'Image Blur',
      module: 'comfy_extras.nodes_post_processing',
      category: 'image/postprocessing',
      api: 'v3',
      inputs: {
        image: link('IMAGE'),
        blur_radius: int(1, 1, 31, { step: 1 }),
        sigma: float(1, 0.1, 10, 0.1),
      },
      outputs: ['IMAGE'],
      async run(inputs) {
        const sigma = Math.max(0.3, Math.min(inputs.number('sigma'), inputs.number('blur_radius')));
        const blurred = await mapBatch(inputs.images('image'), (one) => fromSharp(toSharp(one).blur(sigma)));
        return { values: [image(blurred)] };
      },
    }),
    defineNode(version, {
      name: 'ImageCompositeMasked',
      module: 'comfy_extras.nodes_mask',
      category: 'image',
      api: 'moved',
      inputs: {
        destination: link('IMAGE'),
        source: link('IMAGE'),
        x: side(0, 0),
        y: side(0, 0),
        resize_source: flag(false),
        mask: optional(link('MASK')),
      },
      outputs: ['IMAGE'],
      async run(inputs) {
        const sources = inputs.images('source');
        const masks = inputs.has('mask') ? inputs.masks('mask') : null;
        const joined = await mapBatch(inputs.images('destination'), async (destination, index) => {
          const source = inputs.flag('resize_source')
            ? await like(destination, at(sources, index), false)
            : at(sources, index);
          const fitted = masks && (await scale(at(masks, index), source.width, source.height));
          return composite(destination, source, inputs.number('x'), inputs.number('y'), fitted ?? undefined);
        });
        return { values: [image(joined)] };
      },
    }),
    defineNode(version, {
      name: 'ImageBatch',
      title: 'Batch Images',
      module: 'nodes',
      category: 'image',
      api: 'v1',
      inputs: { image1: link('IMAGE'), image2: link('IMAGE') },
      outputs: ['IMAGE'],
      async run(inputs) {
        const first = inputs.images('image1');
        const second = await mapBatch(inputs.images('image2'), (one) => like(first[0], one));
        return { values: [image([...first, ...second])] };
      },
    }),
    defineNode(version, {
      name: 'RepeatImageBatch',
      module: 'comfy_extras.nodes_images',
      category: 'image/batch',
      api: 'moved',
      inputs: { image: link('IMAGE'), amount: int(1, 1, 4096) },
      outputs: ['IMAGE'],
      run(inputs) {
        const images = inputs.images('image');
        const times = Array.from({ length: inputs.number('amount') }, () => images);
        return { values: [image(times.flat() as Batch)] };
      },
    }),
    defineNode(version, {
      name: 'GetImageSize',
      title: 'Get Image Size',
      module: 'comfy_extras.nodes_images',
      category: 'image',
      api: 'moved',
      inputs: { image: link('IMAGE') },
      hidden: ['unique_id'],
      outputs: [
        ['INT', 'width'],
        ['INT', 'height'],
        ['INT', 'batch_size'],
      ],
      run(inputs, run) {
        const images = inputs.images('image');
        const { width, height } = images[0];
        run.say(`width: ${width}, height: ${height}\n batch size: ${images.length}`);
        return { values: [width, height, images.length] };
      },
    }),
  ];
}
