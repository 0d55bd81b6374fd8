/** How large the result is and how much of it there is: size, count, frames, frames a second. */

import { say } from '../../core/say.ts';
import { type Shape, shapeNames, shapes } from '../../core/sizes.ts';
import type { Input } from '../../core/workflow.ts';
import {
  distinct,
  integerInput,
  numberInput,
  sameAsFirst,
  target,
  tell,
  tellAll,
  tellSame,
} from './found.ts';
import type { Collector } from './inputs.ts';
import type { FoundOutput } from './outputs.ts';
import { ancestors, type Sampler } from './samplers.ts';
import type { Place, Wiring } from './wiring.ts';

const frameInputs = [
  'length',
  'video_frames',
  'num_frames',
  'frames_number',
  'frame_count',
  'num_video_frames',
];
const rateInputs = ['fps', 'frame_rate'];
/** A count above this is not what people mean by "how many pictures", and a queue is shared. */
const mostPictures = 4;

export function findPictureInputs(
  wiring: Wiring,
  { samplers, outputs }: { samplers: Sampler[]; outputs: FoundOutput[] },
  collector: Collector,
): void {
  const moving = outputs.some(({ kind }) => kind === 'video' || kind === 'animation');
  const canvas = findCanvas(wiring, samplers);
  if (canvas) {
    addSize(wiring, { canvas, samplers }, collector);
    addFramesAndCount(wiring, { canvas, moving }, collector);
  } else if (samplers.length > 0) {
    collector.without('size', say('it is that of the picture it starts from'));
  }
  addRate(wiring, collector);
}

/** The node whose width and height the result has: the empty picture that the first sampler fills. */
function findCanvas(wiring: Wiring, samplers: Sampler[]): string | null {
  const hasSize = (node: string) => Boolean(wiring.settle(node, 'width') && wiring.settle(node, 'height'));
  for (const { node } of samplers) {
    const start =
      wiring.linkOf(node, 'latent_image') ?? wiring.linkOf(node, 'latent') ?? wiring.linkOf(node, 'latents');
    if (!start) continue;
    const waiting = [start.node];
    const seen = new Set(waiting);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (hasSize(next)) return next;
      for (const [name] of wiring.inputsOf(next)) {
        const link = wiring.linkOf(next, name);
        if (!link || seen.has(link.node) || !carriesLatent(wiring, next, name)) continue;
        seen.add(link.node);
        waiting.push(link.node);
      }
    }
  }
  if (samplers.length > 0) return null;
  const drawn = wiring.ids.filter((node) => hasSize(node) && /^Empty/.test(wiring.classOf(node)));
  return drawn.length === 1 ? (drawn[0] ?? null) : null;
}

function carriesLatent(wiring: Wiring, node: string, input: string): boolean {
  const link = wiring.linkOf(node, input);
  const type = wiring.define(node, input)?.type ?? (link && wiring.typeOf(link));
  return type ? type === 'LATENT' : /latent|samples/.test(input);
}

function addSize(
  wiring: Wiring,
  { canvas, samplers }: { canvas: string; samplers: Sampler[] },
  collector: Collector,
): void {
  const width = wiring.settle(canvas, 'width');
  const height = wiring.settle(canvas, 'height');
  if (typeof width?.value !== 'number' || typeof height?.value !== 'number') return;
  // Others that say the same size have to go on saying the same: schedulers, size conditioning, pictures made to fit.
  const around = new Set(samplers.flatMap(({ node }) => [...ancestors(wiring, node)]));
  const along = [...around].filter((node) => node !== canvas);
  const places = (name: string, value: number) =>
    distinct([
      wiring.settle(canvas, name),
      ...along.flatMap((node) => [wiring.settle(node, name), wiring.settle(node, `target_${name}`)]),
    ]).filter((place) => place.value === value);
  const widths = places('width', width.value);
  const heights = places('height', height.value);
  const input: Input = {
    type: 'size',
    width: widths.map(target),
    height: heights.map(target),
    edge: Math.round(Math.min(4096, Math.max(64, Math.sqrt(width.value * height.value)))),
    multiple: multipleOf(width.value, height.value, wiring.define(canvas, 'width')?.step ?? 8),
    default: nearestShape(width.value / height.value),
  };
  const followers = widths.length - 1;
  const where = say('{width} and {height}, {size}', {
    width: tell(wiring, width),
    height: height.input,
    size: `${width.value}×${height.value}`,
  });
  collector.add(
    'size',
    input,
    followers > 0
      ? say('{where}, and {n, plural, one {# other node} other {# other nodes}} with the same size', {
          where,
          n: followers,
        })
      : where,
  );
}

/** What both sides are multiples of in the author's hands, no finer than the server's own step. */
function multipleOf(width: number, height: number, step: number): number {
  const fits = [64, 32, 16, 8].find((size) => width % size === 0 && height % size === 0) ?? 8;
  return Math.min(128, Math.max(fits, Math.round(step), 8));
}

function nearestShape(ratio: number): Shape {
  const far = (shape: Shape) => Math.abs(Math.log(ratio) - Math.log(shapes[shape][0] / shapes[shape][1]));
  return shapeNames.reduce((best, shape) => (far(shape) < far(best) ? shape : best));
}

function addFramesAndCount(
  wiring: Wiring,
  { canvas, moving }: { canvas: string; moving: boolean },
  collector: Collector,
): void {
  const named = frameInputs.find((name) => wiring.settle(canvas, name));
  const frames = named ? wiring.settle(canvas, named) : null;
  const batch = wiring.settle(canvas, 'batch_size');
  if (frames && named) {
    // Sound and picture of one video are as long as each other.
    const others = wiring.ids.flatMap((node) => frameInputs.map((name) => wiring.settle(node, name)));
    const same = distinct([frames, ...others]).filter(({ value }) => value === frames.value);
    addFrames(wiring, { places: same, definition: wiring.define(canvas, named) }, collector);
  } else if (batch && moving) {
    addFrames(wiring, { places: [batch], definition: wiring.define(canvas, 'batch_size') }, collector);
  } else if (batch) {
    const input = integerInput([batch], wiring.define(canvas, 'batch_size'), { min: 1, max: mostPictures });
    if (input) collector.add('count', input, tell(wiring, batch));
  }
}

function addFrames(
  wiring: Wiring,
  { places, definition }: { places: Place[]; definition: Parameters<typeof integerInput>[1] },
  collector: Collector,
): void {
  const now = Number(places[0]?.value ?? 1);
  const input = integerInput(places, definition, { min: 1, max: Math.max(121, now * 2) });
  if (input) collector.add('frames', input, tellAll(wiring, places));
}

function addRate(wiring: Wiring, collector: Collector): void {
  const rated = wiring.ids.flatMap((node) =>
    rateInputs.map((name) => [node, name] as const).filter(([one, input]) => wiring.settle(one, input)),
  );
  // What writes the video says how fast it is; the others follow where they say the same.
  const [first] = [...rated].sort((a, b) => Number(isWriter(wiring, b[0])) - Number(isWriter(wiring, a[0])));
  if (!first || !isWriter(wiring, first[0])) return;
  const lead = wiring.settle(first[0], first[1]);
  if (!lead) return;
  const places = distinct([lead, ...rated.map(([node, name]) => wiring.settle(node, name))]);
  const same = sameAsFirst(places);
  const definition = wiring.define(first[0], first[1]);
  const whole = same.some(({ node, input }) => wiring.define(node, input)?.type === 'INT');
  const bounds = { min: 1, max: 60 };
  const input = whole ? integerInput(same, definition, bounds) : numberInput(same, definition, bounds);
  if (input) collector.add('fps', input, tellSame(wiring, places, same));
}

function isWriter(wiring: Wiring, node: string): boolean {
  return (
    /video|webm|webp|apng|png|gif/i.test(wiring.classOf(node)) &&
    !/cond|latent|load/i.test(wiring.classOf(node))
  );
}
