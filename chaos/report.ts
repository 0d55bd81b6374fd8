/** The table at the end, and what is needed to find out what went wrong. */
import type { Judgement, Violation } from './judge.ts';
import type { Ledger } from './ledger.ts';
import type { Recoveries } from './recovery.ts';
import type { FaultName } from './schedule.ts';

export interface Outcome {
  seed: number;
  judgement: Judgement;
  recoveries: Recoveries;
  faults: ReadonlyMap<FaultName, number>;
  /** Largest and last memory of each process, in bytes. */
  memory: ReadonlyMap<string, { most: number; last: number }>;
  crashes: readonly string[];
  /** From acceptance to the end shown, in ms. */
  waits: readonly number[];
  quietAfterMs: number;
  tookMs: number;
}

const mostShown = 40;

/** Everything that must not be. */
export const isGood = ({ judgement, crashes }: Pick<Outcome, 'judgement' | 'crashes'>) =>
  judgement.violations.length === 0 && crashes.length === 0;

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`;

export function tableOf(outcome: Outcome): string {
  const { judgement, recoveries, faults, memory, waits, crashes } = outcome;
  const { counts, work, violations } = judgement;
  const count = (...verdicts: Violation['verdict'][]) =>
    new Set(violations.filter(({ verdict }) => verdicts.includes(verdict)).map(({ tag }) => tag)).size;
  const total = [...faults.values()].reduce((sum, one) => sum + one, 0);
  const lines: [string, string][] = [
    [
      'asked for',
      `${counts.asked} renders; ${counts.accepted} accepted, ${counts.unanswered} not answered, ${counts.silent} acknowledged and then nothing`,
    ],
    [
      'came to',
      `${counts.done} done, ${counts.cancelled} cancelled, ${counts.deleted} deleted, ${counts.failedTruly} failed with good reason`,
    ],
    ['in the gallery', `${counts.galleryPosts}`],
    ['told that theirs is done', `${counts.told}`],
    ['lost', `${count('lost')}`],
    ['duplicated', `${count('duplicated')}`],
    ['misdelivered', `${count('misdelivered')}`],
    ['wrong, unfinished, untruthful', `${count('wrong')}, ${count('unfinished')}, ${count('untruthful')}`],
    ['failed without good reason', `${count('failed')}`],
    [
      'prompts run',
      `${work.runs}; ${work.lost} lost with a killed ComfyUI, ${work.repeatedForLoss} run again for that`,
    ],
    ['run again needlessly', `${work.needless}`],
    ['left "thinking"', `${counts.thinking}`],
    ['processes that crashed', `${crashes.length}`],
    ['faults', `${total}: ${[...faults].map(([name, times]) => `${name} ${times}`).join(', ')}`],
    ...[...recoveries].map(([what, times]): [string, string] => {
      const back = times.filter((time) => time !== null);
      const never = times.length - back.length;
      const figures = `p50 ${seconds(percentile(back, 0.5))}, max ${seconds(Math.max(...back))} of ${times.length}`;
      return [`recovered from a killed ${what}`, never > 0 ? `${figures}; ${never} never` : figures];
    }),
    [
      'accepted until shown',
      `p50 ${seconds(percentile(waits, 0.5))}, p99 ${seconds(percentile(waits, 0.99))}, max ${seconds(Math.max(...waits))}`,
    ],
    [
      'memory, most and last',
      [...memory]
        .map(([name, { most, last }]) => `${name} ${megabytes(most)} / ${megabytes(last)}`)
        .join(', '),
    ],
    ['quiet after the last fault', seconds(outcome.quietAfterMs)],
    ['took', seconds(outcome.tookMs)],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return [
    `Chaos, seed ${outcome.seed}`,
    ...lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
  ].join('\n');
}

/** Each violation with the timeline of its request. */
export function detailsOf(violations: readonly Violation[], ledger: Ledger, startedAt: number): string {
  return violations
    .slice(0, mostShown)
    .map(({ verdict, tag, what }) => {
      const asked = ledger.byTag(tag);
      const head = `${verdict.toUpperCase()} ${tag} ${asked?.job ?? ''}: ${what}`;
      if (!asked) return head;
      const { platform, person, channel, thread, count, wish, askedAt } = asked;
      const since = (at: number) => `+${((at - startedAt) / 1000).toFixed(2)} s`;
      const lines = asked.timeline.map((one) => `    ${since(one.at)}  ${one.what}`);
      return [
        head,
        `    ${since(askedAt)}  ${person.name} asked in ${platform} ${channel}${thread ? ` thread ${thread}` : ''}, ${count} pictures, means to ${wish}`,
        ...lines,
      ].join('\n');
    })
    .join('\n');
}
