/** Copies: where a render was shown once more for all to see, besides its own post. They go when it is deleted. */
import { z } from 'zod';
import { postRefSchema } from './people.ts';

/** Of those that came before, nobody knows any more where they stand. */
const mostCopies = 20;

export const copySchema = z.object({
  post: postRefSchema,
  /** It shows only this one of several pictures (from 1). */
  picture: z.number().int().positive().optional(),
});
export type Copy = z.infer<typeof copySchema>;

interface Copied {
  copies?: Copy[] | undefined;
}

export function withCopy<Of extends Copied>(job: Of, copy: Copy): Of {
  return { ...job, copies: [...(job.copies ?? []), copy].slice(-mostCopies) };
}
