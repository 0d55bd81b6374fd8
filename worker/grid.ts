/** All pictures of a batch on one sheet: made once, when they are kept, and looked at in their place. */
import { pictureGrid } from '../core/contact-sheet.ts';
import { toError } from '../core/errors.ts';
import type { Job } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { MediaStore } from '../core/media.ts';
import { type Output, previewOf } from '../core/output.ts';
import { isBatch, picturesOf } from '../core/pictures.ts';

interface Gridding {
  jobId: string;
  outputs: Output[];
  /** What its file is called, without an ending. */
  name: string;
  media: Pick<MediaStore, 'get' | 'put'>;
  log: Log;
}

/** Undefined where there is nothing to put together, or it cannot be drawn: the pictures are shown one by one then. */
export async function makeGrid({ jobId, outputs, name, media, log }: Gridding): Promise<Job['grid']> {
  if (!isBatch(outputs)) return undefined;
  const stills = picturesOf({ outputs });
  const bytes = await Promise.all(stills.map(({ output }) => media.get((previewOf(output) ?? output).key)));
  const grid = await drawn(bytes.filter((one) => one !== null)).catch((thrown: unknown) => {
    // The pictures themselves are kept, whatever becomes of this.
    log.warn({ jobId, err: toError(thrown) }, `the pictures of ${jobId} could not be put on one sheet`);
    return null;
  });
  if (!grid) return undefined;
  const file = `${name}.jpg`;
  const key = await media.put(jobId, file, grid.bytes);
  const { width, height, across } = grid;
  return { key, name: file, mediaType: 'image/jpeg', bytes: grid.bytes.length, width, height, across };

  async function drawn(all: Buffer[]) {
    return all.length < stills.length ? null : pictureGrid(all);
  }
}
