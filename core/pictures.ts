/** The pictures among a job's outputs: what people count, look at one by one, and go on from. */
import type { Job } from './job.ts';
import { type Output, previewOf } from './output.ts';

export interface JobPicture {
  /** As people count them, from 1. */
  number: number;
  /** Its place among the outputs, from 0. */
  index: number;
  output: Output;
}

/** Stills only: what moves is looked at as it is. */
export function picturesOf({ outputs }: Pick<Job, 'outputs'>): JobPicture[] {
  return outputs
    .map((output, index) => ({ output, index }))
    .filter(({ output }) => isStill(output))
    .map((one, index) => ({ ...one, number: index + 1 }));
}

function isStill({ kind, preview }: Output): boolean {
  return kind === 'image' || (kind === 'file' && preview !== undefined);
}

/** Workflows load these whatever server runs them. */
const loadable = /^image\/(png|jpeg|webp)$/;

/** The file that a workflow starts from: the picture itself, or what was made of it where no workflow could read it. */
export function startingFile(output: Output): Pick<Output, 'key' | 'mediaType' | 'width' | 'height'> | null {
  return [output, previewOf(output)].find((one) => one && loadable.test(one.mediaType)) ?? null;
}

/** More of them are shown one by one, in as many posts as it takes. */
const mostInGrid = 16;

/** Whether they are one batch, to be shown on one sheet: several results with names of their own are not. */
export function isBatch(outputs: readonly Output[]): boolean {
  const stills = picturesOf({ outputs: [...outputs] });
  const named = outputs.some(({ label }) => label !== undefined);
  return stills.length > 1 && stills.length <= mostInGrid && !named;
}
