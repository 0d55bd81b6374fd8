/**
 * Deliveries: makes a post show its record. Repeating one edits the same message to the same state.
 *
 * What goes wrong is tried again, less and less often; nothing here costs a render.
 */
import { questionCard } from '../commands/cards/gallery-card.ts';
import type { Tools } from '../commands/command.ts';
import type { Delivery } from '../core/deliveries.ts';
import type { Job } from '../core/job.ts';
import type { Chat } from './chat.ts';
import { nonceOf } from './create-once.ts';
import { createDeliverCopies } from './deliver-copies.ts';
import { createDeliverGallery, type Later } from './deliver-gallery.ts';
import { createDeliverJob } from './deliver-job.ts';
import { createDeliverOutcome } from './deliver-outcome.ts';
import { createDeliverPing } from './deliver-ping.ts';
import { createDeliverProposal } from './deliver-proposal.ts';
import type { LivePosts } from './live.ts';
import type { Lock } from './lock.ts';
import { createSpeech } from './speech.ts';

export interface DeliverOptions {
  tools: Tools;
  chat: Chat;
  live: LivePosts;
  lock: Lock;
}

export function createDeliver({ tools, chat, live, lock }: DeliverOptions) {
  const { core, log, now } = tools;
  const speech = createSpeech(tools);
  const deliverJob = createDeliverJob({ tools, chat, live, speech });
  const deliverOutcome = createDeliverOutcome({ tools, chat, speech });
  const deliverPing = createDeliverPing({ tools, chat, speech });
  const deliverCopies = createDeliverCopies(chat);
  const deliverProposal = createDeliverProposal({ tools, chat, speech });
  const gallery = createDeliverGallery({ tools, chat, speech });

  async function deliverQuestion(job: Job, delivery: Delivery): Promise<void> {
    const { space } = job.place;
    if (space === undefined || (await core.gallery.consent(job.owner, space)) !== 'asked') return;
    const first = await core.deliveries.beginPost(chat.platform, delivery, nonceOf('q', job.id), now());
    const question = questionCard(job, job.post ? chat.link(job.post) : null);
    const card = await speech.forPerson(question, job.owner, job.language);
    const told = await chat.tell(job.owner, card, first);
    if (told === 'refused') await core.gallery.setConsent(job.owner, space, 'ask-next-time');
  }

  /** @returns when it is to be tried again, where nothing is wrong with that. */
  return async function deliver(delivery: Delivery): Promise<Later | null> {
    const { subject, jobId } = delivery;
    // Gallery entries have their own turn: the two posts of a job do not wait for each other.
    return lock(subject === 'job' ? jobId : `${subject}-${jobId}`, async () => {
      if (subject === 'proposal' || subject === 'verdict') {
        await deliverProposal(delivery);
        return null;
      }
      const job = await core.jobs.get(jobId);
      if (!job) {
        log.warn({ jobId }, `delivery for ${jobId}, which has no record, is dropped`);
        return null;
      }
      if (subject === 'gallery') return gallery.deliver(job, delivery);
      if (subject === 'job') await deliverJob(job, delivery);
      else if (subject === 'outcome') await deliverOutcome(job, delivery);
      else if (subject === 'ping') await deliverPing(job, delivery);
      else if (subject === 'copies') await deliverCopies(job);
      else if (subject === 'removal') await gallery.tellRemoved(job, delivery);
      else await deliverQuestion(job, delivery);
      return null;
    });
  };
}
