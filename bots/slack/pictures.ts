/** Pictures in a form that Slack shows in a message: png, jpeg or gif. */
import type { Card } from '../../core/card.ts';
import { withPicture } from '../../core/picture.ts';
import { suited } from '../suited.ts';

export interface Picture {
  bytes: Buffer;
  extension: 'png' | 'jpg' | 'gif';
}

const shown: Record<string, Picture['extension']> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
};

/** What a message shows of a file of this kind; videos and sounds are played in its thread. */
function draws(mediaType: string): 'as it is' | 'converted' | 'not' {
  if (Object.hasOwn(shown, mediaType.toLowerCase())) return 'as it is';
  return isPicture(mediaType) ? 'converted' : 'not';
}

/** Slack takes files of a gigabyte, which no output of ours has. */
export const forSlack = (card: Card) => suited(card, { draws, fileBytes: Infinity });

export function isPicture(mediaType: string): boolean {
  return /^image\/(png|jpeg|gif|webp|avif|tiff)$/i.test(mediaType);
}

/** Null when it cannot be read as a picture. */
export async function showable(bytes: Uint8Array, mediaType: string): Promise<Picture | null> {
  const extension = shown[mediaType.toLowerCase()];
  if (extension) return { bytes: Buffer.from(bytes), extension };
  try {
    return await withPicture(bytes, async ({ frames, hasAlpha, open }): Promise<Picture> => {
      if (frames > 1) return { bytes: await open({ animated: true }).gif().toBuffer(), extension: 'gif' };
      const still = open().autoOrient();
      return hasAlpha
        ? { bytes: await still.png().toBuffer(), extension: 'png' }
        : { bytes: await still.jpeg({ quality: 92 }).toBuffer(), extension: 'jpg' };
    });
  } catch {
    return null;
  }
}
