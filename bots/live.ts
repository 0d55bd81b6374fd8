/**
 * Live posts: while a job waits or runs, its post follows along, as often as the platform allows and never more.
 *
 * Only the latest state matters. A change marks a job; the loop edits marked posts whose time has come, one edit in
 * flight per post. What is skipped is not made up for: the next edit shows everything. Final states do not come this
 * way; they are delivered.
 */
import { jobCard } from '../commands/cards/job-card.ts';
import type { Tools } from '../commands/command.ts';
import { readJobView } from '../commands/job-view.ts';
import type { Card } from '../core/card.ts';
import { toError } from '../core/errors.ts';
import { isActive } from '../core/job.ts';
import type { PostRef } from '../core/people.ts';
import type { Chat } from './chat.ts';
import type { Lock } from './lock.ts';

/** How often the loop looks for marked posts. */
const tickMs = 200;
/** How often every post that waits or runs is looked at, for places in the queue that moved. */
const sweepMs = 5000;

interface Live {
  marked: boolean;
  busy: boolean;
  nextAt: number;
  /** What the post shows, so that an edit that would change nothing is not made. */
  shown?: string;
  /** The post with its current attachments; not recorded, because the next edit replaces them. */
  post?: PostRef;
}

export type LivePosts = ReturnType<typeof startLivePosts>;

export function startLivePosts({ tools, chat, lock }: { tools: Tools; chat: Chat; lock: Lock }) {
  const { core, log, now } = tools;
  const lives = new Map<string, Live>();
  const inFlight = new Set<Promise<void>>();

  function touch(jobId: string): void {
    const live = lives.get(jobId) ?? { marked: true, busy: false, nextAt: 0 };
    live.marked = true;
    lives.set(jobId, live);
  }

  /** Old posts are edited less often: Discord caps edits of its own on messages older than an hour. */
  function pace(ageMs: number): number {
    if (ageMs < 2 * 60_000) return chat.editPace;
    if (ageMs < 15 * 60_000) return Math.max(chat.editPace, 5000);
    return Math.max(chat.editPace, 30_000);
  }

  async function bringUpToDate(jobId: string, live: Live): Promise<void> {
    await lock(jobId, async () => {
      const job = await core.jobs.get(jobId);
      if (!job || !isActive(job) || job.place.platform !== chat.platform) {
        lives.delete(jobId);
        return;
      }
      const post = live.post ?? job.post;
      if (!post) return;
      live.nextAt = now() + pace(now() - job.createdAt);
      const card = jobCard(await readJobView(core, job, now()));
      const shown = fingerprint(card);
      if (shown === live.shown) return;
      const edited = await chat.edit(post, card, 'progress');
      if (edited === null) live.marked = true;
      else if (edited === 'gone') live.shown = shown;
      else {
        live.shown = shown;
        live.post = edited;
      }
    });
  }

  function start(jobId: string, live: Live): void {
    live.marked = false;
    live.busy = true;
    const work = bringUpToDate(jobId, live)
      .catch((thrown: unknown) => {
        live.marked = true;
        live.nextAt = now() + 2000;
        log.warn({ err: toError(thrown), job: jobId }, `progress of ${jobId} was not shown`);
      })
      .finally(() => {
        live.busy = false;
        inFlight.delete(work);
      });
    inFlight.add(work);
  }

  const tick = setInterval(() => {
    for (const [jobId, live] of lives)
      if (live.marked && !live.busy && live.nextAt <= now()) start(jobId, live);
  }, tickMs);

  async function sweep(): Promise<void> {
    for (const job of await core.jobs.active()) if (job.place.platform === chat.platform) touch(job.id);
  }
  const sweeper = setInterval(() => {
    sweep().catch((thrown: unknown) =>
      log.warn({ err: toError(thrown) }, 'could not look through the active jobs'),
    );
  }, sweepMs);
  const listening = core.progress.listen(touch);

  return {
    touch,
    async close(): Promise<void> {
      clearInterval(tick);
      clearInterval(sweeper);
      (await listening)();
      await Promise.all(inFlight);
    },
  };
}

/** Two cards with the same fingerprint look the same. Previews are told apart by their names. */
function fingerprint(card: Card): string {
  return JSON.stringify(card, (key, value: unknown) => (key === 'bytes' ? undefined : value));
}
