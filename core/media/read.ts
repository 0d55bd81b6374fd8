/** A file on its way from the store into a post. */
import type { MediaStore } from '../media.ts';
import { DamagedFile } from './trouble.ts';

/** Its bytes, or why there are none, in words that follow its name. @throws StoreTrouble */
export async function readForPost(
  media: Pick<MediaStore, 'get'>,
  key: string,
): Promise<Buffer | { lost: string }> {
  try {
    return (await media.get(key)) ?? { lost: 'is not kept any more.' };
  } catch (thrown) {
    if (thrown instanceof DamagedFile) return { lost: 'was damaged where it is kept, so it is not shown.' };
    throw thrown;
  }
}
