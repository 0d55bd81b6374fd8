/**
 * Deliveries: makes a post show its record. Repeating one edits the same message to the same state.
 *
 * What may pass is thrown, and the queue tries again for hours; nothing here costs a render.
 */
import { Worker } from 'bullmq';
import { galleryCard, questionCard } from '../commands/cards/gallery-card.ts';
import { jobCard } from '../commands/cards/job-card.ts';
import type { Tools } from '../commands/command.ts';
import { readJobView } from '../commands/job-view.ts';
import { type Delivery, deliveryBackoff, deliveryQueueName, deliverySchema } from '../core/deliveries.ts';
import { isShown } from '../core/gallery.ts';
import { isFinal, type Job } from '../core/job.ts';
import type { PostRef } from '../core/people.ts';
import type { Chat } from './chat.ts';
import type { LivePosts } from './live.ts';
import type { Lock } from './lock.ts';

interface DeliverOptions {
  tools: Tools;
  chat: Chat;
  live: LivePosts;
  lock: Lock;
}

/** At most 25 characters, the same for every try: the platform gives back the post it already made. */
const nonce = (subject: string, jobId: string) => `${subject}-${jobId.slice(-18)}`;

export function createDeliver({ tools, chat, live, lock }: DeliverOptions) {
  const { core, log, now } = tools;

  async function keepPost(job: Job, post: PostRef): Promise<void> {
    await core.jobs.update(job.id, (current) => ({ ...current, post }));
  }

  async function deliverJob(job: Job): Promise<void> {
    if (job.deletedAt !== undefined) {
      if (job.post) await chat.remove(job.post);
      return;
    }
    if (job.post && !isFinal(job.state)) {
      live.touch(job.id);
      return;
    }
    const card = jobCard(await readJobView(core, job, now()));
    if (!job.post) {
      await keepPost(job, await chat.create(job.place, card, nonce('j', job.id)));
      return;
    }
    const edited = await chat.edit(job.post, card, 'final');
    if (edited === 'gone')
      log.info({ job: job.id }, `the post of ${job.id} is gone; its result stays in the record`);
    else if (edited) await keepPost(job, edited);
  }

  async function deliverGallery(job: Job): Promise<void> {
    const entry = await core.gallery.entry(job.id);
    const { space } = job.place;
    if (!entry || space === undefined) return;
    const consent = await core.gallery.consent(job.owner, space);
    const keep = (post: PostRef | undefined) => core.gallery.update(job.id, (one) => ({ ...one, post }));

    // What was swept can be shown only where it stands already.
    const gone = job.deletedAt !== undefined || (job.sweptAt !== undefined && !entry.post);
    if (!isShown(entry, consent, gone)) {
      if (!entry.post) return;
      await chat.remove(entry.post);
      await keep(undefined);
      return;
    }
    const card = galleryCard(job, job.post ? chat.link(job.post) : null);
    if (entry.post) {
      const edited = await chat.edit(entry.post, card, 'final');
      // Somebody with the power to do so removed it from the gallery; it is not put back.
      if (edited !== 'gone' && edited) await keep(edited);
      return;
    }
    const channel = await tools.galleryChannel(job.place);
    if (channel === null) {
      log.warn({ job: job.id, space }, `no gallery channel to show ${job.id} in`);
      return;
    }
    // A post that was taken down and is shown again is a new post: the revision keeps the nonces apart.
    const post = await chat.create(
      { platform: chat.platform, space, channel },
      card,
      nonce(`g${entry.revision}`, job.id),
    );
    await keep(post);
  }

  async function deliverQuestion(job: Job): Promise<void> {
    const { space } = job.place;
    if (space === undefined || (await core.gallery.consent(job.owner, space)) !== 'asked') return;
    const told = await chat.tell(job.owner, questionCard(job, job.post ? chat.link(job.post) : null));
    if (told === 'refused') await core.gallery.setConsent(job.owner, space, 'ask-next-time');
  }

  return async function deliver({ subject, jobId }: Delivery): Promise<void> {
    // Gallery entries have their own turn: the two posts of a job do not wait for each other.
    await lock(subject === 'job' ? jobId : `${subject}-${jobId}`, async () => {
      const job = await core.jobs.get(jobId);
      if (!job) {
        log.warn({ job: jobId }, `delivery for ${jobId}, which has no record, is dropped`);
        return;
      }
      if (subject === 'job') await deliverJob(job);
      else if (subject === 'gallery') await deliverGallery(job);
      else await deliverQuestion(job);
    });
  };
}

/** Takes deliveries of one platform from the queue until closed. */
export function startDeliveries(options: DeliverOptions & { concurrency?: number }) {
  const { tools, chat } = options;
  const deliver = createDeliver(options);
  // BullMQ leaves a connection it was handed open; it is closed with the worker.
  const connection = tools.core.redis.duplicate();
  connection.on('error', () => {});
  const worker = new Worker<Delivery>(
    deliveryQueueName(chat.platform),
    (job) => deliver(deliverySchema.parse(job.data)),
    {
      connection,
      prefix: `${tools.core.prefix}:bull`,
      concurrency: options.concurrency ?? 10,
      settings: { backoffStrategy: deliveryBackoff },
      // A delivery takes seconds; one whose process died is taken up again soon.
      lockDuration: 10_000,
      stalledInterval: 5000,
      maxStalledCount: 100,
    },
  );
  worker.on('error', (error) =>
    tools.log.warn({ err: error }, 'the delivery queue is out of reach for a moment'),
  );
  worker.on('failed', (job, error) =>
    tools.log.warn(
      { err: error, delivery: job?.data, attempt: job?.attemptsMade },
      `delivery failed: ${error.message}`,
    ),
  );
  return {
    async close(): Promise<void> {
      await worker.close();
      connection.disconnect();
    },
  };
}
