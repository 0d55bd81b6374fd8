/**
 * A job's own post. While the job is on its way the post follows along (see `live.ts`); how it ended is delivered here.
 *
 * Where the post cannot show that to the job's owner, the record says why, and the owner is told another way (see
 * `deliver-outcome.ts`). A post that showed it once, and is removed then, stays removed.
 */
import { jobCard } from '../commands/cards/job-card.ts';
import type { Tools } from '../commands/command.ts';
import { readJobView } from '../commands/job-view.ts';
import type { AwayReason } from '../core/away.ts';
import type { Card } from '../core/card.ts';
import type { Delivery } from '../core/deliveries.ts';
import { UserError } from '../core/errors.ts';
import { isFinal, type Job } from '../core/job.ts';
import type { PostRef } from '../core/people.ts';
import { type Chat, standing } from './chat.ts';
import { createCreateOnce, nonceOf } from './create-once.ts';
import { wantsPing } from './deliver-ping.ts';
import type { LivePosts } from './live.ts';
import { createMorePosts } from './more-posts.ts';
import type { Speech } from './speech.ts';

interface DeliverJobOptions {
  tools: Tools;
  chat: Chat;
  live: LivePosts;
  speech: Speech;
}

/** Whoever asked so lately is still there: nobody is asked about them. */
const presentMs = 60_000;
/** For so long a post that may not be edited is tried, in case we are let in again; what ended before is old news. */
const patienceMs = 7 * 24 * 60 * 60_000;

export function createDeliverJob({ tools, chat, live, speech }: DeliverJobOptions) {
  const { core, log, now } = tools;
  const createOnce = createCreateOnce(tools, chat);
  const morePosts = createMorePosts({ core, chat, log, below: 'post' });

  async function cardOf(job: Job): Promise<Card> {
    return speech.forJob(jobCard(await readJobView(tools, job)), job);
  }

  /** With the post is noted that it shows how the job ended, and that its owner does not see it, or is to be told so. */
  async function keepPost(job: Job, post: PostRef, seen: boolean): Promise<void> {
    const isFirst = isFinal(job.state) && job.shownAt === undefined;
    const shown = isFirst ? { shownAt: now() } : {};
    const away = seen ? {} : { away: job.away ?? { why: 'left' as const } };
    const ping = isFirst && seen && !job.away && (await wantsPing(core, job)) ? { ping: {} } : {};
    await core.jobs.update(job.id, (current) => ({ ...current, ...shown, ...away, ...ping, post }));
  }

  async function noteAway(job: Job, why: AwayReason): Promise<void> {
    log.info({ jobId: job.id, why }, `how ${job.id} ended cannot be shown where it was asked for (${why})`);
    await core.jobs.update(job.id, (one) => (one.away ? null : { ...one, away: { why } }));
  }

  /** Asked once, before the post first shows how the job ended. */
  async function ownerSees({ owner, createdAt, shownAt, post, place }: Job): Promise<boolean> {
    return shownAt !== undefined || now() - createdAt < presentMs || chat.sees(owner, post ?? place);
  }

  async function make(job: Job, delivery: Delivery, card: Card): Promise<PostRef> {
    const made = await createOnce(delivery, job.place, card, nonceOf('j', job.id));
    await keepPost(job, made, true);
    return made;
  }

  async function orShut(making: Promise<PostRef>): Promise<PostRef | 'shut'> {
    try {
      return await making;
    } catch (thrown) {
      if (thrown instanceof UserError) return 'shut';
      throw thrown;
    }
  }

  /** @returns the post, or why it does not show the card. Nothing new is posted where the owner does not see it. */
  async function show(
    job: Job,
    delivery: Delivery,
    card: Card,
    seen: boolean,
  ): Promise<PostRef | AwayReason> {
    if (!job.post) return seen ? orShut(make(job, delivery, card)) : 'left';
    const edited = await chat.edit(job.post, card, 'final');
    if (edited === 'fixed') return replace(job, job.post, delivery, card, seen);
    const post = standing(edited);
    if (post) await keepPost(job, post, seen);
    return post ?? (edited === 'shut' ? 'shut' : job.post.guest ? 'late' : 'gone');
  }

  /** The post can be edited never again: another one takes its place. What has shown the result goes on doing so. */
  async function replace(
    job: Job,
    post: PostRef,
    delivery: Delivery,
    card: Card,
    seen: boolean,
  ): Promise<PostRef | AwayReason> {
    if (job.shownAt !== undefined) return post;
    if (!seen) return 'left';
    const { platform, space, channel, thread } = post;
    const place = { platform, space, channel, thread };
    const made = await orShut(createOnce(delivery, place, card, nonceOf('k', job.id)));
    if (made === 'shut') return made;
    await keepPost(job, made, seen);
    await chat.remove(post).catch((thrown: unknown) => {
      log.info({ jobId: job.id, err: thrown }, `the post of ${job.id} was replaced and could not be removed`);
    });
    return made;
  }

  async function remove(job: Job): Promise<void> {
    await morePosts.remove(job);
    if (job.post) await chat.remove(job.post);
  }

  async function deliverFinal(job: Job, delivery: Delivery): Promise<void> {
    const whole = await cardOf(job);
    const [card, ...more] = job.alone ? [whole] : chat.spread(whole, job.post ?? job.place);
    const seen = await ownerSees(job);
    const shown = await show(job, delivery, card, seen);
    if (typeof shown !== 'string') {
      // What cannot stand below the post is named in it.
      if (more.length > 0 && !(await morePosts.make(job, shown, more)))
        await show({ ...job, post: shown }, delivery, whole, seen);
      return;
    }
    if (now() - (job.finishedAt ?? job.createdAt) > patienceMs) return;
    // Shown once and removed since: somebody wants it gone.
    if (job.shownAt === undefined) await noteAway(job, shown);
    if (shown === 'shut' && job.post) throw new UserError(`the post of ${job.id} may not be edited for now`);
  }

  return async function deliverJob(job: Job, delivery: Delivery): Promise<void> {
    const isOver = isFinal(job.state) || job.deletedAt !== undefined;
    if (isOver) live.forget(job.id);
    // What was sent instead of the post follows as the post does.
    if (job.away) await core.deliveries.wake(chat.platform, { subject: 'outcome', jobId: job.id });
    if (job.ping && job.deletedAt !== undefined)
      await core.deliveries.wake(chat.platform, { subject: 'ping', jobId: job.id });
    if (job.deletedAt !== undefined) await remove(job);
    else if (isOver) await deliverFinal(job, delivery);
    else if (job.post) live.touch(job.id);
    else await make(job, delivery, await cardOf(job));
  };
}
