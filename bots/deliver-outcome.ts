/**
 * The word to a job's owner where its post cannot show them how it ended: a direct message with all the post would
 * have, and why it comes this way. Where they take none, it waits for their next command (see `untold.ts`).
 */
import { outcomeCard } from '../commands/cards/outcome-card.ts';
import type { Tools } from '../commands/command.ts';
import { readJobView } from '../commands/job-view.ts';
import type { Delivery } from '../core/deliveries.ts';
import type { Job } from '../core/job.ts';
import type { PostRef } from '../core/people.ts';
import { type Chat, standing } from './chat.ts';
import { nonceOf } from './create-once.ts';
import { createMorePosts } from './more-posts.ts';
import type { Speech } from './speech.ts';

type Away = NonNullable<Job['away']>;

interface DeliverOutcomeOptions {
  tools: Tools;
  chat: Chat;
  speech: Speech;
}

export function createDeliverOutcome({ tools, chat, speech }: DeliverOutcomeOptions) {
  const { core, log, now } = tools;
  const morePosts = createMorePosts({ core, chat, log, below: 'away' });

  async function note(job: Job, about: Partial<Away>): Promise<void> {
    await core.jobs.update(job.id, (one) => (one.away ? { ...one, away: { ...one.away, ...about } } : null));
  }

  async function show(job: Job, away: Away, delivery: Delivery): Promise<void> {
    const told = outcomeCard(await readJobView(tools, job), away.why);
    const whole = await speech.forPerson(told, job.owner, job.language);
    const direct = { platform: chat.platform, channel: '' };
    const [card, ...more] = away.alone ? [whole] : chat.spread(whole, away.post ?? direct);
    let post: PostRef | null;
    if (away.post) post = standing(await chat.edit(away.post, card, 'final'));
    else {
      const first = await core.deliveries.beginPost(chat.platform, delivery, nonceOf('o', job.id), now());
      const given = await chat.give(job.owner, card, first);
      if (given === 'refused') {
        log.info({ jobId: job.id }, `${job.id} waits for the next command of its owner`);
        return note(job, { waits: true });
      }
      post = given;
    }
    if (!post) return;
    await note(job, { post });
    if (more.length > 0 && !(await morePosts.make(job, post, more))) await chat.edit(post, whole, 'final');
  }

  return async function deliverOutcome(job: Job, delivery: Delivery): Promise<void> {
    const { away, deletedAt } = job;
    if (!away) return;
    if (deletedAt === undefined) {
      // What was said already is not said again; what waits is said once.
      if (away.waits === undefined) await show(job, away, delivery);
      return;
    }
    if (away.waits) await note(job, { waits: false });
    await morePosts.remove(job);
    if (away.post) await chat.remove(away.post);
  };
}
