/** Pictures and masks that somebody attached. */
import { fileTypeFromBuffer } from 'file-type';
import { UserError } from '../errors.ts';
import { NoPicture, NoPictureKind, type Picture, withPicture } from '../picture.ts';
import { type Phrase, say, type Words } from '../say.ts';
import { attachmentLimits, type Checked } from './check.ts';

/** @throws UserError */
export async function checkPicture(kind: 'image' | 'mask', name: Words, bytes: Buffer): Promise<Checked> {
  try {
    return await withPicture(bytes, (picture) => written(kind, name, picture));
  } catch (thrown) {
    if (!(thrown instanceof NoPicture)) throw thrown;
    throw new UserError(await wordsFor(name, bytes, thrown), { cause: thrown });
  }
}

/**
 * Upright, the first frame of several, in the colours of screens, and without anything but the picture. A photograph
 * stays a JPEG; everything else may have sharp edges or transparency to lose, so it becomes a PNG.
 */
async function written(kind: Checked['kind'], name: Words, picture: Picture): Promise<Checked> {
  const { width, height, mediaType } = picture;
  if (width * height > attachmentLimits.pixels) {
    throw new UserError(
      say('{name} has {width} × {height} pixels; at most {most} million are taken. Make it smaller.', {
        name,
        width: String(width),
        height: String(height),
        most: attachmentLimits.pixels / 1_000_000,
      }),
    );
  }
  const upright = picture.open().autoOrient().toColourspace('srgb');
  const photograph = kind === 'image' && mediaType === 'image/jpeg';
  const encoded = photograph
    ? upright.jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    : upright.png({ compressionLevel: 6 });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true }).catch((thrown: unknown) => {
    throw new NoPicture(say('it cannot be opened'), { cause: thrown });
  });
  return {
    kind,
    bytes: data,
    extension: photograph ? '.jpg' : '.png',
    mediaType: photograph ? 'image/jpeg' : 'image/png',
    width: info.width,
    height: info.height,
  };
}

async function wordsFor(name: Words, bytes: Buffer, trouble: NoPicture): Promise<Phrase> {
  const sniffed = await fileTypeFromBuffer(bytes);
  if (sniffed && /^image\/hei[cf]/.test(sniffed.mime))
    return say(
      '{name} is a HEIC picture, which is not opened here. Save it as JPEG or PNG and attach that.',
      { name },
    );
  return trouble instanceof NoPictureKind
    ? say('{name} is no picture that can be used. PNG, JPEG, WebP, GIF, AVIF and TIFF are taken.', { name })
    : say('{name} cannot be used: {why}.', { name, why: trouble.said });
}
