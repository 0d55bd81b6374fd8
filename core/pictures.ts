/** The pictures among a job's outputs: what people count, look at one by one, and go on from. */
import type { Job, Sheet } from './job.ts';
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

/** More pictures than these are not told apart on one sheet, nor is one of so many buttons found. */
const mostTogether = 16;

/** The numbers of the pictures that stand together, in their order. Fours fill the rows of a sheet. */
export function partsOf(count: number): { from: number; to: number }[] {
  const parts = Math.ceil(count / mostTogether);
  const each = parts === 1 ? count : Math.ceil(count / parts / 4) * 4;
  return Array.from({ length: parts }, (_, part) => ({
    from: part * each + 1,
    to: Math.min(count, (part + 1) * each),
  }));
}

/** Whether they are one batch, to be shown on sheets: several results with names of their own are not. */
export function isBatch(outputs: readonly Output[]): boolean {
  return (
    picturesOf({ outputs: [...outputs] }).length > 1 && outputs.every(({ label }) => label === undefined)
  );
}

/** The sheets that a batch is shown on, one for each of its parts. */
export function sheetsOf({ grid, moreGrids = [] }: Pick<Job, 'grid' | 'moreGrids'>): Sheet[] {
  return grid ? [grid, ...moreGrids] : [];
}
