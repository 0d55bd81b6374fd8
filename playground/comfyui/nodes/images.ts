/** Pictures without a model: made, mixed, scaled, put together. They really compute. */
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
  SCALE_METHODS,
  type ScaleMethod,
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
      name: 'ImageScale',
      title: 'Upscale Image',
      module: 'nodes',
      category: 'image/upscaling',
      api: 'v1',
      inputs: {
        image: link('IMAGE'),
        upscale_method: combo(SCALE_METHODS),
        width: side(512, 0),
        height: side(512, 0),
        crop: combo(['disabled', 'center']),
      },
      outputs: ['IMAGE'],
      async run(inputs) {
        const images = inputs.images('image');
        const { width, height } = images[0];
        let [toWidth, toHeight] = [inputs.number('width'), inputs.number('height')];
        // 0 keeps the proportions; both 0 keeps the picture.
        if (toWidth === 0 && toHeight === 0) return { values: [image(images)] };
        if (toWidth === 0) toWidth = Math.max(1, Math.round((width * toHeight) / height));
        if (toHeight === 0) toHeight = Math.max(1, Math.round((height * toWidth) / width));
        const how = {
          method: inputs.text('upscale_method') as ScaleMethod,
          crop: inputs.text('crop') === 'center',
        };
        return { values: [image(await mapBatch(images, (one) => scale(one, toWidth, toHeight, how)))] };
      },
    }),
    defineNode(version, {
      name: 'ImageScaleBy',
      title: 'Upscale Image By',
      module: 'nodes',
      category: 'image/upscaling',
      api: 'v1',
      inputs: {
        image: link('IMAGE'),
        upscale_method: combo(SCALE_METHODS),
        scale_by: float(1, 0.01, 8, 0.01),
      },
      outputs: ['IMAGE'],
      async run(inputs) {
        const images = inputs.images('image');
        const by = inputs.number('scale_by');
        const [width, height] = [images[0].width, images[0].height].map((side) =>
          Math.max(1, Math.round(side * by)),
        );
        const how = { method: inputs.text('upscale_method') as ScaleMethod };
        return { values: [image(await mapBatch(images, (one) => scale(one, width ?? 1, height ?? 1, how)))] };
      },
    }),
    defineNode(version, {
      name: 'ImageScaleToTotalPixels',
      ...(version.modern && { title: 'Scale Image to Total Pixels' }),
      module: 'comfy_extras.nodes_post_processing',
      category: 'image/upscaling',
      api: 'v3',
      inputs: {
        image: link('IMAGE'),
        upscale_method: combo(SCALE_METHODS),
        megapixels: float(1, 0.01, 16, 0.01),
        ...(version.modern && { resolution_steps: int(1, 1, 256) }),
      },
      outputs: ['IMAGE'],
      async run(inputs) {
        const images = inputs.images('image');
        const { width, height } = images[0];
        const step = version.modern ? inputs.number('resolution_steps') : 1;
        const by = Math.sqrt((inputs.number('megapixels') * 1024 * 1024) / (width * height));
        const side = (length: number) => Math.max(step, Math.round((length * by) / step) * step);
        const how = { method: inputs.text('upscale_method') as ScaleMethod };
        return {
          values: [image(await mapBatch(images, (one) => scale(one, side(width), side(height), how)))],
        };
      },
    }),
    defineNode(version, {
      name: 'ImageUpscaleWithModel',
      title: 'Upscale Image (using Model)',
      module: 'comfy_extras.nodes_upscale_model',
      category: 'image/upscaling',
      api: 'v3',
      inputs: { upscale_model: link('UPSCALE_MODEL'), image: link('IMAGE') },
      outputs: ['IMAGE'],
      async run(inputs, run) {
        const model = inputs.object('upscale_model', 'UPSCALE_MODEL').name;
        // The factor is what file names of such models say: 4x-UltraSharp, RealESRGAN_x2plus.
        const by = Number(/(\d)x|x(\d)/i.exec(model)?.slice(1).find(Boolean) ?? 4);
        const images = inputs.images('image');
        const upscaled: Pixels[] = [];
        for (const [index, one] of images.entries()) {
          upscaled.push(await scale(one, one.width * by, one.height * by, { method: 'lanczos' }));
          run.progress(index + 1, images.length, null);
        }
        return { values: [image(upscaled as Batch)] };
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
