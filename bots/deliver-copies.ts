/** Where a job was shown once more for all to see: with the job, its copies on this platform go. */
import type { Job } from '../core/job.ts';
import type { Chat } from './chat.ts';

export function createDeliverCopies({ platform, remove }: Pick<Chat, 'platform' | 'remove'>) {
  return async function deliverCopies({ copies = [], deletedAt }: Job): Promise<void> {
    if (deletedAt === undefined) return;
    const here = copies.filter(({ post }) => post.platform === platform);
    // One that cannot go yet keeps no other.
    const gone = await Promise.allSettled(here.map(({ post }) => remove(post)));
    for (const one of gone) if (one.status === 'rejected') throw one.reason;
  };
}
