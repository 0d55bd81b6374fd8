/** What members asked for, and what each of them saw come of it. Only what they saw counts as promised. */
import type { Platform } from '../core/people.ts';

/** What a member means to do about a render once it is there. */
export const wishes = {
  keep: 60,
  cancel: 14,
  share: 8,
  star: 6,
  unshare: 3,
  delete: 6,
  "other's star": 3,
} as const;
export type Wish = keyof typeof wishes;

export interface Asked {
  tag: string;
  platform: Platform;
  person: { id: string; name: string };
  channel: string;
  /** The message whose thread it was asked in. */
  thread?: string;
  prompt: string;
  count: number;
  seed: number;
  steps: number;
  wish: Wish;
  /** They want to be told when it is done. */
  ping?: boolean;
  askedAt: number;
  /** The public post, once it was seen with this request in it: from then on the job is accepted. */
  post?: { id: string; at: number };
  /** What the platform said of the command: the app is at it, or did not respond. A mention gets neither. */
  answer?: 'answered' | 'failed';
  /** Known from the buttons of the post. */
  job?: string;
  /** When the post first showed an end: a result, a failure, that it was cancelled. */
  endedAt?: number;
  /** The member pressed Cancel, and what they were told. */
  cancel?: { at: number; told?: 'out of the queue' | 'being stopped' | 'finished first' };
  /** The member confirmed that it is to be deleted, and whether they were told that it is. */
  delete?: { at: number; told: boolean };
  /** What happened, for finding out what went wrong. */
  timeline: { at: number; what: string }[];
}

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger(now: () => number = Date.now) {
  const byTag = new Map<string, Asked>();
  const byJob = new Map<string, Asked>();
  return {
    add(asked: Omit<Asked, 'askedAt' | 'timeline'>): Asked {
      const entry: Asked = { ...asked, askedAt: now(), timeline: [] };
      byTag.set(entry.tag, entry);
      return entry;
    },
    note(asked: Asked, what: string): void {
      if (asked.timeline.at(-1)?.what !== what) asked.timeline.push({ at: now(), what });
    },
    nameJob(asked: Asked, job: string): void {
      asked.job = job;
      byJob.set(job, asked);
    },
    byTag: (tag: string): Asked | undefined => byTag.get(tag),
    byJob: (job: string): Asked | undefined => byJob.get(job),
    all: (): Asked[] => [...byTag.values()],
  };
}
