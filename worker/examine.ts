/** What a file is, judged by its bytes. What its name or its sender says counts only where bytes tell nothing. */
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { fileTypeFromFile } from 'file-type';
import type { Text } from '../core/card.ts';
import type { Output } from '../core/output.ts';
import { NoPicture, withPicture } from '../core/picture.ts';
import { say } from '../core/say.ts';
import { endsWithPicture } from './whole.ts';

export type Examined = Pick<Output, 'kind' | 'mediaType' | 'width' | 'height'> & {
  extension: string;
  /** Why it is not shown although its name or its beginning is a picture's. */
  doubt?: Text;
};

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

/** @param path of a file that nobody else changes meanwhile */
export async function examine(path: string, name: string, animated: boolean): Promise<Examined> {
  const sniffed = await fileTypeFromFile(path);
  const mediaType = sniffed?.mime.replace(/;.*$/, '') ?? '';
  const extension = `.${sniffed?.ext ?? ''}`;
  const [family] = mediaType.split('/');
  if (family === 'image') return examinePicture(path, mediaType, extension, animated);
  if (family === 'video') return { kind: 'video', mediaType, extension };
  if (family === 'audio' || mediaType === 'application/ogg') return { kind: 'audio', mediaType, extension };
  const named = extname(name).toLowerCase();
  const textType = textTypes[named];
  if (textType && !sniffed && (await isText(path)))
    return { kind: 'text', mediaType: textType, extension: named };
  return unknownFile(plainFiles.includes(named) ? named : '.bin');
}

async function examinePicture(
  path: string,
  mediaType: string,
  extension: string,
  animated: boolean,
): Promise<Examined> {
  try {
    return await withPicture(path, async ({ width, height, frames }) => {
      if (!(await endsWithPicture(path, mediaType)))
        throw new NoPicture(say('there is something else behind its picture'));
      const moves = mediaType === 'image/apng' || frames > 1 || (animated && /gif|webp/.test(mediaType));
      // An animated PNG shows everywhere by the name of a PNG, and hardly anywhere by its own.
      const shownAs = mediaType === 'image/apng' ? '.png' : extension;
      return { kind: moves ? 'animation' : 'image', mediaType, extension: shownAs, width, height };
    });
  } catch (thrown) {
    if (!(thrown instanceof NoPicture)) throw thrown;
    return { ...unknownFile('.bin'), doubt: thrown.said };
  }
}

function unknownFile(extension: string): Examined {
  return { kind: 'file', mediaType: 'application/octet-stream', extension };
}

async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
      if (part.includes(0)) return false;
      decoder.decode(part, { stream: true });
    }
    decoder.decode();
    return true;
  } catch (thrown) {
    if (thrown instanceof TypeError) return false;
    throw thrown;
  }
}
