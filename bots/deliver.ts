/**
 * Deliveries: makes a post show its record. Repeating one edits the same message to the same state.
 *
 * What goes wrong is tried again, less and less often; nothing here costs a render.
 */
import { galleryCard, questionCard } from '../commands/cards/gallery-card.ts';
import type { Tools } from '../commands/command.ts';
import type { Delivery } from '../core/deliveries.ts';
import { UserError } from '../core/errors.ts';
import { isShown } from '../core/gallery.ts';
import type { Job } from '../core/job.ts';
import type { PostRef } from '../core/people.ts';
import { type Chat, standing } from './chat.ts';
import { createCreateOnce, nonceOf } from './create-once.ts';
import { createDeliverJob } from './deliver-job.ts';
import { createDeliverOutcome } from './deliver-outcome.ts';
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
  const createOnce = createCreateOnce(tools, chat);
  const deliverJob = createDeliverJob({ tools, chat, live, speech });
  const deliverOutcome = createDeliverOutcome({ tools, chat, speech });
  const deliverProposal = createDeliverProposal({ tools, chat, speech });

  /** A gallery post that was begun, and made, without anybody having noted where it is. */
  async function unrecorded(job: Job, space: string, delivery: Delivery): Promise<PostRef | null> {
    const begun = await core.deliveries.begun(chat.platform, delivery);
    const channel = begun && (await tools.galleryChannel(job.place));
    return begun && channel ? chat.find({ platform: chat.platform, space, channel }, begun) : null;
  }

  async function deliverGallery(job: Job, delivery: Delivery): Promise<void> {
    const entry = await core.gallery.entry(job.id);
    const { space } = job.place;
    if (!entry || space === undefined) return;
    const consent = await core.gallery.consent(job.owner, space);
    const keep = (post: PostRef | undefined) => core.gallery.keepPost(job.id, post);

    // What was swept can be shown only where it stands already.
    const gone = job.deletedAt !== undefined || (job.sweptAt !== undefined && !entry.post);
    if (!isShown(entry, consent, gone)) {
      const post = entry.post ?? (await unrecorded(job, space, delivery));
      if (!post) return;
      await chat.remove(post);
      await keep(undefined);
      return;
    }
    const told = galleryCard(job, job.post ? chat.link(job.post) : null);
    const card = await speech.forPlace(told, job.place, job.language);
    if (entry.post) {
      const edited = await chat.edit(entry.post, card, 'final');
      // Somebody with the power to do so removed it from the gallery; it is not put back.
      const post = standing(edited);
      if (post) await keep(post);
      else if (edited === 'shut') throw new UserError('I may not write in the gallery for now.');
      return;
    }
    const channel = await tools.galleryChannel(job.place);
    if (channel === null) {
      log.warn({ jobId: job.id, space }, `no gallery channel to show ${job.id} in`);
      return;
    }
    // A post that was taken down and is shown again is a new post: the revision keeps the nonces apart.
    const nonce = nonceOf(`g${entry.revision}`, job.id);
    await keep(await createOnce(delivery, { platform: chat.platform, space, channel }, card, nonce));
  }

  async function deliverQuestion(job: Job, delivery: Delivery): Promise<void> {
    const { space } = job.place;
    if (space === undefined || (await core.gallery.consent(job.owner, space)) !== 'asked') return;
    const first = await core.deliveries.beginPost(chat.platform, delivery, nonceOf('q', job.id), now());
    const question = questionCard(job, job.post ? chat.link(job.post) : null);
    const card = await speech.forPerson(question, job.owner, job.language);
    const told = await chat.tell(job.owner, card, first);
    if (told === 'refused') await core.gallery.setConsent(job.owner, space, 'ask-next-time');
  }

  return async function deliver(delivery: Delivery): Promise<void> {
    const { subject, jobId } = delivery;
    // Gallery entries have their own turn: the two posts of a job do not wait for each other.
    await lock(subject === 'job' ? jobId : `${subject}-${jobId}`, async () => {
      if (subject === 'proposal' || subject === 'verdict') return deliverProposal(delivery);
      const job = await core.jobs.get(jobId);
      if (!job) {
        log.warn({ jobId }, `delivery for ${jobId}, which has no record, is dropped`);
        return;
      }
      if (subject === 'job') await deliverJob(job, delivery);
      else if (subject === 'outcome') await deliverOutcome(job, delivery);
      else if (subject === 'gallery') await deliverGallery(job, delivery);
      else await deliverQuestion(job, delivery);
    });
  };
}
