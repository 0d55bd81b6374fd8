/**
 * Pictures of light (OpenEXR, Radiance HDR): read by ffmpeg as numbers without an upper end, and brought to what a
 * screen shows. The same way serves renders, depth and normals: all but the brightest hundredth keeps its place, the
 * rest is rolled off.
 */
import { open, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Ffmpeg } from './ffmpeg.ts';
import { FfmpegTrouble } from './ffmpeg.ts';

const side = 1600;

/** By its first bytes. */
export async function kindOfLight(path: string): Promise<{ mediaType: string; demuxer: string } | null> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(10);
    await file.read(head, 0, head.length, 0);
    if (head.readUInt32LE(0) === 0x01312f76) return { mediaType: 'image/x-exr', demuxer: 'exr_pipe' };
    if (/^#\?(RADIANCE|RGBE)/.test(head.toString('latin1')))
      return { mediaType: 'image/vnd.radiance', demuxer: 'hdr_pipe' };
    return null;
  } finally {
    await file.close();
  }
}

/** As a JPEG. @throws FfmpegTrouble */
export async function developed(
  ffmpeg: Ffmpeg,
  path: string,
  demuxer: string,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; width: number; height: number }> {
  // PFM: its size in words, then its numbers from the bottom row up.
  const raw = await ffmpeg.make(
    {
      input: { path, demuxer },
      args: [
        ...[
          '-frames:v',
          '1',
          '-vf',
          `format=gbrpf32le,scale=w='min(${side},iw)':h='min(${side},ih)':force_original_aspect_ratio=decrease`,
        ],
        ...['-pix_fmt', 'gbrpf32le', '-f', 'image2pipe', '-c:v', 'pfm'],
      ],
      name: 'light.pfm',
      mostBytes: side * side * 12 + 1024,
      signal,
    },
    (made) => readFile(made),
  );
  const { width, height, values } = readPfm(raw);
  const white = whiteOf(values);
  const pixels = Buffer.alloc(values.length);
  for (let row = 0; row < height; row += 1) {
    const from = (height - 1 - row) * width * 3;
    for (let at = 0; at < width * 3; at += 1)
      pixels[row * width * 3 + at] = shownAs((values[from + at] ?? 0) / white);
  }
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return { bytes, width, height };
}

function readPfm(raw: Buffer): { width: number; height: number; values: Float32Array } {
  const head = /^PF\n(\d+) (\d+)\n(-?[\d.]+)\n/.exec(raw.toString('latin1', 0, 100));
  const [width, height] = [Number(head?.[1]), Number(head?.[2])];
  const bytes = raw.subarray(head?.[0].length ?? 0);
  if (!head || Number(head[3]) >= 0 || bytes.length < width * height * 12)
    throw new FfmpegTrouble('its numbers could not be read');
  const values = new Float32Array(width * height * 3);
  for (let at = 0; at < values.length; at += 1) values[at] = bytes.readFloatLE(at * 4);
  return { width, height, values };
}

/** What is to be white: at least 1, so that what a screen can show stays as it is. */
function whiteOf(values: Float32Array): number {
  const every = Math.max(1, Math.floor(values.length / 30_000));
  const some: number[] = [];
  for (let at = 0; at < values.length; at += every) {
    const value = values[at] ?? 0;
    if (Number.isFinite(value)) some.push(value);
  }
  some.sort((a, b) => a - b);
  return Math.max(1, some[Math.floor(some.length * 0.99)] ?? 1);
}

function shownAs(light: number): number {
  // Neither nothing nor everything is a number to some programs.
  if (!(light > 0)) return 0;
  const rolled = light <= 0.8 ? light : 0.8 + 0.2 * (1 - Math.exp(-(light - 0.8) / 0.2));
  const curved = rolled <= 0.0031308 ? 12.92 * rolled : 1.055 * rolled ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, curved));
}
