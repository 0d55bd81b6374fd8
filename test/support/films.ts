/** Files of kinds that only ffmpeg makes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** Runs ffmpeg over its own test picture and tone. @returns the path of the file. */
export function film(
  folder: string,
  name: string,
  args: readonly string[],
  size = '64x48',
  seconds = 1,
): string {
  const path = join(folder, name);
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=12:d=${seconds}`];
  const tone = ['-f', 'lavfi', '-i', `sine=d=${seconds}`];
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...tone, ...args, path]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return path;
}

/** A scanline OpenEXR of 32-bit floats; `light` is asked for each pixel. */
export function exr(
  width: number,
  height: number,
  light: (x: number, y: number) => readonly [number, number, number],
): Buffer {
  const text = (words: string) => Buffer.from(`${words}\0`, 'latin1');
  const int = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
  };
  const float = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    return bytes;
  };
  const attribute = (name: string, type: string, value: Buffer) =>
    Buffer.concat([text(name), text(type), int(value.length), value]);
  const channel = (name: string) => Buffer.concat([text(name), int(2), Buffer.alloc(4), int(1), int(1)]);
  const box = Buffer.concat([int(0), int(0), int(width - 1), int(height - 1)]);
  const head = Buffer.concat([
    int(20_000_630),
    int(2),
    attribute('channels', 'chlist', Buffer.concat([...['B', 'G', 'R'].map(channel), Buffer.alloc(1)])),
    attribute('compression', 'compression', Buffer.from([2])),
    attribute('dataWindow', 'box2i', box),
    attribute('displayWindow', 'box2i', box),
    attribute('lineOrder', 'lineOrder', Buffer.alloc(1)),
    attribute('pixelAspectRatio', 'float', float(1)),
    attribute('screenWindowCenter', 'v2f', Buffer.alloc(8)),
    attribute('screenWindowWidth', 'float', float(1)),
    Buffer.alloc(1),
  ]);
  const lines = Array.from({ length: height }, (_, y) => {
    const planes = [2, 1, 0].map((plane) =>
      Buffer.concat(Array.from({ length: width }, (_, x) => float(light(x, y)[plane] ?? 0))),
    );
    const packed = zipped(Buffer.concat(planes));
    return Buffer.concat([int(y), int(packed.length), packed]);
  });
  let place = head.length + 8 * height;
  const places = lines.map((line) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(place));
    place += line.length;
    return bytes;
  });
  return Buffer.concat([head, ...places, ...lines]);
}

/** OpenEXR's way: every other byte first, then differences, then deflate. Left as it is where that saves nothing. */
function zipped(raw: Buffer): Buffer {
  const half = Math.ceil(raw.length / 2);
  const sorted = Buffer.alloc(raw.length);
  for (let at = 0; at < raw.length; at += 1) sorted[(at % 2) * half + (at >> 1)] = raw[at] ?? 0;
  const differences = Buffer.from(sorted);
  for (let at = raw.length - 1; at > 0; at -= 1)
    differences[at] = ((sorted[at] ?? 0) - (sorted[at - 1] ?? 0) + 384) & 255;
  const packed = deflateSync(differences);
  return packed.length < raw.length ? packed : raw;
}
