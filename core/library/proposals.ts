/**
 * Proposals: workflows that somebody attached in a chat, on their way to be used there.
 *
 *   draft ──► open ──► accepted
 *     │   asked   └──► declined     (both by an instructor, whoever presses first)
 *     └──────────────► accepted     (by an instructor who attached it)
 *
 * A draft is only known to whoever attached it. An open one has a post in the channel where it was attached, with the
 * buttons; that post and the word to whoever proposed it are projections of the record, brought up to date by
 * deliveries. What was decided stays decided.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Commit, Owed } from '../commit.ts';
import { newJobId } from '../ids.ts';
import { type Person, personSchema, placeSchema, postRefSchema } from '../people.ts';
import { createRecords } from '../records.ts';
import { workflowFileSchema, workflowNameSchema } from './source.ts';

/** How long there is time to decide. The file is kept for as long. */
export const proposalMs = 7 * 24 * 60 * 60 * 1000;

export const newProposalId = (now?: number): string => newJobId(now).replace('job-', 'flow-');
export const proposalIdSchema = z.string().regex(/^flow-[0-9a-hjkmnp-tv-z]{26}$/, 'is no proposal');

const proposalSchema = z.object({
  id: proposalIdSchema,
  revision: z.number().int().nonnegative(),
  state: z.enum(['draft', 'open', 'accepted', 'declined']),
  name: workflowNameSchema,
  place: placeSchema,
  file: workflowFileSchema,
  /** A side file's text. */
  side: z.string().nullable(),
  by: personSchema,
  createdAt: z.number(),
  decidedBy: personSchema.optional(),
  post: postRefSchema.optional(),
});
export type Proposal = z.infer<typeof proposalSchema>;

export function createProposals({ redis, commit }: { redis: Redis; commit: Commit }, prefix: string) {
  const recordPrefix = `${prefix}:workflows:proposal`;
  const records = createRecords<Proposal>(
    { redis, commit },
    recordPrefix,
    proposalSchema,
    (after, before) => {
      const { platform } = after.place;
      const owes: Owed[] = [];
      if (
        after.state !== before?.state &&
        before !== null &&
        (after.state === 'open' || before.state === 'open')
      )
        owes.push({ platform, subject: 'proposal', jobId: after.id });
      if (before?.state === 'open' && after.decidedBy)
        owes.push({ platform, subject: 'verdict', jobId: after.id });
      return { steps: [['PEXPIRE', `${recordPrefix}:${after.id}`, String(2 * proposalMs)]], owes };
    },
  );

  return {
    create: (proposal: Proposal) => records.create(proposal),
    get: records.get,
    /** False when it is not a draft any more. */
    async open(id: string): Promise<boolean> {
      const result = await records.update(id, (one) =>
        one.state === 'draft' ? { ...one, state: 'open' } : null,
      );
      return result?.changed ?? false;
    },
    /** @returns as it stands then, and whether this call decided it; null when it is gone. */
    decide: (id: string, state: 'accepted' | 'declined', decidedBy: Person) =>
      records.update(id, (one) =>
        one.state === 'draft' || one.state === 'open' ? { ...one, state, decidedBy } : null,
      ),
    keepPost: (id: string, post: Proposal['post']) => records.update(id, (one) => ({ ...one, post })),
  };
}
