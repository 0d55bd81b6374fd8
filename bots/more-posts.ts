/**
 * The posts below one that shows a job, with the files it has no room for. Each is made once: they are looked for
 * before they are made, from the moment on from which they can be there, and recorded one by one.
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
  /** Below the job's own post, or below the direct message that stands for it. */
  below: 'post' | 'away';
}

type Noted = Pick<Job, 'post' | 'more' | 'alone'>;

const kinds = {
  post: {
    letter: 'm',
    of: (job: Job): Noted => job,
    with: (job: Job, noted: Noted): Job => ({ ...job, ...noted }),
  },
  away: {
    letter: 'd',
    of: (job: Job): Noted => job.away ?? {},
    with: (job: Job, noted: Noted): Job | null =>
      job.away ? { ...job, away: { ...job.away, ...noted } } : null,
  },
} as const;

export function createMorePosts({ core, chat, log, below }: MorePostsOptions) {
  const kind = kinds[below];
  const firstOf = (job: Job, index: number) => ({
    nonce: `${kind.letter}${index}-${job.id.slice(-18)}`,
    since: job.finishedAt ?? job.createdAt,
  });

  /** Where we are no member, one answer is all there is: the rest goes to whoever asked. */
  async function makeOne(job: Job, post: PostRef, card: Card, index: number): Promise<PostRef | 'refused'> {
    const first = firstOf(job, index);
    if (post.guest) return chat.give(job.owner, card, first);
    try {
      return await chat.create(chat.below(post), card, first);
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      log.warn({ jobId: job.id, err: thrown }, `nothing can be posted below the post of ${job.id}`);
      return 'refused';
    }
  }

  return {
    /** @returns whether they stand there; where nothing may be posted, that is recorded instead. */
    async make(job: Job, post: PostRef, cards: readonly Card[]): Promise<boolean> {
      for (const [index, card] of cards.entries()) {
        if (kind.of(job).more?.[index]) continue;
        const made = await makeOne(job, post, card, index);
        if (made === 'refused') {
          await core.jobs.update(job.id, (current) => kind.with(current, { alone: true }));
          return false;
        }
        await core.jobs.update(job.id, (current) =>
          kind.with(current, { more: [...(kind.of(current).more ?? []).slice(0, index), made] }),
        );
      }
      return true;
    },

    /** Also one that was made without anybody having noted where it is. */
    async remove(job: Job): Promise<void> {
      const { post, more: noted = [], alone } = kind.of(job);
      for (const one of noted) await chat.remove(one);
      if (!post || alone || job.outputs.length < 2) return;
      const another = await chat.find(chat.below(post), firstOf(job, noted.length));
      if (another) await chat.remove(another);
    },
  };
}
