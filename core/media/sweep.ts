/**
 * The sweep: takes files away that nobody is to see any more. Once an hour, by one process of all.
 *
 * - of a job that was deleted: in case they could not be removed at once
 * - of a job that has no record: a day after its id was made
 * - of a job that ended longer ago than files are kept, where that is limited; what the gallery shows stays
 * - that somebody attached, when the last job that was made of it is one of these
 *
 * What a job that is on its way is made of stays until it is done.
 *
 * A store belongs to the Redis that its first files were recorded in. Under another Redis, or one that was emptied,
 * every file would look as if it had no record: then only files of jobs that are on record are taken away.
 */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Attachments } from '../attachments.ts';
import { toError } from '../errors.ts';
import type { Gallery } from '../gallery.ts';
import { isShown } from '../gallery-entry.ts';
import { jobIdSchema, timeOf } from '../ids.ts';
import { isActive, type Job } from '../job.ts';
import type { Jobs } from '../jobs.ts';
import type { Log } from '../log.ts';
import type { OpenStore } from '../media.ts';
import { folderOf } from './key.ts';

export interface SweepOptions {
  core: {
    redis: Redis;
    prefix: string;
    jobs: Jobs;
    gallery: Gallery;
    media: OpenStore;
    attachments: Attachments;
  };
  /** Files of a job that ended longer ago are taken away; undefined keeps them for good. */
  keepDays?: number | undefined;
  log: Log;
  now?: () => number;
  /** @default an hour */
  everyMs?: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const hourMs = 60 * 60 * 1000;
/** The first one comes a while after the start, when there is less to do. */
const firstMs = 60_000;

export interface Swept {
  folders: number;
  /** Folders without a record that were left, because this store is another Redis's. */
  strangers: number;
}

/** One round, or null when another process has done it or is at it. */
export function createSweep({ core, keepDays, log, now = Date.now, everyMs = hourMs }: SweepOptions) {
  const { redis, prefix, jobs, gallery, media, attachments } = core;

  async function ownsTheStore(): Promise<boolean> {
    const key = `${prefix}:installation`;
    await redis.set(key, randomUUID(), 'NX');
    const ours = (await redis.get(key)) ?? '';
    return (await media.claim(ours)) === ours;
  }

  async function shows(job: Job): Promise<boolean> {
    const entry = await gallery.entry(job.id);
    if (!entry) return false;
    const { space } = job.place;
    const consent = space === undefined ? null : await gallery.consent(job.owner, space);
    return isShown(entry, { consent, deleted: false });
  }

  /** Folders of jobs whose outputs others that are on their way start from. */
  async function inUse(): Promise<ReadonlySet<string>> {
    // Where files are kept for good, none is asked for.
    const active = keepDays === undefined ? [] : await jobs.active();
    return new Set(
      active.flatMap(({ request }) => Object.values(request.values).map((value) => folderOf(String(value)))),
    );
  }

  /** Whether the files of a job may go. Notes it in the record first, so that nothing promises what is gone. */
  async function isOver(job: Job, used: ReadonlySet<string>): Promise<boolean> {
    if (job.deletedAt !== undefined) return true;
    if (keepDays === undefined || isActive(job) || used.has(job.id)) return false;
    if ((job.finishedAt ?? job.createdAt) > now() - keepDays * dayMs || (await shows(job))) return false;
    await jobs.update(job.id, (one) => (one.sweptAt === undefined ? { ...one, sweptAt: now() } : null));
    return true;
  }

  /** A folder of one job: null where no record tells of it. */
  async function jobIsOver(id: string, used: ReadonlySet<string>): Promise<boolean | null> {
    const job = await jobs.get(id);
    if (job) return isOver(job, used);
    return timeOf(id) < now() - dayMs ? null : false;
  }

  async function folderIsOver(folder: string, used: ReadonlySet<string>): Promise<boolean | null> {
    if (!attachments.isFolder(folder)) return jobIsOver(folder, used);
    const standing = await attachments.standing(
      folder,
      async (id) => (await jobIsOver(id, used)) !== false,
      now(),
    );
    return standing === 'unknown' ? null : standing === 'over';
  }

  return async function sweep(stop?: AbortSignal): Promise<Swept | null> {
    // Not given back: whoever has it does the round of this hour.
    if ((await redis.set(`${prefix}:media:sweep`, '1', 'PX', everyMs, 'NX')) !== 'OK') return null;
    const owns = await ownsTheStore();
    const used = await inUse();
    const swept: Swept = { folders: 0, strangers: 0 };
    for await (const folder of media.folders()) {
      if (stop?.aborted) break;
      if (!attachments.isFolder(folder) && !jobIdSchema.safeParse(folder).success) continue;
      try {
        const over = await folderIsOver(folder, used);
        if (over === false) continue;
        if (over === null && !owns) {
          swept.strangers += 1;
          continue;
        }
        if (attachments.isFolder(folder)) await attachments.remove(folder);
        else await media.removeFolder(folder);
        swept.folders += 1;
      } catch (thrown) {
        // A record that cannot be read keeps its files, and no folder keeps the others from being looked at.
        log.warn({ jobId: folder, err: toError(thrown) }, `the files of ${folder} could not be swept`);
      }
    }
    if (swept.folders > 0) log.info(swept, `took the files of ${swept.folders} jobs away`);
    if (swept.strangers > 0) {
      log.warn(
        swept,
        `${media.name} holds files of ${swept.strangers} jobs that this Redis does not know. It was filled under another Redis, so they are left; remove what is not needed by hand.`,
      );
    }
    return swept;
  };
}

/** Sweeps now and then until closed. */
export function startSweep(options: SweepOptions) {
  const sweep = createSweep(options);
  const stop = new AbortController();
  let round: Promise<unknown> = Promise.resolve();
  const begin = () => {
    round = sweep(stop.signal).catch((thrown) =>
      options.log.warn({ err: toError(thrown) }, 'the media store could not be swept'),
    );
  };
  const first = setTimeout(begin, firstMs);
  const timer = setInterval(begin, options.everyMs ?? hourMs);
  return {
    async close(): Promise<void> {
      clearTimeout(first);
      clearInterval(timer);
      stop.abort();
      await round;
    },
  };
}
