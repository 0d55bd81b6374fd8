/** All pictures of a batch on sheets: made once, when they are kept, and looked at in their place. */
import { pictureGrid } from '../core/contact-sheet.ts';
import { toError } from '../core/errors.ts';
import type { Job, Sheet } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { MediaStore } from '../core/media.ts';
import { type Output, previewOf } from '../core/output.ts';
import { isBatch, partsOf, picturesOf } from '../core/pictures.ts';

interface Gridding {
  jobId: string;
  outputs: Output[];
  /** What its file is called, without an ending. */
  name: string;
  media: Pick<MediaStore, 'get' | 'put'>;
  log: Log;
}

/** As a job's record has them. */
export type Grids = Pick<Job, 'grid' | 'moreGrids'>;

/** None where there is nothing to put together, or one cannot be drawn: the pictures are shown one by one then. */
export async function makeGrids({ jobId, outputs, name, media, log }: Gridding): Promise<Grids> {
  if (!isBatch(outputs)) return {};
  const stills = picturesOf({ outputs });
  const sheets: Sheet[] = [];
  for (const [index, part] of partsOf(stills.length).entries()) {
    const sheet = await sheetOf(part, index === 0 ? `${name}.jpg` : `${name}-${index + 1}.jpg`);
    if (!sheet) return {};
    sheets.push(sheet);
  }
  const [grid, ...moreGrids] = sheets;
  return { ...(grid && { grid }), ...(moreGrids.length > 0 && { moreGrids }) };

  async function sheetOf({ from, to }: { from: number; to: number }, file: string): Promise<Sheet | null> {
    const grid = await drawn(from, to).catch((thrown: unknown) => {
      // The pictures themselves are kept, whatever becomes of this.
      log.warn({ jobId, err: toError(thrown) }, `the pictures of ${jobId} could not be put on one sheet`);
      return null;
    });
    if (!grid) return null;
    const key = await media.put(jobId, file, grid.bytes);
    const { width, height, across } = grid;
    return { key, name: file, mediaType: 'image/jpeg', bytes: grid.bytes.length, width, height, across };
  }

  async function drawn(from: number, to: number) {
    const part = stills.slice(from - 1, to);
    const bytes = await Promise.all(part.map(({ output }) => media.get((previewOf(output) ?? output).key)));
    const all = bytes.filter((one) => one !== null);
    return all.length < part.length ? null : pictureGrid(all, from);
  }
}
