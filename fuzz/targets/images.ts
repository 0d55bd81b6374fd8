/** Pictures and other files as they come from ComfyUI: looked at, made smaller, made fit for Slack. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { shrink } from '../../bots/discord/shrink.ts';
import { showable } from '../../bots/slack/pictures.ts';
import { examine } from '../../worker/examine.ts';
import { mutateBytes } from '../mutate.ts';
import { insist, type Target } from '../target.ts';

const smallest = 2000;

/** A PNG that says it is very large: unpacked it would not fit into any memory. */
function bomb(png: Buffer, side: number): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(side, 16);
  bytes.writeUInt32BE(side, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

async function samples(): Promise<Buffer[]> {
  const still = () => sharp({ create: { width: 24, height: 16, channels: 3, background: '#3fb27f' } });
  const png = await still().png().toBuffer();
  const frames = await Promise.all([png, still().negate().png().toBuffer()]);
  const made = await Promise.all([
    still().jpeg().toBuffer(),
    still().webp().toBuffer(),
    still().tiff().toBuffer(),
    still().avif({ effort: 0 }).toBuffer(),
    sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer(),
    sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer(),
  ]);
  const svg = Buffer.from(
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
  );
  const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\x02\0isomiso2'), png]);
  return [png, ...made, svg, mp4, bomb(png, 60_000), bomb(png, 0x7fff_ffff), Buffer.from('a text\n')];
}

export const images: Target = {
  name: 'images',
  share: 4,
  async open() {
    const all = await samples();
    const folder = await mkdtemp(join(tmpdir(), 'rendezvous-fuzz-'));
    const path = join(folder, 'file');
    const names = ['a.png', 'b.JPG', 'c.txt', '../../d.svg', 'e', 'f.webp', 'con', 'g.safetensors'];
    return {
      make: (random) => (random.chance(0.05) ? random.pick(all) : mutateBytes(random, random.pick(all))),
      async check(input) {
        const bytes = input as Uint8Array;
        const name = names[bytes.length % names.length] ?? '';
        await writeFile(path, bytes);
        const { kind, mediaType, extension, width, height } = await examine(
          path,
          name,
          bytes.length % 2 === 0,
        );
        insist(/^\.[a-z0-9]+$/.test(extension), `the extension ${extension}`);
        insist(!/svg|xml|html/.test(mediaType) || kind === 'file', `${mediaType} as ${kind}`);
        if (kind === 'image') insist((width ?? 0) > 0 && (height ?? 0) > 0, 'a picture without a size');
        if (kind !== 'image' && kind !== 'animation') return;
        const fit = await showable(bytes, mediaType);
        insist(
          fit === null || ['png', 'jpg', 'gif'].includes(fit.extension),
          'a picture Slack does not show',
        );
        const smaller = await shrink(bytes, smallest);
        insist(smaller === null || smaller.length <= smallest, 'larger than asked for');
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
