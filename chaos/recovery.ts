/** How long people waited after each kill until what it had disturbed went on. */
import type { Ledger } from './ledger.ts';
import type { Run } from './parts/journal.ts';
import type { Kill } from './trouble.ts';

/** Milliseconds by what was killed; null for what never came back. */
export type Recoveries = Map<string, (number | null)[]>;

/**
 * - bots, Redis: until a member saw something new from the bot
 * - worker: until everything it had in hand had its end shown
 * - ComfyUI: until every prompt it was running ran again somewhere, or its job had ended
 */
export function recoveriesOf(kills: readonly Kill[], ledger: Ledger, runs: readonly Run[]): Recoveries {
  const asked = ledger.all();
  const news = asked
    .flatMap(({ timeline }) => timeline)
    .filter(({ what }) => /^(saw|was told:)/.test(what))
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const endOf = (tag: string) => ledger.byTag(tag)?.endedAt ?? null;

  function momentsAfter({ what, name, at, jobs }: Kill): (number | null)[] {
    switch (what) {
      case 'bots':
      case 'redis':
        return [news.find((moment) => moment > at) ?? null];
      case 'worker':
        return jobs
          .flatMap((job) => ledger.byJob(job) ?? [])
          .filter(({ endedAt = Number.POSITIVE_INFINITY }) => endedAt > at)
          .map(({ endedAt }) => endedAt ?? null);
      case 'comfyui':
        return runs
          .filter(({ server, ended, forgottenAt }) => server === name && !ended && forgottenAt === at)
          .map(
            ({ tag }) => runs.find((run) => run.tag === tag && run.startedAt > at)?.startedAt ?? endOf(tag),
          );
    }
  }

  const recoveries: Recoveries = new Map();
  for (const kill of kills) {
    const moments = momentsAfter(kill);
    if (moments.length === 0) continue;
    const last = moments.includes(null) ? null : Math.max(...(moments as number[])) - kill.at;
    recoveries.set(kill.what, [...(recoveries.get(kill.what) ?? []), last]);
  }
  return recoveries;
}
