/** The pictures, videos and sounds a workflow starts from: the files that its loading nodes name. */

import { freeName, target } from './found.ts';
import type { Wiring } from './wiring.ts';

export interface FileInput {
  kind: 'image' | 'mask' | 'video' | 'audio' | 'file';
  /** What its author calls it. */
  title: string | null;
  to: string[];
  /** What is transparent in it is used as a mask. */
  masked: boolean;
  /** The file that the author used; it is hardly on any other server. */
  example: string;
}

/** Loading nodes of core and of the packs that everybody has, by class and input. */
const known: Record<string, FileInput['kind']> = {
  'LoadImage.image': 'image',
  'LoadImageOutput.image': 'image',
  'LoadImageMask.image': 'mask',
  'LoadVideo.file': 'video',
  'LoadAudio.audio': 'audio',
  'LoadLatent.latent': 'file',
  'Load3D.model_file': 'file',
  'VHS_LoadVideo.video': 'video',
  'VHS_LoadAudioUpload.audio': 'audio',
};

export function findFiles(wiring: Wiring): Record<string, FileInput> {
  const found: Record<string, FileInput> = {};
  for (const node of wiring.ids)
    for (const [input, value] of wiring.inputsOf(node)) {
      const kind = typeof value === 'string' ? kindOf(wiring, node, input) : null;
      if (!kind || typeof value !== 'string') continue;
      const to = [target({ node, input, value })];
      found[freeName(kind, found)] = {
        kind,
        title: wiring.titleOf(node),
        to,
        masked: masked(wiring, node),
        example: value,
      };
    }
  return found;
}

function kindOf(wiring: Wiring, node: string, input: string): FileInput['kind'] | null {
  return fileKindOf(wiring.classOf(node), input, wiring.define(node, input)?.upload);
}

/** What kind of file this input names, if it names one that somebody uploaded. */
export function fileKindOf(
  classType: string,
  input: string,
  upload: string | null | undefined,
): FileInput['kind'] | null {
  const listed = known[`${classType}.${input}`];
  if (listed) return listed;
  return upload === 'image' || upload === 'video' || upload === 'audio' || upload === 'file' ? upload : null;
}

/** The second thing that comes out of a picture's loader is made of its transparency. */
function masked(wiring: Wiring, node: string): boolean {
  if (!/^LoadImage(Output)?$/.test(wiring.classOf(node))) return false;
  return wiring.ids.some((one) =>
    wiring.inputsOf(one).some(([name]) => {
      const link = wiring.linkOf(one, name);
      return link?.node === node && link.slot === 1;
    }),
  );
}
