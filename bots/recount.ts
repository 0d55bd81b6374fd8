/**
 * Stars that were given and taken while no bot was there: platforms report them to nobody later. So a bot that starts
 * looks at the newest results and their gallery posts once, slowly, so that people's own gestures are never held up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tools } from '../commands/command.ts';
import { catchUp } from '../commands/gallery-recount.ts';
import { PassingError, toError } from '../core/errors.ts';
import type { Platform } from '../core/people.ts';
import type { Lock } from './lock.ts';

interface RecountOptions {
  tools: Tools;
  platform: Platform;
  lock: Lock;
  /** Between two results; each takes two questions at most. @default 3000 */
  paceMs?: number;
}

/** Older posts are counted by `/gallery recount`. */
const most = 60;
const sinceMs = 7 * 24 * 60 * 60 * 1000;

export function startRecount({ tools, platform, lock, paceMs = 3000 }: RecountOptions) {
  const { core, log, now } = tools;
  const closing = new AbortController();
  const { signal } = closing;

  async function countAll(): Promise<void> {
    await sleep(paceMs, undefined, { signal });
    for (const { id } of await core.jobs.results(platform, { since: now() - sinceMs, most })) {
      await lock(`gallery-${id}`, async () => {
        const job = await core.jobs.get(id);
        if (job?.state === 'done' && job.deletedAt === undefined) await catchUp(tools, job);
      }).catch((thrown: unknown) => {
        // One post that cannot be looked at now says nothing of the others.
        const level = thrown instanceof PassingError ? 'debug' : 'warn';
        log[level]({ err: toError(thrown), jobId: id }, `the stars of ${id} could not be counted`);
      });
      await sleep(paceMs, undefined, { signal });
    }
  }

  void countAll().catch((thrown: unknown) => {
    if (!signal.aborted) log.warn({ err: toError(thrown) }, 'stars could not be counted anew');
  });
  return { close: () => closing.abort() };
}
