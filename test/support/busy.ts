/**
 * One channel with many renders running in it, their posts kept up by the real live posts and deliveries on a real
 * chat, with the platform's own limits. Time goes faster than real, for the platform as for us.
 */

import type { Chat } from '../../bots/chat.ts';
import { startDeliveries } from '../../bots/deliveries.ts';
import { startLivePosts } from '../../bots/live.ts';
import { createLock } from '../../bots/lock.ts';
import type { Core } from '../../core/core.ts';
import { newJobId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import type { Place } from '../../core/people.ts';
import { createGestures } from './gestures.ts';
import { testJob } from './jobs.ts';
import { until } from './until.ts';

export const speed = 10;

/** A clock that goes faster from now on. */
export function fastClock(): () => number {
  const startedAt = Date.now();
  return () => startedAt + (Date.now() - startedAt) * speed;
}

export interface Edit {
  message: string;
  urgency: 'progress' | 'final';
  /** By the fast clock. */
  at: number;
}

interface BusyOptions {
  core: Core;
  chat: Chat;
  place: Place;
  count: number;
  now: () => number;
}

export async function startBusyChannel({ core, chat: given, place, count, now }: BusyOptions) {
  const edits: Edit[] = [];
  const chat: Chat = {
    ...given,
    async edit(post, card, urgency) {
      const edited = await given.edit(post, card, urgency);
      if (edited !== null) edits.push({ message: post.message, urgency, at: now() });
      return edited;
    },
  };
  const { tools } = createGestures(core, { now });
  const lock = createLock();
  const live = startLivePosts({ tools, chat, lock });
  const deliveries = startDeliveries({ tools, chat, live, lock });

  const jobs: Job[] = [];
  for (let n = 0; n < count; n += 1) {
    const job = testJob({ id: newJobId(), place, state: 'running', createdAt: now(), startedAt: now() });
    await core.jobs.create(job);
    jobs.push(job);
  }
  const posted = await until(
    async () => {
      const found = await core.jobs.read(jobs.map(({ id }) => id));
      return found.every(({ post }) => post) && found;
    },
    { what: 'every post', within: 60_000 },
  );
  const postOf = new Map(posted.map(({ id, post }) => [id, post?.message ?? '']));

  // Those that had their post first have been edited meanwhile; what counts begins now.
  edits.length = 0;
  let step = 0;
  const feeding = setInterval(() => {
    step += 1;
    const fraction = (step % 100) / 100;
    for (const { id } of jobs)
      void core.progress.set(id, { fraction, step, steps: 1000, previewCount: 0, at: now() }).catch(() => {});
  }, 250);

  return {
    edits,
    jobs,
    messageOf: (job: Job) => postOf.get(job.id) ?? '',
    /** Ends a job. @returns how long its post took to show it, by the fast clock. */
    async finish(job: Job): Promise<number> {
      const message = postOf.get(job.id);
      const startedAt = now();
      const failure = { message: 'the last word', remedy: 'none' };
      await core.jobs.update(job.id, (one) => ({ ...one, state: 'failed', failure, finishedAt: now() }));
      const last = await until(
        () => edits.find((edit) => edit.message === message && edit.urgency === 'final'),
        { what: 'the result', within: 30_000 },
      );
      return last.at - startedAt;
    },
    async close(): Promise<void> {
      clearInterval(feeding);
      await deliveries.close();
      await live.close();
    },
  };
}
