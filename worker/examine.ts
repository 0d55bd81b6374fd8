/** What a file is, judged by its bytes. What its name or its sender says counts only where bytes tell nothing. */
import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import type { Output } from '../core/output.ts';

export type Examined = Pick<Output, 'kind' | 'mediaType' | 'width' | 'height'> & { extension: string };

const textTypes: Record<string, string> = {
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.srt': 'application/x-subrip',
  '.vtt': 'text/vtt',
};

/** Kept by name because their bytes tell nothing; whatever else is unknown becomes `.bin`. */
const plainFiles = [
  '.latent',
  '.safetensors',
  '.glb',
  '.gltf',
  '.obj',
  '.ply',
  '.stl',
  '.fbx',
  '.splat',
  '.exr',
  '.hdr',
];

/** Larger pictures than this are not opened: a small file can unpack to very many pixels. */
const mostPixels = 300_000_000;

export async function examine(bytes: Uint8Array, name: string, animated: boolean): Promise<Examined> {
  const sniffed = await fileTypeFromBuffer(bytes);
  const mediaType = sniffed?.mime.replace(/;.*$/, '') ?? '';
  const extension = `.${sniffed?.ext ?? ''}`;
  const [family] = mediaType.split('/');
  if (family === 'image') {
    const picture = await measure(bytes);
    if (!picture) return unknownFile(name);
    const { width, height, pages } = picture;
    const moves = mediaType === 'image/apng' || pages > 1 || (animated && /gif|webp/.test(mediaType));
    // An animated PNG shows everywhere by the name of a PNG, and hardly anywhere by its own.
    const shownAs = mediaType === 'image/apng' ? '.png' : extension;
    return { kind: moves ? 'animation' : 'image', mediaType, extension: shownAs, width, height };
  }
  if (family === 'video') return { kind: 'video', mediaType, extension };
  if (family === 'audio' || mediaType === 'application/ogg') return { kind: 'audio', mediaType, extension };
  const named = extname(name).toLowerCase();
  const textType = textTypes[named];
  if (textType && !sniffed && isText(bytes)) return { kind: 'text', mediaType: textType, extension: named };
  return unknownFile(name);
}

async function measure(bytes: Uint8Array): Promise<{ width: number; height: number; pages: number } | null> {
  try {
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: mostPixels }).metadata();
    return width > 0 && height > 0 ? { width, height, pages } : null;
  } catch {
    return null;
  }
}

function unknownFile(name: string): Examined {
  const named = extname(name).toLowerCase();
  return {
    kind: 'file',
    mediaType: 'application/octet-stream',
    extension: plainFiles.includes(named) ? named : '.bin',
  };
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
