/**
 * What models measure in a picture, guessed here without one and marked like every drawing: what is low in the picture
 * and bright counts as near, what differs from the picture's edge as the foreground.
 */
import { drawing, stripOverlay } from '../art/picture.ts';
import { fromSharp, grey, mapBatch, type Pixels, scale, toSharp, withChannels } from '../pixels.ts';
import { combo, defineNode, flag, float, int, link, type NodeClass, type NodeSetting } from './class.ts';
import { image, mask } from './values.ts';

const OUTPUTS = ['depth', 'depth_colored', 'normal_opengl', 'normal_directx', 'mask'];

export function geometryNodes({ version, models }: NodeSetting): NodeClass[] {
  if (!version.modern) return [];
  const moge = {
    module: 'comfy_extras.nodes_moge',
    category: 'image/geometry estimation',
    api: 'v3',
  } as const;
  const removal = { module: 'comfy_extras.nodes_bg_removal', api: 'v3' } as const;
  const advanced = { advanced: true };

  return [
    defineNode(version, {
      ...moge,
      name: 'LoadMoGeModel',
      title: 'Load MoGe Model',
      category: 'model/loaders',
      inputs: { model_name: combo(() => models('geometry_estimation')) },
      outputs: ['MOGE_MODEL'],
      run: (inputs) => ({ values: [{ kind: 'MOGE_MODEL', name: inputs.text('model_name'), loras: [] }] }),
    }),
    defineNode(version, {
      ...moge,
      name: 'MoGeInference',
      title: 'Run MoGe Inference',
      inputs: {
        moge_model: link('MOGE_MODEL'),
        image: link('IMAGE'),
        resolution_level: int(9, 0, 9),
        fov_x_degrees: float(0, 0, 170, 0.1, advanced),
        batch_size: int(4, 1, 64),
        force_projection: flag(true, advanced),
        apply_mask: flag(true, advanced),
      },
      outputs: [['MOGE_GEOMETRY', 'moge_geometry']],
      run: (inputs) => ({ values: [{ kind: 'MOGE_GEOMETRY', images: inputs.images('image') }] }),
    }),
    defineNode(version, {
      ...moge,
      name: 'MoGeRender',
      title: 'Render MoGe Geometry',
      inputs: { moge_geometry: link('MOGE_GEOMETRY'), output: combo(OUTPUTS, { default: 'depth' }) },
      outputs: ['IMAGE'],
      async run(inputs) {
        const { images } = inputs.object('moge_geometry', 'MOGE_GEOMETRY');
        const output = inputs.text('output');
        return {
          values: [image(await mapBatch(images, async (one) => marked(await rendered(one, output))))],
        };
      },
    }),
    defineNode(version, {
      ...removal,
      name: 'LoadBackgroundRemovalModel',
      title: 'Load Background Removal Model',
      category: 'model/loaders',
      inputs: { bg_removal_name: combo(() => models('background_removal')) },
      outputs: [['BACKGROUND_REMOVAL', 'bg_model']],
      run: (inputs) => ({
        values: [{ kind: 'BACKGROUND_REMOVAL', name: inputs.text('bg_removal_name'), loras: [] }],
      }),
    }),
    defineNode(version, {
      ...removal,
      name: 'RemoveBackground',
      title: 'Remove Background',
      category: 'image/background removal',
      inputs: { bg_removal_model: link('BACKGROUND_REMOVAL'), image: link('IMAGE') },
      outputs: [['MASK', 'mask']],
      run: async (inputs) => ({ values: [mask(await mapBatch(inputs.images('image'), foreground))] }),
    }),
  ];
}

async function rendered(picture: Pixels, output: string): Promise<Pixels> {
  const depth = await nearness(picture);
  if (output.startsWith('normal')) return normals(depth, output === 'normal_opengl' ? 1 : -1);
  if (output === 'mask') return grey({ ...depth, data: depth.data.map(() => 255) });
  return grey(depth);
}

/** One channel; white is near. */
async function nearness(picture: Pixels): Promise<Pixels> {
  const { width, height } = picture;
  const soft = await fromSharp(
    toSharp(await withChannels(picture, 3))
      .greyscale()
      .blur(Math.max(1, width / 120))
      .toColourspace('b-w'),
  );
  const data = soft.data.map((light, place) =>
    Math.round(170 * (Math.floor(place / width) / height) + 0.33 * light),
  );
  return { ...soft, data };
}

/** From the slopes of what is near; `up` is the green of a surface that looks up. */
function normals({ width, height, data }: Pixels, up: 1 | -1): Pixels {
  const rgb = new Uint8Array(width * height * 3);
  const near = (x: number, y: number) =>
    data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  for (let place = 0; place < width * height; place += 1) {
    const [x, y] = [place % width, Math.floor(place / width)];
    const slope = [(near(x - 1, y) - near(x + 1, y)) / 12, (near(x, y + 1) - near(x, y - 1)) / 12, 1];
    const long = Math.hypot(...slope);
    for (const [channel, value] of slope.entries())
      rgb[place * 3 + channel] = Math.round(127.5 + ((channel === 1 ? up : 1) * 127.5 * value) / long);
  }
  return { width, height, channels: 3, data: rgb };
}

/** White is what differs from the mean colour of the picture's edge. */
async function foreground(picture: Pixels): Promise<Pixels> {
  const { width, height, data } = await withChannels(picture, 3);
  const edge = [0, 0, 0];
  let counted = 0;
  for (let place = 0; place < width * height; place += 1) {
    const [x, y] = [place % width, Math.floor(place / width)];
    if (x > 1 && y > 1 && x < width - 2 && y < height - 2) continue;
    counted += 1;
    for (let channel = 0; channel < 3; channel += 1)
      edge[channel] = (edge[channel] ?? 0) + (data[place * 3 + channel] ?? 0);
  }
  const mean = edge.map((sum) => sum / counted);
  const white = new Uint8Array(width * height);
  for (let place = 0; place < white.length; place += 1) {
    const far = mean.map((value, channel) => (data[place * 3 + channel] ?? 0) - value);
    white[place] = Math.max(0, Math.min(255, (Math.hypot(...far) - 40) * 8));
  }
  return scale({ width, height, channels: 1, data: white }, width, height);
}

async function marked(picture: Pixels): Promise<Pixels> {
  const { width, height } = picture;
  const strip = await stripOverlay(drawing({ text: '', seed: 'map', width, height }), width, height);
  return fromSharp(
    toSharp(picture)
      .composite([{ input: strip }])
      .removeAlpha(),
  );
}
