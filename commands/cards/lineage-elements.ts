/** What came before a render and what came of it, to be walked along in both directions. */
import { type Button, bold, type Element, type Text } from '../../core/card.ts';
import type { Job } from '../../core/job.ts';
import { type Phrase, say } from '../../core/say.ts';
import { stateWords, stepWords } from '../own-jobs.ts';
import { action, inRows } from './job-buttons.ts';

export interface Relative {
  job: Job;
  /** Where people find its post. */
  link: string | null;
}

export interface Lineage {
  parent: Job | null;
  /** Oldest first. */
  children: readonly Relative[];
}

/** How the children are walked through. */
interface Walk {
  /** What a press does: a word of its own, or in the place of the card that stands there. */
  command: 'see' | 'see instead';
  /** Of the children: 1 holds the newest. */
  page?: number | undefined;
}

/** More at a time are a wall. */
const perPage = 8;

const stepOf = ({ from }: Job): Phrase => stepWords[from?.by ?? 'again'];

export function lineageElements(
  job: Pick<Job, 'id'>,
  { parent, children }: Lineage,
  { command, page = 1 }: Walk,
): Element[] {
  const pages = Math.max(1, Math.ceil(children.length / perPage));
  const at = Math.min(page, pages);
  const to = children.length - (at - 1) * perPage;
  const from = Math.max(0, to - perPage);
  const shown = children.slice(from, to).map((one, index) => ({ ...one, number: from + index + 1 }));
  const turn = (target: number, label: Phrase): Button => ({
    ...action(job, command, label),
    given: { option: 'page', value: String(target) },
  });
  return [
    ...(shown.length > 0
      ? [
          { type: 'text' as const, text: bold(say('What came of it')) },
          { type: 'list' as const, items: shown.map(lineOf) },
        ]
      : []),
    ...(pages > 1
      ? [
          {
            type: 'note' as const,
            text: say('{from} to {to} of {count}', { from: from + 1, to, count: children.length }),
          },
        ]
      : []),
    ...inRows([
      ...(parent ? [action(parent, command, say('What it was made from'), '⬆️')] : []),
      ...shown.map((one) =>
        action(one.job, command, say('{n}. {step}', { n: String(one.number), step: stepOf(one.job) }), '⬇️'),
      ),
      ...(at > 1 ? [turn(at - 1, say('Newer'))] : []),
      ...(at < pages ? [turn(at + 1, say('Older'))] : []),
    ]),
  ];
}

function lineOf({ job, link, number }: Relative & { number: number }): Text {
  return [
    bold(`${number}.`),
    ' ',
    link === null ? stepOf(job) : { type: 'link', text: stepOf(job), url: link },
    ` · ${job.owner.name} · `,
    stateWords[job.state],
  ];
}
