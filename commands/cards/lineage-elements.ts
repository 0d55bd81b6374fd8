/** What came before a render and what came of it, to be walked along in both directions. */
import { type Button, bold, type Element, type Text } from '../../core/card.ts';
import type { Job, Step } from '../../core/job.ts';
import { type Phrase, say } from '../../core/say.ts';
import { stateWords } from '../own-jobs.ts';
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

/** More are a wall. */
const mostChildren = 8;

const did = {
  again: say('Once more'),
  vary: say('Varied'),
  upscale: say('Enlarged'),
  animate: say('Animated'),
  edit: say('Edited'),
  remix: say('Remixed'),
} as const satisfies Record<Step, Phrase>;

const stepOf = ({ from }: Job): Phrase => did[from?.by ?? 'again'];

/** @param command what a press does: a word of its own, or in the place of the card that stands there */
export function lineageElements({ parent, children }: Lineage, command: 'see' | 'see instead'): Element[] {
  const newest = children.slice(-mostChildren);
  const buttons: Button[] = [
    ...(parent ? [action(parent, command, say('What it was made from'), '⬆️')] : []),
    ...newest.map(({ job }, index) =>
      action(job, command, say('{n}. {step}', { n: String(index + 1), step: stepOf(job) }), '⬇️'),
    ),
  ];
  return [
    ...(newest.length > 0
      ? [
          { type: 'text' as const, text: bold(say('What came of it')) },
          { type: 'list' as const, items: newest.map((one, index) => lineOf(one, index + 1)) },
        ]
      : []),
    ...(children.length > newest.length
      ? [
          {
            type: 'note' as const,
            text: say('{n, plural, one {# older one} other {# older ones}} not listed', {
              n: children.length - newest.length,
            }),
          },
        ]
      : []),
    ...inRows(buttons),
  ];
}

function lineOf({ job, link }: Relative, number: number): Text {
  return [
    bold(`${number}.`),
    ' ',
    link === null ? stepOf(job) : { type: 'link', text: stepOf(job), url: link },
    ` · ${job.owner.name} · `,
    stateWords[job.state],
  ];
}
