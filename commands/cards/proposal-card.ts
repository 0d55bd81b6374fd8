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
import { type Phrase, say } from '../../core/say.ts';
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
  label: Phrase,
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
      text: workflow
        ? say('This is what I understood of {title}', { title })
        : say('{title} cannot be used as it is', { title }),
    },
    ...replaced(proposal, there),
    factsElement(about),
    ...understoodElements(about, drawing),
  ];
  if (workflow) {
    const button = instructor
      ? action('workflow accept', proposal, say('Add it'), 'main')
      : action('workflow propose', proposal, say('Propose it'), 'main');
    elements.push(
      { type: 'buttons', buttons: [button] },
      {
        type: 'note',
        text: [
          instructor
            ? say('Everybody here can use it then.')
            : say('An instructor decides; you will hear what comes of it.'),
          ' ',
          say('What I got wrong can be put right with {command} once it is added.', {
            command: typed('workflow edit'),
          }),
        ],
      },
    );
  }
  return {
    tone: workflow ? 'plain' : 'bad',
    summary: say('What I understood of {title}', { title }),
    elements,
  };
}

function replaced({ file }: Proposal, there: About | undefined): Element[] {
  if (!there) return [];
  if (there.file.id === file.id)
    return [{ type: 'text', text: say('{name} is this very file already.', { name: bold(there.name) }) }];
  return [
    {
      type: 'text',
      text: [
        there.added
          ? say('It takes the place of {name}, which {who} added.', {
              name: bold(there.name),
              who: named(there.added.by),
            })
          : say('It takes the place of {name}.', { name: bold(there.name) }),
        ' ',
        say('Renders that wait already are made as they were asked for.'),
      ],
    },
  ];
}

/** For all to see; `about` is null when the file is not kept any more. */
export function proposalCard(proposal: Proposal, about: About | null, drawing: MediaItem | null): Card {
  const { name, by, state } = proposal;
  const title = about?.title ?? name;
  const decided = state === 'accepted' || state === 'declined';
  const elements: Element[] = [
    { type: 'heading', text: heading(proposal, title) },
    {
      type: 'text',
      text: decided
        ? decision(proposal)
        : say('{who} would like to use this workflow here. An instructor decides.', { who: named(by) }),
    },
    ...(about && state !== 'declined' ? [factsElement(about), ...understoodElements(about, drawing)] : []),
  ];
  if (state === 'open')
    elements.push({
      type: 'buttons',
      buttons: [
        action('workflow accept', proposal, say('Add it'), 'main'),
        action('workflow decline', proposal, say('Decline'), 'danger'),
      ],
    });
  if (state === 'accepted')
    elements.push({
      type: 'note',
      text: renderWithIt(name),
    });
  return {
    tone: state === 'accepted' ? 'good' : state === 'declined' ? 'bad' : 'waiting',
    summary: decided
      ? heading(proposal, shortened(title, 80))
      : say('{who} proposes the workflow {title}', { who: by.name, title: shortened(title, 80) }),
    elements,
  };
}

function heading({ state }: Proposal, title: string): Phrase {
  if (state === 'accepted') return say('Added: {title}', { title });
  return state === 'declined'
    ? say('Declined: {title}', { title })
    : say('A new workflow: {title}', { title });
}

function decision({ by, state, decidedBy }: Proposal): Phrase {
  const who = named(by);
  if (!decidedBy) return say('Proposed by {who}.', { who });
  return state === 'accepted'
    ? say('Proposed by {who}, added by {by}.', { who, by: named(decidedBy) })
    : say('Proposed by {who}, declined by {by}.', { who, by: named(decidedBy) });
}

const renderWithIt = (name: string) =>
  say('Render with it: {command}, workflow {name}.', { command: typed('render'), name: code(name) });

/** The word to whoever proposed it. */
export function verdictCard({ name, state, decidedBy }: Proposal): Card {
  const who = decidedBy?.name ?? say('An instructor');
  if (state === 'accepted')
    return notice('good', say('Your workflow is added'), [
      say('{who} added {name}.', { who, name: bold(name) }),
      ' ',
      renderWithIt(name),
    ]);
  return notice(
    'plain',
    say('Your workflow was declined'),
    say('{who} did not add {name}. Ask them what to change.', { who, name: bold(name) }),
  );
}
