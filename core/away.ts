/** What becomes of a result that its owner cannot be shown where they asked for it. */
import { z } from 'zod';
import { postRefSchema } from './people.ts';

/**
 * `gone`: the post was deleted before it showed how the job ended, or its channel was. `shut`: we may not write there
 * (any more). `late`: it could be edited only for a while, and that is over. `left`: the owner cannot see it any more.
 */
export const awayReasons = ['gone', 'shut', 'late', 'left'] as const;
export type AwayReason = (typeof awayReasons)[number];

export const awaySchema = z.object({
  why: z.enum(awayReasons),
  /** The direct message that shows it instead. */
  post: postRefSchema.optional(),
  /** Messages with the files that the first one does not hold. */
  more: z.array(postRefSchema).optional(),
  /** Those were not taken: the first message says so. */
  alone: z.boolean().optional(),
  /** They take no direct messages: it is said with their next command. */
  waits: z.boolean().optional(),
});
