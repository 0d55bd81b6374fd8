/**
 * The posts below a job's own that hold the files it has no room for. Each is made once: they are looked for before
 * they are made, from the moment on from which they can be there, and recorded one by one.
 */

import type { Card } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import { UserError } from '../core/errors.ts';
import type { Job } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { PostRef } from '../core/people.ts';
import type { Chat } from './chat.ts';

interface MorePostsOptions {
  core: Pick<Core, 'jobs'>;
  chat: Chat;
  log: Log;
}

export function createMorePosts({ core, chat, log }: MorePostsOptions) {
  const firstOf = (job: Job, index: number) => ({
    nonce: `m${index}-${job.id.slice(-18)}`,
    since: job.finishedAt ?? job.createdAt,
  });

  return {
    /** @returns whether they stand there; where nothing may be posted, that is recorded instead. */
    async make(job: Job, post: PostRef, cards: readonly Card[]): Promise<boolean> {
      for (const [index, card] of cards.entries()) {
        if (job.more?.[index]) continue;
        try {
          const made = await chat.create(chat.below(post), card, firstOf(job, index));
          await core.jobs.update(job.id, (current) => ({
            ...current,
            more: [...(current.more ?? []).slice(0, index), made],
          }));
        } catch (thrown) {
          if (!(thrown instanceof UserError)) throw thrown;
          log.warn({ jobId: job.id, err: thrown }, `nothing can be posted below the post of ${job.id}`);
          await core.jobs.update(job.id, (current) => ({ ...current, alone: true }));
          return false;
        }
      }
      return true;
    },

    /** Also one that was made without anybody having noted where it is. */
    async remove(job: Job): Promise<void> {
      const noted = job.more ?? [];
      for (const post of noted) await chat.remove(post);
      if (!job.post || job.alone || job.outputs.length < 2) return;
      const another = await chat.find(chat.below(job.post), firstOf(job, noted.length));
      if (another) await chat.remove(another);
    },
  };
}
