/** Makes a still picture small enough to be sent: quality first, then size. */
import { withPicture } from '../../core/picture.ts';

const qualities = [90, 80, 65] as const;
const scales = [1, 0.75, 0.5, 0.35, 0.25] as const;
/** WebP has no longer sides. */
const longestSide = 16_000;

/** A WebP of at most `most` bytes; null when it cannot be made. */
export async function shrink(bytes: Uint8Array, most: number): Promise<Buffer | null> {
  try {
    return await withPicture(bytes, async ({ width, height, open }) => {
      for (const scale of scales) {
        const side = Math.min(longestSide, Math.max(1, Math.round(Math.max(width, height) * scale)));
        for (const quality of qualities) {
          const smaller = await open()
            .autoOrient()
            .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
            .webp({ quality })
            .toBuffer();
          if (smaller.length <= most) return smaller;
        }
      }
      return null;
    });
  } catch {
    // Not a picture sharp can read; the card says that the file is too large.
    return null;
  }
}
