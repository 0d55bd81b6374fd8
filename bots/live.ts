/**
 * Live posts: while a job waits or runs, its post follows along, as often as the platform allows and never more.
 *
 * Only the latest state matters. A change marks a job; the loop edits marked posts whose time has come, those first
 * that were left alone longest, one edit in flight per post. What is skipped is not made up for: the next edit shows
 * everything. Final states do not come this way; they are delivered.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { jobCard } from '../commands/cards/job-card.ts';
import type { Tools } from '../commands/command.ts';
import { readJobView } from '../commands/job-view.ts';
import type { Card } from '../core/card.ts';
import { toError } from '../core/errors.ts';
import { isActive } from '../core/job.ts';
import type { PostRef } from '../core/people.ts';
import type { Chat } from './chat.ts';
import type { Lock } from './lock.ts';
import { createSpeech } from './speech.ts';

/** How often the loop looks for marked posts. */
const tickMs = 200;
/** How often posts are looked at whether anything was heard of them or not, for places in the queue that moved. */
const sweepMs = 5000;
/** Jobs next in line that are looked at every time; of those behind them, some each time, in turns. */
const nextInLine = 50;
const inTurns = 50;
/** Posts that are brought up to date at the same time. */
const mostAtOnce = 50;
/** After so many refusals in a row, the platform has nothing more to give for now. */
const refusals = 50;
/** Where we may not write: how long until it is tried again. */
const shutMs = 5 * 60_000;
/** An expected time that moved by less than this, or by less than this share of the time left, is not worth an edit. */
const slackMs = 15_000;
const slackShare = 0.2;

interface Live {
  marked: boolean;
  busy: boolean;
  nextAt: number;
  /** When it was last edited; 0 for never. */
  editedAt: number;
  /** What the post shows, so that an edit that would change nothing is not made. */
  shown?: Shown;
  /** The post with its current attachments; not recorded, because the next edit replaces them. */
  post?: PostRef;
}

interface Shown {
  text: string;
  /** The expected times in it: they drift all the time. */
  times: number[];
}

export type LivePosts = ReturnType<typeof startLivePosts>;

export function startLivePosts({ tools, chat, lock }: { tools: Tools; chat: Chat; lock: Lock }) {
  const { core, log, now } = tools;
  const speech = createSpeech(tools);
  const lives = new Map<string, Live>();
  const inFlight = new Set<Promise<void>>();
  let turnsFrom = nextInLine;

  function touch(jobId: string): void {
    const live = lives.get(jobId) ?? { marked: true, busy: false, nextAt: 0, editedAt: 0 };
    live.marked = true;
    lives.set(jobId, live);
  }

  /** The job has ended: nothing of it is kept here. One that is being edited right now is forgotten with the next sweep. */
  function forget(jobId: string): void {
    if (!lives.get(jobId)?.busy) lives.delete(jobId);
  }

  /** Old posts are edited less often: Discord caps edits of its own on messages older than an hour. */
  function pace(ageMs: number): number {
    if (ageMs < 2 * 60_000) return chat.editPace;
    if (ageMs < 15 * 60_000) return Math.max(chat.editPace, 5000);
    if (ageMs < 60 * 60_000) return Math.max(chat.editPace, 30_000);
    return Math.max(chat.editPace, 60_000);
  }

  async function bringUpToDate(jobId: string, live: Live, given: (() => void) | null): Promise<void> {
    let back = given;
    try {
      await lock(jobId, async () => {
        const job = await core.jobs.get(jobId);
        if (!job || !isActive(job) || job.place.platform !== chat.platform) {
          lives.delete(jobId);
          return;
        }
        live.post ??= job.post;
        if (!live.post) return;
        back ??= chat.turn(live.post);
        if (!back) {
          live.marked = true;
          return;
        }
        const told = jobCard(await readJobView(tools, job));
        const card = await speech.forJob(told, job);
        const shown = fingerprint(card);
        if (live.shown && isSame(live.shown, shown, now())) return;
        live.nextAt = now() + pace(now() - job.createdAt);
        back = null;
        const edited = await chat.edit(live.post, card, 'progress');
        if (edited === null) {
          live.marked = true;
          return;
        }
        live.editedAt = now();
        live.shown = shown;
        if (edited === 'gone' || edited === 'fixed') live.nextAt = Number.POSITIVE_INFINITY;
        else if (edited === 'shut') live.nextAt = now() + shutMs;
        else live.post = edited;
      });
    } finally {
      back?.();
    }
  }

  function start(jobId: string, live: Live, turn: (() => void) | null): void {
    live.marked = false;
    live.busy = true;
    const work = bringUpToDate(jobId, live, turn)
      .catch((thrown: unknown) => {
        live.marked = true;
        live.nextAt = now() + 2000;
        log.warn({ err: toError(thrown), jobId }, `progress of ${jobId} was not shown`);
      })
      .finally(() => {
        live.busy = false;
        inFlight.delete(work);
      });
    inFlight.add(work);
  }

  function tick(): void {
    const due = [...lives].filter(([, live]) => live.marked && !live.busy && live.nextAt <= now());
    due.sort(([, a], [, b]) => a.editedAt - b.editedAt);
    let refused = 0;
    for (const [jobId, live] of due) {
      if (inFlight.size >= mostAtOnce || refused >= refusals) return;
      // Where its post is, is not known before its record was read once.
      const turn = live.post ? chat.turn(live.post) : null;
      if (live.post && !turn) refused += 1;
      else start(jobId, live, turn);
    }
  }
  const ticker = setInterval(tick, tickMs);

  async function sweep(): Promise<void> {
    const next = await core.queue.waiting(nextInLine);
    const behind = await core.queue.waiting(inTurns, turnsFrom);
    turnsFrom = behind.length < inTurns ? nextInLine : turnsFrom + inTurns;
    for (const jobId of [...(await core.jobs.heldIds()), ...next, ...behind]) touch(jobId);
    for (const jobId of await core.jobs.notActive([...lives.keys()])) forget(jobId);
  }
  function sweepSafely(): void {
    sweep().catch((thrown: unknown) =>
      log.warn({ err: toError(thrown) }, 'could not look through the active jobs'),
    );
  }
  const sweeper = setInterval(sweepSafely, sweepMs);
  // Posts of jobs that went on while no bot was here are brought up to date at once.
  sweepSafely();
  const listening = core.progress.listen(touch);

  return {
    touch,
    forget,
    /** Fills the posts that show nothing yet and waits for edits on their way, but not for longer than this. */
    async close(withinMs = 2000): Promise<void> {
      clearInterval(sweeper);
      (await listening)();
      const until = now() + withinMs;
      const isEmpty = ({ marked, busy, shown }: Live) => busy || (marked && !shown);
      while (now() < until && [...lives.values()].some(isEmpty)) await delay(20);
      clearInterval(ticker);
    },
  };
}

/** What a card looks like. Previews are told apart by their names. */
function fingerprint(card: Card): Shown {
  const times: number[] = [];
  const text = JSON.stringify(card, (key, value: unknown) => {
    if (key === 'bytes' || key === 'language') return undefined;
    if (key === 'at' && typeof value === 'number') {
      times.push(value);
      return 0;
    }
    return value;
  });
  return { text, times };
}

function isSame(before: Shown, after: Shown, at: number): boolean {
  return (
    before.text === after.text &&
    after.times.every((time, index) => {
      const drift = Math.abs(time - (before.times[index] ?? 0));
      return drift < Math.max(slackMs, (time - at) * slackShare);
    })
  );
}
