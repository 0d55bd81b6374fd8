/**
 * A file that a job is made of, by its key in the media store: one that somebody attached, or what another job made,
 * which is used where it lies. It is there for as long as that job's files are.
 */
import type { Core } from './core.ts';
import { folderOf } from './media/key.ts';
import { startingFile } from './pictures.ts';

export interface Material {
  mediaType: string;
  /** The job that made it; absent for what was attached. */
  by?: string;
}

/** Null when it is not there any more. */
export async function findMaterial(
  { attachments, jobs }: Pick<Core, 'attachments' | 'jobs'>,
  key: string,
): Promise<Material | null> {
  const folder = folderOf(key);
  if (attachments.isFolder(folder)) return attachments.get(key);
  const job = await jobs.get(folder);
  if (!job || job.deletedAt !== undefined || job.sweptAt !== undefined) return null;
  const file = job.outputs.map(startingFile).find((one) => one?.key === key);
  return file ? { mediaType: file.mediaType, by: job.id } : null;
}
