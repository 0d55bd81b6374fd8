/** A workflow that was attached, before it is one: for whoever attached it, for those who decide, and what came of it. */
import {
  type Button,
  bold,
  type Card,
  code,
  type Element,
  type MediaItem,
  named,
  notice,
  typed,
} from '../../core/card.ts';
import type { About } from '../../core/library/about.ts';
import type { Proposal } from '../../core/library/proposals.ts';
import { shortened } from '../words.ts';
import { factsElement, understoodElements } from './workflow-card.ts';

interface DraftView {
  proposal: Proposal;
  about: About;
  drawing: MediaItem | null;
  /** What has that name here already. */
  there: About | undefined;
  instructor: boolean;
}

const action = (
  command: string,
  { id }: Proposal,
  label: string,
  look: 'plain' | 'main' | 'danger',
): Button => ({
  type: 'action',
  command,
  jobId: id,
  label,
  look,
});

/** Seen by whoever attached it, alone. */
export function draftCard({ proposal, about, drawing, there, instructor }: DraftView): Card {
  const { workflow, title } = about;
  const elements: Element[] = [
    {
      type: 'heading',
      text: workflow ? `This is what I understood of ${title}` : `${title} cannot be used as it is`,
    },
    ...replaced(proposal, there),
    factsElement(about),
    ...understoodElements(about, drawing),
  ];
  if (workflow) {
    const button = instructor
      ? action('workflow accept', proposal, 'Add it', 'main')
      : action('workflow propose', proposal, 'Propose it', 'main');
    elements.push(
      { type: 'buttons', buttons: [button] },
      {
        type: 'note',
        text: [
          instructor
            ? 'Everybody here can use it then. '
            : 'An instructor decides; you will hear what comes of it. ',
          'What I got wrong can be put right with ',
          typed('workflow edit'),
          ' once it is added.',
        ],
      },
    );
  }
  return { tone: workflow ? 'plain' : 'bad', summary: `What I understood of ${title}`, elements };
}

function replaced({ file }: Proposal, there: About | undefined): Element[] {
  if (!there) return [];
  if (there.file.id === file.id)
    return [{ type: 'text', text: [bold(there.name), ' is this very file already.'] }];
  const whose = there.added ? [', which ', named(there.added.by), ' added'] : [];
  return [
    {
      type: 'text',
      text: [
        'It takes the place of ',
        bold(there.name),
        ...whose,
        '. Renders that wait already are made as they were asked for.',
      ],
    },
  ];
}

/** For all to see; `about` is null when the file is not kept any more. */
export function proposalCard(proposal: Proposal, about: About | null, drawing: MediaItem | null): Card {
  const { name, by, state, decidedBy } = proposal;
  const title = about?.title ?? name;
  const decided = state === 'accepted' || state === 'declined';
  const word = state === 'accepted' ? 'Added' : 'Declined';
  const elements: Element[] = [
    { type: 'heading', text: decided ? `${word}: ${title}` : `A new workflow: ${title}` },
    {
      type: 'text',
      text: decided
        ? [
            'Proposed by ',
            named(by),
            ...(decidedBy ? [`, ${word.toLowerCase()} by `, named(decidedBy)] : []),
            '.',
          ]
        : [named(by), ' would like to use this workflow here. An instructor decides.'],
    },
    ...(about && state !== 'declined' ? [factsElement(about), ...understoodElements(about, drawing)] : []),
  ];
  if (state === 'open')
    elements.push({
      type: 'buttons',
      buttons: [
        action('workflow accept', proposal, 'Add it', 'main'),
        action('workflow decline', proposal, 'Decline', 'danger'),
      ],
    });
  if (state === 'accepted')
    elements.push({
      type: 'note',
      text: ['Render with it: ', typed('render'), ', workflow ', code(name), '.'],
    });
  return {
    tone: state === 'accepted' ? 'good' : state === 'declined' ? 'bad' : 'waiting',
    summary: decided
      ? `${word}: ${shortened(title, 80)}`
      : `${by.name} proposes the workflow ${shortened(title, 80)}`,
    elements,
  };
}

/** The word to whoever proposed it. */
export function verdictCard({ name, state, decidedBy }: Proposal): Card {
  const who = decidedBy?.name ?? 'An instructor';
  if (state === 'accepted')
    return notice('good', 'Your workflow is added', [
      `${who} added `,
      bold(name),
      '. Render with it: ',
      typed('render'),
      ', workflow ',
      code(name),
      '.',
    ]);
  return notice('plain', 'Your workflow was declined', [
    `${who} did not add `,
    bold(name),
    '. Ask them what to change.',
  ]);
}
