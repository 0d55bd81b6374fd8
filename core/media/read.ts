/** A file on its way from the store into a post. */
import type { MediaStore } from '../media.ts';
import type { Output } from '../output.ts';
import { type Phrase, say } from '../say.ts';
import { DamagedFile } from './trouble.ts';

/** Its bytes, or why there are none. @throws StoreTrouble */
export async function readForPost(
  media: Pick<MediaStore, 'get'>,
  { key, name }: Pick<Output, 'key' | 'name'>,
): Promise<Buffer | { lost: Phrase }> {
  try {
    return (await media.get(key)) ?? { lost: say('{name} is not kept any more.', { name }) };
  } catch (thrown) {
    if (thrown instanceof DamagedFile)
      return { lost: say('{name} was damaged where it is kept, so it is not shown.', { name }) };
    throw thrown;
  }
}
