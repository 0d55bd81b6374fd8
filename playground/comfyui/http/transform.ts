/** `/view` with `preview` or `channel`: the picture written anew. */
import sharp from 'sharp';
import type { Ctx } from './answers.ts';
import type { FoundFile } from './view-path.ts';

interface Wish {
  /** `webp;80`, `jpeg;90`, or anything, which means webp. */
  preview?: string;
  channel?: string | undefined;
}

export async function sendTransformed(
  context: Ctx,
  { file, name }: FoundFile,
  wish: Wish,
): Promise<Response> {
  const [bytes, type] =
    wish.preview === undefined ? await oneChannel(file, wish.channel) : await preview(file, wish);
  context.set('told', `${name} as ${type}, ${bytes.length} bytes`);
  return context.body(Uint8Array.from(bytes), 200, {
    'Content-Type': type,
    'Content-Disposition': `filename="${encodeURI(name).replaceAll('%20', ' ')}"`,
    'Content-Length': String(bytes.length),
  });
}

async function preview(file: string, { preview = '', channel = '' }: Wish): Promise<[Buffer, string]> {
  const parts = preview.split(';');
  const last = parts.at(-1) ?? '';
  const quality = /^\d+$/.test(last) ? Math.min(100, Math.max(1, Number(last))) : 90;
  const picture = sharp(file);
  // A wish for alpha, and be it a letter of another word, rules jpeg out.
  if (parts[0] === 'jpeg' && !channel.includes('a')) {
    return [await picture.removeAlpha().jpeg({ quality }).toBuffer(), 'image/jpeg'];
  }
  const seen = channel === 'rgb' ? picture.removeAlpha() : picture;
  return [await seen.webp({ quality }).toBuffer(), 'image/webp'];
}

/** The colours without alpha, or the alpha alone over black. */
async function oneChannel(file: string, channel: string | undefined): Promise<[Buffer, string]> {
  const picture = sharp(file);
  if (channel === 'rgb') return [await picture.removeAlpha().png().toBuffer(), 'image/png'];
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const alpha = Buffer.alloc(info.width * info.height * 4);
  for (let at = 3; at < alpha.length; at += 4) alpha[at] = data[at - 3 + info.channels - 1] as number;
  const raw = { width: info.width, height: info.height, channels: 4 as const };
  return [await sharp(alpha, { raw }).png().toBuffer(), 'image/png'];
}
