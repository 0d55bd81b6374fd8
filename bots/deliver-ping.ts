/**
 * The word to a job's owner that its post shows how it ended, for those who want one: an edit notifies nobody, so it is
 * a message of its own, beside the post, that names them and nobody else. It goes when the result is deleted.
 *
 * Who got the result by direct message has been told by that. Where nothing can be written beside the post, it is a
 * direct message; where that is not taken, the post alone says it.
 */
import { pingCard } from '../commands/cards/ping-card.ts';
import type { Tools } from '../commands/command.ts';
import type { Core } from '../core/core.ts';
import type { Delivery } from '../core/deliveries.ts';
import { UserError } from '../core/errors.ts';
import type { Job } from '../core/job.ts';
import type { PostRef } from '../core/people.ts';
import type { Chat } from './chat.ts';
import { nonceOf } from './create-once.ts';
import type { Speech } from './speech.ts';

/** Whoever wants to be told of long ones means those that take longer than this, waiting included. */
const longMs = 60_000;

/** Whether the owner of a job that has ended wants to be told so. Who called it off knows. */
export async function wantsPing({ preferences }: Pick<Core, 'preferences'>, job: Job): Promise<boolean> {
  if (job.state === 'cancelled' && (job.cancelAsked?.by.id ?? job.owner.id) === job.owner.id) return false;
  const { ping = 'never' } = await preferences.of(job.owner);
  return ping === 'always' || (ping === 'long' && (job.finishedAt ?? 0) - job.createdAt > longMs);
}

interface DeliverPingOptions {
  tools: Tools;
  chat: Chat;
  speech: Speech;
}

export function createDeliverPing({ tools, chat, speech }: DeliverPingOptions) {
  const { core, now } = tools;
  const { platform } = chat;

  async function send(job: Job, to: PostRef, delivery: Delivery): Promise<PostRef | null> {
    const first = await core.deliveries.beginPost(platform, delivery, nonceOf('n', job.id), now());
    try {
      // Where we are no member, nothing can be written but the answer itself.
      if (!to.guest)
        return await chat.ping(job.owner, to, await speech.forJob(pingCard(job, null), job), first);
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
    }
    const card = await speech.forPerson(pingCard(job, tools.postLink(to)), job.owner, job.language);
    const given = await chat.give(job.owner, card, first);
    return given === 'refused' ? null : given;
  }

  /** Also one that was made without anybody having noted where it is. */
  async function takeBack({ ping, post }: Job, delivery: Delivery): Promise<void> {
    const begun = post && !ping?.post ? await core.deliveries.begun(platform, delivery) : null;
    const made = ping?.post ?? (begun && post ? await chat.find(chat.below(post), begun) : null);
    if (made) await chat.remove(made);
  }

  return async function deliverPing(job: Job, delivery: Delivery): Promise<void> {
    const { ping, post, deletedAt } = job;
    if (deletedAt !== undefined) return takeBack(job, delivery);
    if (!ping || ping.post || !post) return;
    const made = await send(job, post, delivery);
    if (!made) return;
    const noted = await core.jobs.update(job.id, (one) =>
      one.ping ? { ...one, ping: { post: made } } : null,
    );
    if (noted?.record.deletedAt !== undefined) await chat.remove(made);
  };
}
