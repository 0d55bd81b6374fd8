/** Loading pictures from the input folder, saving them, showing them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Folder } from '../files.ts';
import { toAsciiJson } from '../json.ts';
import { type Batch, channelOf, fromSharp, mapValues, type Pixels, toSharp } from '../pixels.ts';
import { animatedPng, withTextChunks } from '../png.ts';
import {
  combo,
  defineNode,
  flag,
  float,
  int,
  link,
  type NodeClass,
  type NodeRun,
  type NodeSetting,
  text,
} from './class.ts';
import { emptyMask } from './masks.ts';
import { type Inputs, image, mask } from './values.ts';

const HIDDEN = ['prompt', 'extra_pnginfo'];

/** The graph first, then whatever the client sent along, each under its own name. */
export const metadataOf = (run: NodeRun): [name: string, json: string][] =>
  [['prompt', run.graph] as const, ...Object.entries(run.extraPngInfo)].map(([name, value]) => [
    name,
    toAsciiJson(value),
  ]);

async function savePngs(images: Batch, run: NodeRun, type: Folder, prefix: string) {
  const { width, height } = images[0];
  const place = await run.files.savePlace(type, prefix, width, height);
  const saved: { filename: string; subfolder: string; type: Folder }[] = [];
  for (const [index, one] of images.entries()) {
    const filename = place.name(index, '_.png');
    const png = await toSharp(one).png({ compressionLevel: 4 }).toBuffer();
    await writeFile(path.join(place.folder, filename), withTextChunks(png, metadataOf(run)));
    saved.push({ filename, subfolder: place.subfolder, type });
  }
  return saved;
}

async function saveWebp(images: Batch, run: NodeRun, inputs: Inputs) {
  const { width, height } = images[0];
  const place = await run.files.savePlace('output', inputs.text('filename_prefix'), width, height);
  const filename = place.name(0, '_.webp');
  const pages = await Promise.all(images.map((one) => toSharp(one).png({ compressionLevel: 1 }).toBuffer()));
  const effort = { default: 4, fastest: 0, slowest: 6 }[inputs.text('method')] ?? 4;
  // EXIF tags, from Model downwards, as far as there are tags of that kind.
  const [prompt, workflow] = metadataOf(run).map(([name, json]) => `${name}:${json}`);
  await sharp(pages, { join: { animated: true } })
    .webp({
      delay: images.map(() => Math.round(1000 / inputs.number('fps'))),
      loop: 0,
      lossless: inputs.flag('lossless'),
      quality: Math.max(1, inputs.number('quality')),
      effort,
    })
    .withExif({ IFD0: { Model: prompt ?? '', ...(workflow === undefined ? {} : { Make: workflow }) } })
    .toFile(path.join(place.folder, filename));
  return { images: [{ filename, subfolder: place.subfolder, type: 'output' }], animated: [true] };
}

async function saveMovingPng(images: Batch, run: NodeRun, inputs: Inputs) {
  const { width, height } = images[0];
  const place = await run.files.savePlace('output', inputs.text('filename_prefix'), width, height);
  const filename = place.name(0, '_.png');
  const compressionLevel = inputs.number('compress_level');
  const frames = await Promise.all(images.map((one) => toSharp(one).png({ compressionLevel }).toBuffer()));
  const each = Math.floor(1000 / inputs.number('fps'));
  await writeFile(path.join(place.folder, filename), animatedPng(frames, each, metadataOf(run)));
  return { images: [{ filename, subfolder: place.subfolder, type: 'output' }], animated: [true] };
}

async function load(file: string): Promise<{ picture: Pixels; alpha: Pixels | null }> {
  const upright = sharp(file).autoOrient().toColourspace('srgb');
  const { hasAlpha } = await upright.metadata();
  const picture = await fromSharp(upright.clone().removeAlpha());
  if (!hasAlpha) return { picture, alpha: null };
  return { picture, alpha: channelOf(await fromSharp(upright.clone().ensureAlpha()), 3) };
}

export function saveNodes({ version, files, inputFiles }: NodeSetting): NodeClass[] {
  const uploaded = () => combo(() => inputFiles(), { image_upload: true });
  const check: NodeClass['check'] = {
    input: 'image',
    accepts: (value) =>
      (typeof value === 'string' && files.exists(value)) || `Invalid image file: ${String(value)}`,
  };
  const fingerprint = (inputs: Inputs) =>
    createHash('sha256')
      .update(readFileSync(files.locate(inputs.text('image'))))
      .digest('hex');

  return [
    defineNode(version, {
      name: 'LoadImage',
      title: 'Load Image',
      module: 'nodes',
      category: 'image',
      api: 'v1',
      inputs: { image: uploaded() },
      outputs: ['IMAGE', 'MASK'],
      check,
      fingerprint,
      async run(inputs) {
        const { picture, alpha } = await load(files.locate(inputs.text('image')));
        const masks: Batch = alpha === null ? emptyMask() : [mapValues(alpha, (value) => 255 - value)];
        return { values: [image([picture]), mask(masks)] };
      },
    }),
    defineNode(version, {
      name: 'LoadImageMask',
      title: 'Load Image (as Mask)',
      module: 'nodes',
      category: 'mask',
      api: 'v1',
      inputs: { image: uploaded(), channel: combo(['alpha', 'red', 'green', 'blue']) },
      outputs: ['MASK'],
      check,
      fingerprint,
      async run(inputs) {
        const { picture, alpha } = await load(files.locate(inputs.text('image')));
        const channel = ['red', 'green', 'blue'].indexOf(inputs.text('channel'));
        if (channel >= 0) return { values: [mask([channelOf(picture, channel)])] };
        const opaque = alpha ?? mapValues(channelOf(picture, 0), () => 255);
        return { values: [mask([mapValues(opaque, (value) => 255 - value)])] };
      },
    }),
    defineNode(version, {
      name: 'SaveImage',
      title: 'Save Image',
      module: 'nodes',
      category: 'image',
      api: 'v1',
      inputs: { images: link('IMAGE'), filename_prefix: text({ default: 'ComfyUI' }) },
      hidden: HIDDEN,
      shows: ['IMAGE', 'images'],
      async run(inputs, run) {
        const images = inputs.images('images');
        const saved = await savePngs(images, run, 'output', inputs.text('filename_prefix'));
        return { values: [image(images)], ui: { images: saved } };
      },
    }),
    defineNode(version, {
      name: 'PreviewImage',
      title: 'Preview Image',
      module: 'nodes',
      category: 'image',
      api: 'v1',
      inputs: { images: link('IMAGE') },
      hidden: HIDDEN,
      shows: ['IMAGE', 'images'],
      async run(inputs, run) {
        const images = inputs.images('images');
        const saved = await savePngs(images, run, 'temp', `ComfyUI_temp_${run.tempLetters}`);
        return { values: [image(images)], ui: { images: saved } };
      },
    }),
    defineNode(version, {
      name: 'SaveImageWebsocket',
      module: 'custom_nodes.websocket_image_save',
      category: 'api/image',
      api: 'v1',
      inputs: { images: link('IMAGE') },
      outputNode: true,
      fingerprint: () => Date.now() / 1000,
      async run(inputs, run) {
        const images = inputs.images('images');
        for (const [index, one] of images.entries()) {
          const bytes = await toSharp(one).png({ compressionLevel: 1 }).toBuffer();
          run.progress(index, images.length, { format: 'PNG', bytes });
        }
        return {};
      },
    }),
    defineNode(version, {
      name: 'SaveAnimatedWEBP',
      module: 'comfy_extras.nodes_images',
      category: 'image/animation',
      api: 'moved',
      inputs: {
        images: link('IMAGE'),
        filename_prefix: text({ default: 'ComfyUI' }),
        fps: float(6, 0.01, 1000, 0.01),
        lossless: flag(true),
        quality: int(80, 0, 100),
        method: combo(['default', 'fastest', 'slowest']),
      },
      hidden: HIDDEN,
      shows: ['IMAGE', 'images'],
      async run(inputs, run) {
        const images = inputs.images('images');
        return { values: [image(images)], ui: await saveWebp(images, run, inputs) };
      },
    }),
    defineNode(version, {
      name: 'SaveAnimatedPNG',
      module: 'comfy_extras.nodes_images',
      category: 'image/animation',
      api: 'moved',
      inputs: {
        images: link('IMAGE'),
        filename_prefix: text({ default: 'ComfyUI' }),
        fps: float(6, 0.01, 1000, 0.01),
        compress_level: int(4, 0, 9, version.modern ? { advanced: true } : {}),
      },
      hidden: HIDDEN,
      shows: ['IMAGE', 'images'],
      async run(inputs, run) {
        const images = inputs.images('images');
        return { values: [image(images)], ui: await saveMovingPng(images, run, inputs) };
      },
    }),
  ];
}
