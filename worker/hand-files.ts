/** Hands the files that a job is made of to the backend that is about to run it. */
import type { Core } from '../core/core.ts';
import type { Job } from '../core/job.ts';
import { findMaterial } from '../core/made-of.ts';
import { say } from '../core/say.ts';
import { isFileInput, type Workflow } from '../core/workflow.ts';
import type { Backend } from './backend.ts';
import { JobFailure } from './failure.ts';

interface Handing {
  core: Pick<Core, 'attachments' | 'jobs' | 'media'>;
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
    const [material, bytes] = await Promise.all([findMaterial(core, key), core.media.get(key)]);
    if (!material || !bytes) {
      throw new JobFailure({
        message: say('What it was to be made from is not kept any more.'),
        remedy: say('Start from another picture, or attach it again.'),
      });
    }
    handed.set(key, await backend.hand({ key, mediaType: material.mediaType, bytes }, signal));
  }
  return handed;
}
