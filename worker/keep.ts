/** What a run made, brought from the backend into the media store. */
import { open } from 'node:fs/promises';
import type { Text } from '../core/card.ts';
import { shortId } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { OpenStore } from '../core/media.ts';
import type { Output } from '../core/output.ts';
import { say } from '../core/say.ts';
import { FileRefused, FileTooLarge, type Made } from './backend.ts';
import { type Derived, derive, recorded } from './derive/derive.ts';
import type { Ffmpeg } from './derive/ffmpeg.ts';
import { examine } from './examine.ts';
import { type Grids, makeGrids } from './grid.ts';
import { labelsOf, slugOf } from './labels.ts';

export interface KeepOptions {
  job: Pick<Job, 'id' | 'request'>;
  made: Made[];
  media: Pick<OpenStore, 'get' | 'put' | 'draft' | 'keep'>;
  /** Null where there is none. */
  ffmpeg: Ffmpeg | null;
  log: Log;
  signal: AbortSignal;
  /** @default 512 MiB */
  largestFile?: number;
}

const mostOutputs = 50;
/** Of a text, so much is kept in the record for the card. */
const shownText = 1500;

/** Files that were saved for good; previews only when nothing was saved. Texts come last. */
export function worthKeeping(made: Made[]): Made[] {
  const files = made.filter((one) => one.kind === 'file');
  const saved = files.filter((one) => one.saved);
  return [...(saved.length > 0 ? saved : files), ...made.filter((one) => one.kind === 'text')];
}

export interface Kept {
  outputs: Output[];
  grids: Grids;
  warnings: Text[];
}

/**
 * Doing it twice keeps nothing twice: the same bytes have the same place in the store.
 * @throws FileGone, PassingError, StoreTrouble: the backend still has it then.
 */
export async function keepMade(options: KeepOptions): Promise<Kept> {
  const { job, media, ffmpeg, log, signal, largestFile = 512 * 1024 * 1024 } = options;
  const wanted = worthKeeping(options.made);
  const taken = wanted.slice(0, mostOutputs);
  const outputs: Output[] = [];
  const warnings: Text[] = [];
  const labels = labelsOf(taken);
  for (const [index, made] of taken.entries()) {
    // The backend's own names are not to be trusted, and say less than ours.
    const label = labels.get(made.node);
    const parts = [job.request.workflow.name, shortId(job.id), label ? slugOf(label) : ''];
    if (taken.length > 1) parts.push(String(index + 1));
    try {
      outputs.push(await keepOne(made, parts.filter((part) => part !== '').join('-'), label));
    } catch (thrown) {
      if (thrown instanceof FileTooLarge)
        warnings.push(
          say('A file of "{title}" is larger than {most} MiB and stays at the server.', {
            title: made.title,
            most: String(largestFile / 1024 ** 2),
          }),
        );
      else if (thrown instanceof FileRefused)
        warnings.push(
          say('A file of "{title}" was not fetched: {why}.', { title: made.title, why: thrown.said }),
        );
      else throw thrown;
    }
  }
  if (wanted.length > taken.length) {
    warnings.push(
      say(
        '{n, plural, one {# more file stays} other {# more files stay}} at the server; at most {most} are taken.',
        {
          n: wanted.length - taken.length,
          most: mostOutputs,
        },
      ),
    );
  }
  const name = `${job.request.workflow.name}-${shortId(job.id)}-grid`;
  const grids = await makeGrids({ jobId: job.id, outputs, name, media, log });
  return { outputs, grids, warnings };

  async function keepOne(made: Made, base: string, label?: string): Promise<Output> {
    const { node, title } = made;
    if (made.kind === 'text') {
      const bytes = Buffer.from(made.text, 'utf8');
      const name = `${base}.txt`;
      const key = await media.put(job.id, name, bytes);
      const text = made.text.slice(0, shownText);
      return { key, name, kind: 'text', mediaType: 'text/plain', bytes: bytes.length, node, title, text };
    }
    const draft = await media.draft(made.read(largestFile, signal));
    try {
      const { doubt, extension, ...what } = await examine(draft.path, made.name, made.animated);
      if (doubt)
        warnings.push(say('A file of "{title}" is given as a plain file: {why}.', { title, why: doubt }));
      const name = `${base}${extension}`;
      const text = what.kind === 'text' ? await beginningOf(draft.path) : undefined;
      const examined = { ...what, extension };
      const found = await derive({
        path: draft.path,
        what: examined,
        bytes: draft.bytes,
        ffmpeg,
        log,
        signal,
      });
      if (found.missing)
        warnings.push(say('A file of "{title}" is given as it is: {why}.', { title, why: found.missing }));
      const derived = await recorded(found, (file, suffix) => keepDerived(file, `${base}-${suffix}`));
      const key = await media.keep(draft, job.id, name);
      return {
        key,
        name,
        ...what,
        bytes: draft.bytes,
        node,
        title,
        ...(text !== undefined && { text }),
        ...(label !== undefined && { label }),
        ...derived,
      };
    } finally {
      await draft.discard();
    }
  }

  async function keepDerived({ bytes, extension }: Derived, base: string) {
    const name = `${base}${extension}`;
    return { key: await media.put(job.id, name, bytes), name, bytes: bytes.length };
  }
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    // A character has at most four bytes; one that is cut in the middle lies beyond what is shown.
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4 * shownText + 4), 0);
    return buffer.toString('utf8', 0, bytesRead).slice(0, shownText);
  } finally {
    await file.close();
  }
}
