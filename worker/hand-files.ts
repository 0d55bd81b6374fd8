/** Hands what people attached for a job to the backend that is about to run it. */
import type { Core } from '../core/core.ts';
import type { Job } from '../core/job.ts';
import { isFileInput, type Workflow } from '../core/workflow.ts';
import type { Backend } from './backend.ts';
import { JobFailure } from './failure.ts';

interface Handing {
  core: Pick<Core, 'attachments' | 'media'>;
  backend: Pick<Backend, 'hand'>;
  job: Job;
  workflow: Workflow;
  signal: AbortSignal;
}

/**
 * Each time anew: a backend that was started again since, or another one, does not have them.
 * @returns what the backend calls each, by its key. @throws JobFailure, PassingError
 */
export async function handFiles({
  core,
  backend,
  job,
  workflow,
  signal,
}: Handing): Promise<Map<string, string>> {
  const handed = new Map<string, string>();
  for (const [name, input] of Object.entries(workflow.inputs)) {
    const key = job.request.values[name];
    if (!isFileInput(input) || typeof key !== 'string' || handed.has(key)) continue;
    const [attachment, bytes] = await Promise.all([core.attachments.get(key), core.media.get(key)]);
    if (!attachment || !bytes) {
      throw new JobFailure({
        message: 'What it was to be made from is not kept any more.',
        remedy: 'Attach it again and render.',
      });
    }
    handed.set(key, await backend.hand({ key, mediaType: attachment.mediaType, bytes }, signal));
  }
  return handed;
}
