/** Everything that is kept, opened together: what an entry point hands to the commands, the bots and the worker. */
import { createAttachments } from './attachments.ts';
import { createBlocks } from './blocks.ts';
import { createCommit } from './commit.ts';
import { createDeliveries } from './deliveries.ts';
import { createDrafts } from './drafts.ts';
import { createEstimates } from './estimate.ts';
import { createGallery } from './gallery.ts';
import { createHabits } from './habits.ts';
import { createHouseRules } from './house-rules.ts';
import type { JobWatch } from './job-watch.ts';
import { createJobs } from './jobs.ts';
import { createAddedWorkflows } from './library/added.ts';
import { createChanges } from './library/changes.ts';
import { createWorkflowFiles } from './library/files.ts';
import { createProposals } from './library/proposals.ts';
import { createReadings } from './library/readings.ts';
import { createLinks } from './links.ts';
import { type MediaOptions, openMediaStore } from './media.ts';
import { createModeration } from './moderation.ts';
import { createPauses } from './pauses.ts';
import { createPreferences } from './preferences.ts';
import { createPresets } from './presets.ts';
import { createProgressBoard } from './progress.ts';
import { createRenderQueue } from './queue.ts';
import { answers, openRedis } from './redis.ts';
import { createSignal } from './signal.ts';
import { createSnapshots } from './snapshots.ts';
import { createTongues } from './tongues.ts';
import { createUnanswered } from './unanswered.ts';
import { createWorkerBoard } from './workers.ts';

export type Core = Awaited<ReturnType<typeof openCore>>;

export interface CoreOptions {
  redisUrl: string;
  mediaUrl: string;
  media?: MediaOptions;
  /** Begins every key, so that tests and installations can share a server. @default "rv" */
  prefix?: string;
  watch?: JobWatch;
}

export async function openCore({
  redisUrl,
  mediaUrl,
  media: mediaOptions,
  prefix = 'rv',
  watch,
}: CoreOptions) {
  const redis = openRedis(redisUrl);
  await redis.connect();
  const media = openMediaStore(mediaUrl, mediaOptions);
  const links = createLinks(redis, prefix);
  const queue = createRenderQueue(redis, prefix, links);
  const commit = createCommit(redis, prefix);
  const libraryChanges = createChanges(redis, prefix);
  const changed = libraryChanges.tell;
  return {
    redis,
    prefix,
    /** Whether there is a connection to the store. */
    isConnected: () => redis.status === 'ready',
    /** Whether the store answers, asked now. */
    answers: (withinMs: number) => answers(redis, withinMs),
    queue,
    deliveries: createDeliveries(redis, prefix, commit),
    unanswered: createUnanswered(redis, prefix),
    drafts: createDrafts(redis, prefix),
    links,
    jobs: createJobs(redis, prefix, links, commit, watch),
    snapshots: createSnapshots(redis, prefix),
    progress: createProgressBoard(redis, prefix),
    media,
    attachments: createAttachments({ redis, prefix, media, links }),
    workers: createWorkerBoard(redis, prefix),
    gallery: createGallery(redis, prefix, commit),
    houseRules: createHouseRules(redis, prefix),
    preferences: createPreferences(redis, prefix, links),
    moderation: createModeration(redis, prefix),
    blocks: createBlocks(redis, prefix, links),
    pauses: createPauses(redis, prefix),
    tongues: createTongues(redis, prefix),
    presets: createPresets(redis, prefix, links, commit),
    habits: createHabits(redis, prefix, links),
    estimates: createEstimates(redis, prefix),
    /** Sent when a cancel was asked for of a job that a worker holds. */
    cancels: createSignal(redis, `${prefix}:cancel`),
    /** The workflows' files, what workers have read in them, and those that were added in chats. */
    workflowFiles: createWorkflowFiles({ redis, media, changed }, prefix),
    readings: createReadings({ redis, changed }, prefix),
    addedWorkflows: createAddedWorkflows({ redis, commit, changed }, prefix),
    proposals: createProposals({ redis, commit }, prefix),
    libraryChanges,
    async close(): Promise<void> {
      await queue.close();
      await media.close();
      redis.disconnect();
    },
  };
}
