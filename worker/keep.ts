/** What a run made, brought from the backend into the media store. */
import { shortId } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import type { MediaStore } from '../core/media.ts';
import type { Output } from '../core/output.ts';
import { FileTooLarge, type Made } from './backend.ts';
import { examine } from './examine.ts';

export interface KeepOptions {
  job: Pick<Job, 'id' | 'request'>;
  made: Made[];
  media: MediaStore;
  signal: AbortSignal;
  /** @default 256 MiB */
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

/**
 * Doing it twice keeps nothing twice: the same bytes have the same place in the store.
 * @throws FileGone, PassingError
 */
export async function keepMade(options: KeepOptions): Promise<{ outputs: Output[]; warnings: string[] }> {
  const { job, media, signal, largestFile = 256 * 1024 * 1024 } = options;
  const wanted = worthKeeping(options.made);
  const taken = wanted.slice(0, mostOutputs);
  const outputs: Output[] = [];
  const warnings: string[] = [];
  for (const [index, made] of taken.entries()) {
    // The backend's own names are not to be trusted, and say less than ours.
    const base = `${job.request.workflow.name}-${shortId(job.id)}${taken.length > 1 ? `-${index + 1}` : ''}`;
    try {
      outputs.push(await keepOne(made, base));
    } catch (thrown) {
      if (!(thrown instanceof FileTooLarge)) throw thrown;
      warnings.push(
        `A file of "${made.title}" is larger than ${largestFile / 1024 ** 2} MiB and stays at the server.`,
      );
    }
  }
  if (wanted.length > taken.length) {
    warnings.push(
      `${wanted.length - taken.length} more files stay at the server; at most ${mostOutputs} are taken.`,
    );
  }
  return { outputs, warnings };

  async function keepOne(made: Made, base: string): Promise<Output> {
    const { node, title } = made;
    if (made.kind === 'text') {
      const bytes = Buffer.from(made.text, 'utf8');
      const name = `${base}.txt`;
      const key = await media.put(job.id, name, bytes);
      const text = made.text.slice(0, shownText);
      return { key, name, kind: 'text', mediaType: 'text/plain', bytes: bytes.length, node, title, text };
    }
    const bytes = await made.read(largestFile, signal);
    const { extension, ...what } = await examine(bytes, made.name, made.animated);
    const name = `${base}${extension}`;
    const key = await media.put(job.id, name, bytes);
    const text = what.kind === 'text' ? Buffer.from(bytes).toString('utf8').slice(0, shownText) : undefined;
    return { key, name, ...what, bytes: bytes.length, node, title, ...(text !== undefined && { text }) };
  }
}
