/** Masks: made, changed, turned into pictures and back. */
import { at, type Batch, blank, channelOf, grey, mapBatch, mapValues, type Pixels } from '../pixels.ts';
import { PythonError } from '../python.ts';
import { combo, defineNode, flag, float, int, link, type NodeClass, type NodeSetting } from './class.ts';
import { type Inputs, image, mask } from './values.ts';

const CHANNELS = ['red', 'green', 'blue', 'alpha'];

const bit = (value: number): number => Math.round(value / 255);

const OPERATIONS: Record<string, (a: number, b: number) => number> = {
  multiply: (a, b) => (a * b) / 255,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  and: (a, b) => 255 * (bit(a) & bit(b)),
  or: (a, b) => 255 * (bit(a) | bit(b)),
  xor: (a, b) => 255 * (bit(a) ^ bit(b)),
};

export function maskNodes({ version }: NodeSetting): NodeClass[] {
  const module = 'comfy_extras.nodes_mask';
  const side = (def: number, min = 0) => int(def, min, 16_384, { step: 1 });
  const changing = (inputs: Inputs, change: (one: Pixels) => Pixels) =>
    mapBatch(inputs.masks('mask'), change).then((masks) => ({ values: [mask(masks)] }));

  return [
    defineNode(version, {
      name: 'SolidMask',
      module,
      category: 'mask',
      api: 'moved',
      inputs: { value: float(1, 0, 1, 0.01), width: side(512, 1), height: side(512, 1) },
      outputs: ['MASK'],
      run: (inputs) => ({
        values: [
          mask([
            blank(inputs.number('width'), inputs.number('height'), [
              Math.round(255 * inputs.number('value')),
            ]),
          ]),
        ],
      }),
    }),
    defineNode(version, {
      name: 'InvertMask',
      module,
      category: 'mask',
      api: 'moved',
      inputs: { mask: link('MASK') },
      outputs: ['MASK'],
      run: (inputs) => changing(inputs, (one) => mapValues(one, (value) => 255 - value)),
    }),
    defineNode(version, {
      name: 'MaskToImage',
      title: 'Convert Mask to Image',
      module,
      category: 'mask',
      api: 'moved',
      inputs: { mask: link('MASK') },
      outputs: ['IMAGE'],
      run: async (inputs) => ({ values: [image(await mapBatch(inputs.masks('mask'), grey))] }),
    }),
    defineNode(version, {
      name: 'ImageToMask',
      title: 'Convert Image to Mask',
      module,
      category: 'mask',
      api: 'moved',
      inputs: { image: link('IMAGE'), channel: combo(CHANNELS) },
      outputs: ['MASK'],
      async run(inputs) {
        const images = inputs.images('image');
        const channel = CHANNELS.indexOf(inputs.text('channel'));
        const { channels } = images[0];
        if (channel >= channels) {
          throw new PythonError(
            'IndexError',
            `index ${channel} is out of bounds for dimension 3 with size ${channels}`,
          );
        }
        return { values: [mask(await mapBatch(images, (one) => channelOf(one, channel)))] };
      },
    }),
    defineNode(version, {
      name: 'MaskComposite',
      module,
      category: 'mask',
      api: 'moved',
      inputs: {
        destination: link('MASK'),
        source: link('MASK'),
        x: side(0),
        y: side(0),
        operation: combo(Object.keys(OPERATIONS)),
      },
      outputs: ['MASK'],
      async run(inputs) {
        const sources = inputs.masks('source');
        const operation = OPERATIONS[inputs.text('operation')] ?? ((value: number) => value);
        const [left, top] = [inputs.number('x'), inputs.number('y')];
        const masks = await mapBatch(inputs.masks('destination'), (one, index) => {
          const source = at(sources, index);
          return mapValues(one, (value, place) => {
            const x = (place % one.width) - left;
            const y = Math.floor(place / one.width) - top;
            const inside = x >= 0 && y >= 0 && x < source.width && y < source.height;
            return inside ? operation(value, source.data[y * source.width + x] as number) : value;
          });
        });
        return { values: [mask(masks)] };
      },
    }),
    defineNode(version, {
      name: 'FeatherMask',
      module,
      category: 'mask',
      api: 'moved',
      inputs: { mask: link('MASK'), left: side(0), top: side(0), right: side(0), bottom: side(0) },
      outputs: ['MASK'],
      run(inputs) {
        /** How much of a value is left at a distance from an edge that fades over `width` pixels. */
        const fade = (distance: number, width: number) => (distance < width ? (distance + 1) / width : 1);
        return changing(inputs, (one) =>
          mapValues(one, (value, place) => {
            const x = place % one.width;
            const y = Math.floor(place / one.width);
            return (
              value *
              fade(x, inputs.number('left')) *
              fade(one.width - 1 - x, inputs.number('right')) *
              fade(y, inputs.number('top')) *
              fade(one.height - 1 - y, inputs.number('bottom'))
            );
          }),
        );
      },
    }),
    defineNode(version, {
      name: 'ThresholdMask',
      module,
      category: 'mask',
      api: 'moved',
      inputs: { mask: link('MASK'), value: float(0.5, 0, 1, 0.01) },
      outputs: ['MASK'],
      run: (inputs) =>
        changing(inputs, (one) =>
          mapValues(one, (value) => (value > 255 * inputs.number('value') ? 255 : 0)),
        ),
    }),
    defineNode(version, {
      name: 'GrowMask',
      title: 'Grow Mask',
      module,
      category: 'mask',
      api: 'moved',
      inputs: {
        mask: link('MASK'),
        expand: int(0, -16_384, 16_384, { step: 1 }),
        tapered_corners: flag(true, version.modern ? { advanced: true } : {}),
      },
      outputs: ['MASK'],
      run: (inputs) =>
        changing(inputs, (one) => grown(one, inputs.number('expand'), inputs.flag('tapered_corners'))),
    }),
  ];
}

/** Grows a mask pixel by pixel; below zero it shrinks. Tapered: not over corners. */
function grown(start: Pixels, expand: number, tapered: boolean): Pixels {
  const pick = expand < 0 ? Math.min : Math.max;
  const corners: [number, number][] = tapered
    ? []
    : [
        [-1, -1],
        [1, -1],
        [-1, 1],
        [1, 1],
      ];
  const reach: [number, number][] = [[-1, 0], [1, 0], [0, -1], [0, 1], ...corners];
  let current = start;
  for (let round = 0; round < Math.abs(expand); round += 1) {
    const { width, height, data } = current;
    current = mapValues(current, (value, place) => {
      const [x, y] = [place % width, Math.floor(place / width)];
      const near = reach.flatMap(([dx, dy]) => {
        const inside = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height;
        return inside ? [data[place + dy * width + dx] as number] : [];
      });
      return pick(value, ...near);
    });
  }
  return current;
}

export const emptyMask = (): Batch => [blank(64, 64, [0])];
