/** Pictures made larger or smaller. An upscaling model's work is done by interpolation; its factor is read from its name. */
import { type Batch, mapBatch, type Pixels, SCALE_METHODS, type ScaleMethod, scale } from '../pixels.ts';
import { combo, defineNode, float, int, link, type NodeClass, type NodeSetting } from './class.ts';
import { image } from './values.ts';

export function scalingNodes({ version }: NodeSetting): NodeClass[] {
  const side = int(512, 0, 16_384, { step: 1 });

  return [
    defineNode(version, {
      name: 'ImageScale',
      title: 'Upscale Image',
      module: 'nodes',
      category: 'image/upscaling',
      api: 'v1',
      inputs: {
        image: link('IMAGE'),
        upscale_method: combo(SCALE_METHODS),
        width: side,
        height: side,
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
  ];
}
