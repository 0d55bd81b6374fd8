/** A running job's progress, brought to the progress board: the latest state, now and then, with a small preview. */
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { withPicture } from '../core/picture.ts';
import type { ProgressBoard } from '../core/progress.ts';
import type { Hint } from './backend.ts';
import { sendLatest } from './latest.ts';

export interface Show {
  hear(hint: Extract<Hint, { kind: 'progress' | 'preview' }>): void;
  /** Waits for what is on its way; after that nothing more is written. */
  stop(): Promise<void>;
}

export interface ShowOptions {
  board: Pick<ProgressBoard, 'get' | 'set'>;
  jobId: string;
  everyMs: number;
  log: Log;
}

const previewEdge = 512;

export function showProgress({ board, jobId, everyMs, log }: ShowOptions): Show {
  let where: Omit<Extract<Hint, { kind: 'progress' }>, 'kind'> = { fraction: 0 };
  let preview: Uint8Array | null = null;
  // Counts on from where another worker left off: whoever shows previews knows them by their number.
  let previewCount: number | null = null;

  const sender = sendLatest<null>(everyMs, async () => {
    const picture = preview;
    preview = null;
    try {
      const small = picture && (await shrink(picture));
      previewCount ??= (await board.get(jobId))?.previewCount ?? 0;
      if (small) previewCount += 1;
      const shown = previewCount > 0 ? { preview: 'image/jpeg' as const } : {};
      await board.set(jobId, { ...where, ...shown, previewCount, at: Date.now() }, small ?? undefined);
    } catch (thrown) {
      // Progress is worth no failure: the next one says it all again.
      log.debug({ jobId, err: toError(thrown) }, 'progress could not be shown');
    }
  });

  return {
    hear(hint) {
      if (hint.kind === 'preview') {
        preview = hint.bytes;
      } else {
        const { kind: _kind, ...rest } = hint;
        where = rest;
      }
      sender.offer(null);
    },
    stop: () => sender.stop(),
  };
}

/** Null for bytes that are no picture. */
async function shrink(bytes: Uint8Array): Promise<Uint8Array | null> {
  try {
    return await withPicture(bytes, ({ open }) =>
      open()
        .resize({ width: previewEdge, height: previewEdge, fit: 'inside', withoutEnlargement: true })
        .flatten()
        .jpeg({ quality: 75 })
        .toBuffer(),
    );
  } catch {
    return null;
  }
}
