/** Pictures and masks between nodes: eight bits a channel, row by row, and what nodes do to them. */
import sharp, { type Sharp } from 'sharp';

export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  data: Uint8Array;
}

/** Pixels of one batch all have the same size. */
export type Batch = [Pixels, ...Pixels[]];

export function blank(width: number, height: number, color: readonly number[]): Pixels {
  const channels = color.length as Pixels['channels'];
  const data = new Uint8Array(width * height * channels);
  for (let at = 0; at < data.length; at += 1) data[at] = color[at % channels] as number;
  return { width, height, channels, data };
}

export function toSharp({ data, width, height, channels }: Pixels): Sharp {
  const image = sharp(data, { raw: { width, height, channels } });
  // Otherwise a mask would come back with three channels.
  return channels === 1 ? image.toColourspace('b-w') : image;
}

export async function fromSharp(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels as Pixels['channels'], data };
}

/** Applies `change` to every value of every picture. */
export const mapValues = (pixels: Pixels, change: (value: number, at: number) => number): Pixels => {
  const data = new Uint8Array(pixels.data.length);
  for (let at = 0; at < data.length; at += 1) data[at] = clamp(change(pixels.data[at] as number, at));
  return { ...pixels, data };
};

/** Applies `mix` to the values of two pictures of the same size and channels. */
export const mixValues = (a: Pixels, b: Pixels, mix: (a: number, b: number) => number): Pixels =>
  mapValues(a, (value, at) => mix(value, b.data[at] as number));

const clamp = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** A batch made as long as another: the last picture is repeated, as in ComfyUI. */
export const at = (batch: Batch, index: number): Pixels => batch[Math.min(index, batch.length - 1)] as Pixels;

export async function mapBatch(
  batch: Batch,
  change: (pixels: Pixels, index: number) => Pixels | Promise<Pixels>,
): Promise<Batch> {
  const [first, ...rest] = await Promise.all(batch.map(change));
  return [first as Pixels, ...rest];
}

/** One channel of each pixel, as a mask. */
export function channelOf(pixels: Pixels, channel: number): Pixels {
  const { width, height, channels, data } = pixels;
  const mask = new Uint8Array(width * height);
  for (let pixel = 0; pixel < mask.length; pixel += 1)
    mask[pixel] = data[pixel * channels + channel] as number;
  return { width, height, channels: 1, data: mask };
}

/** A mask as a grey picture. */
export function grey({ width, height, data }: Pixels): Pixels {
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < rgb.length; at += 1) rgb[at] = data[Math.floor(at / 3)] as number;
  return { width, height, channels: 3, data: rgb };
}

export const withChannels = async (pixels: Pixels, channels: 3 | 4): Promise<Pixels> => {
  if (pixels.channels === channels) return pixels;
  const image = toSharp(pixels);
  return fromSharp(channels === 3 ? image.removeAlpha() : image.ensureAlpha());
};

const KERNELS = {
  'nearest-exact': 'nearest',
  bilinear: 'linear',
  area: 'linear',
  bicubic: 'cubic',
  lanczos: 'lanczos3',
} as const;

export type ScaleMethod = keyof typeof KERNELS;
export const SCALE_METHODS = Object.keys(KERNELS) as ScaleMethod[];

export function scale(
  pixels: Pixels,
  width: number,
  height: number,
  { method = 'bilinear', crop = false }: { method?: ScaleMethod; crop?: boolean } = {},
): Promise<Pixels> {
  const fit = crop ? 'cover' : 'fill';
  return fromSharp(toSharp(pixels).resize(width, height, { fit, kernel: KERNELS[method] }));
}

/** Lays `source` over `destination` at a place, through a mask of the source's size where there is one. */
export function composite(
  destination: Pixels,
  source: Pixels,
  left: number,
  top: number,
  mask?: Pixels,
): Pixels {
  const { width, channels } = destination;
  const data = Uint8Array.from(destination.data);
  const rows = Math.min(source.height, destination.height - top);
  const columns = Math.min(source.width, width - left);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const opacity = mask === undefined ? 1 : (mask.data[y * mask.width + x] as number) / 255;
      for (let channel = 0; channel < channels; channel += 1) {
        const to = ((top + y) * width + left + x) * channels + channel;
        const from = (y * source.width + x) * source.channels + Math.min(channel, source.channels - 1);
        data[to] = clamp((data[to] as number) * (1 - opacity) + (source.data[from] as number) * opacity);
      }
    }
  }
  return { ...destination, data };
}
