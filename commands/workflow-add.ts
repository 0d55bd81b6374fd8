/**
 * `/workflow add`: a file somebody has becomes a workflow here. What was understood is shown to whoever attached it;
 * an instructor adds it with one press, everybody else proposes it, and an instructor decides.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { notice, plain } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { About } from '../core/library/about.ts';
import { largestFile } from '../core/library/folder.ts';
import { newProposalId, type Proposal, proposalMs } from '../core/library/proposals.ts';
import { parseSide } from '../core/library/side.ts';
import { nameFrom, workflowNameSchema } from '../core/library/source.ts';
import type { Draft } from '../core/library.ts';
import { say, told } from '../core/say.ts';
import { draftCard } from './cards/proposal-card.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import type { GivenFile } from './given-file.ts';
import { spaceOf } from './instructors.ts';
import { file } from './options.ts';
import { shortened } from './words.ts';
import { drawWorkflow } from './workflow-drawing.ts';

/** A worker reads a file within a second or two. Where none is here it may have been read before, which is known soon. */
const readingMs = 20_000;
const nobodyMs = 3000;
const lookMs = 150;

/** What a private conversation has not. */
export const ownWorkflows = say('workflows of its own');

export const ownName = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(workflowNameSchema)
  .describe('What it is called in commands; else it is named after the file');

/** @throws UserError for a name of the folder's: those are everybody's. */
export function mustBeFree({ library }: Pick<Tools, 'library'>, name: string): void {
  if (!library.about(name)) return;
  throw new UserError(
    say('There is a workflow called {name} for everybody already. Give this one another name.', { name }),
  );
}

/** Under its own name, that of an earlier version of the same person, or the next that is free. */
async function nameFor({ core, library }: Tools, gesture: Gesture, fileName: string): Promise<string> {
  const wanted = nameFrom(fileName);
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted.slice(0, 28).replace(/-+$/, '')}-${count}`;
    const there = library.about(name, gesture.place);
    if (!there || (there.added && (await core.links.same(there.added.by, gesture.person)))) return name;
  }
}

/** What an earlier version says of itself holds for the new one, but for its inputs: those are the new graph's. */
function sideFor(there: About | undefined): string | null {
  if (!there?.sideText) return null;
  const { inputs: _old, find: _also, ...side } = parseSide(there.sideText, there.name);
  return Object.keys(side).length > 0 ? JSON.stringify(side) : null;
}

/** Waits until a worker has read it. */
async function understood({ library, core }: Tools, draft: Draft): Promise<About> {
  const since = Date.now();
  for (;;) {
    const about = library.draft(draft);
    const waited = Date.now() - since;
    if (!about.waiting || waited > readingMs) return about;
    const workers = waited > nobodyMs ? await core.workers.all() : null;
    if (workers && !workers.some(({ backends }) => backends.some(({ reachable }) => reachable))) return about;
    await delay(lookMs);
  }
}

async function propose(tools: Tools, gesture: Gesture, given: GivenFile, chosen: string | undefined) {
  const { core, library, now } = tools;
  const bytes = await given.read(largestFile);
  const kept = await core.workflowFiles.keep(shortened(plain(given.name), 200), bytes);
  await core.workflowFiles.want([kept.id], proposalMs);
  const name = chosen ?? (await nameFor(tools, gesture, plain(given.name)));
  const there = library.about(name, gesture.place);
  const draft = { name, file: kept, side: sideFor(there) };
  const about = await understood(tools, draft);
  if (!about.reading) throw new UserError(about.fault ?? say('It could not be read.'));
  const proposal: Proposal = {
    ...draft,
    id: newProposalId(now()),
    revision: 0,
    state: 'draft',
    place: gesture.place,
    by: gesture.person,
    createdAt: now(),
  };
  if (about.workflow) await core.proposals.create(proposal);
  const drawing = await drawWorkflow(tools, about);
  return { card: draftCard({ proposal, about, drawing, there, instructor: gesture.instructor }) };
}

export const workflowAdd = defineCommand({
  name: 'workflow add',
  summary: 'Use your own workflow: a ComfyUI file, or a picture or video made with one',
  gestures: ['slash'],
  options: z.strictObject({
    file: file('any', 'A workflow as ComfyUI saved it, or a picture, video or sound that carries one'),
    name: ownName.optional(),
  }),
  manner: 'private',
  check({ options, gesture, tools }) {
    spaceOf(gesture, ownWorkflows);
    if (options.name !== undefined) mustBeFree(tools, options.name);
  },
  run: ({ options, gesture, tools }) => propose(tools, gesture, options.file, options.name),
});

const ofProposal = z.strictObject({ job: z.string() });

/** @throws UserError when it is gone, or decided already. */
async function openProposal({ core }: Tools, id: string): Promise<Proposal> {
  const proposal = await core.proposals.get(id);
  if (!proposal)
    throw new UserError(say('That workflow waited too long and is gone. Attach the file once more.'));
  const { state, name, decidedBy } = proposal;
  const who = decidedBy?.name ?? say('An instructor');
  if (state === 'accepted') throw new UserError(say('{name} was added already, by {who}.', { name, who }));
  if (state === 'declined') throw new UserError(say('{name} was declined already, by {who}.', { name, who }));
  return proposal;
}

export const workflowPropose = defineCommand({
  name: 'workflow propose',
  summary: 'Ask an instructor to add your workflow',
  gestures: ['button'],
  options: ofProposal,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const proposal = await openProposal(tools, options.job);
    if (!(await tools.core.links.same(proposal.by, gesture.person)))
      throw new UserError(
        say('Only {who} can propose this workflow: it is theirs.', { who: proposal.by.name }),
      );
    await tools.core.proposals.open(proposal.id);
    return {
      card: notice(
        'waiting',
        say('{name} is proposed', { name: proposal.name }),
        say(
          'It stands in the channel for all to see, and an instructor decides. You will hear what comes of it.',
        ),
      ),
    };
  },
});

function mustInstruct({ instructor, place }: Gesture, proposal: Proposal, what: string): void {
  const here = place.platform === proposal.place.platform && place.space === proposal.place.space;
  if (!instructor || !here)
    throw new UserError(say('Only an instructor of this place can {do} a workflow.', { do: told(what) }));
}

export const workflowAccept = defineCommand({
  name: 'workflow accept',
  summary: 'Add a workflow that was attached here',
  gestures: ['button'],
  options: ofProposal,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const { core, library, now } = tools;
    const proposal = await openProposal(tools, options.job);
    mustInstruct(gesture, proposal, 'add');
    const { name, file: kept, side, by, place, state } = proposal;
    mustBeFree(tools, name);
    const [gone] = await core.workflowFiles.want([kept.id]);
    if (gone)
      throw new UserError(say('The file of that workflow is not kept any more. Attach it once more.'));
    const about = library.draft({ name, file: kept, side });
    if (!about.workflow)
      throw new UserError(
        say('It cannot be added: {why}', { why: about.fault ?? say('It could not be read.') }),
      );
    const { platform, space = '' } = place;
    await core.addedWorkflows.add({ name, platform, space, file: kept, side, addedBy: by, addedAt: now() });
    await core.proposals.decide(proposal.id, 'accepted', gesture.person);
    if (state === 'open') return null;
    return {
      card: notice(
        'good',
        say('{title} is added', { title: about.title }),
        say('Everybody here can render with it now.'),
      ),
    };
  },
});

export const workflowDecline = defineCommand({
  name: 'workflow decline',
  summary: 'Turn down a workflow that was proposed',
  gestures: ['button'],
  options: ofProposal,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const proposal = await openProposal(tools, options.job);
    mustInstruct(gesture, proposal, 'decline');
    await tools.core.proposals.decide(proposal.id, 'declined', gesture.person);
    return null;
  },
});
