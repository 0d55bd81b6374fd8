/** The post of a job, through its whole life. Pure: the same view gives the same card. */
import {
  type Button,
  bold,
  type Card,
  code,
  countdown,
  type Element,
  named,
  type Text,
} from '../../core/card.ts';
import { type Job, promptOf } from '../../core/job.ts';
import type { Person } from '../../core/people.ts';
import { picturesOf } from '../../core/pictures.ts';
import type { Progress } from '../../core/progress.ts';
import { between, say } from '../../core/say.ts';
import type { Forecast } from '../forecast.ts';
import type { Way } from '../onward.ts';
import { shortened } from '../words.ts';
import { facts } from './facts.ts';
import { action, inRows, onwardButtons, pictureButtons } from './job-buttons.ts';
import { madeFrom, type Parent } from './made-from.ts';
import { fileElements, pictureElements, textElements } from './output-elements.ts';

export interface JobView {
  job: Job;
  progress: Progress | null;
  preview: Uint8Array | null;
  forecast: Forecast | null;
  /** Whether its maker has put it into the gallery. */
  shared: boolean;
  /** Who holds the renders of its space back, while it waits. */
  pausedBy: Person | null;
  /** Whether any worker with a reachable backend is there at all. */
  served: boolean;
  /** What it was made from; null where it was made from words alone. */
  parent: Parent | null;
  /** What can be made of its picture, where it has just one. */
  ways: readonly Way[];
  /** Whether what is too large for a chat can be had otherwise. */
  originals: boolean;
}

export function jobCard(view: JobView): Card {
  const { job } = view;
  switch (job.state) {
    case 'queued':
    case 'submitted':
      return waitingCard(view);
    case 'running':
      return runningCard(view);
    case 'done':
      return doneCard(view);
    case 'failed':
      return failedCard(view);
    case 'cancelled':
      return cancelledCard(view);
    default:
      job.state satisfies never;
      throw new Error(`no card for state ${String(job.state)}`);
  }
}

function waitingCard(view: JobView): Card {
  const { job, forecast, pausedBy, served } = view;
  const before = forecast?.before ?? 0;
  const place =
    job.state === 'submitted' || before === 0
      ? say('Next in line.')
      : say('{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} in line.', { n: before + 1 });
  const when: Text[] = forecast?.startsAt
    ? [' ', say('Expected to start {when}.', { when: countdown(forecast.startsAt) })]
    : [];
  const asked = job.cancelAsked !== undefined;
  const line: Text = asked
    ? say('Being cancelled …')
    : pausedBy
      ? say('Paused by {who}. It keeps its turn and goes on when an instructor says so.', {
          who: named(pausedBy),
        })
      : served
        ? ([place, ...when].flat() as Text)
        : [place, ' ', say('No GPU worker is here right now; it starts as soon as one comes back.')];
  return {
    tone: 'waiting',
    summary: pausedBy ? say('Waiting: paused') : say('Waiting: {place}', { place }),
    elements: [
      { type: 'heading', text: say('In the queue') },
      ...quoted(job),
      { type: 'text', text: line },
      facts(job),
      ...origin(view),
      buttons(...(asked ? [] : [cancelButton(job)])),
    ],
  };
}

function runningCard({ job, progress, preview, forecast }: JobView): Card {
  const fraction = progress?.fraction ?? 0;
  const node: Text = progress?.node ?? say('Getting ready');
  const label = progress?.steps
    ? say('{node}, step {step} of {steps}', { node, step: progress.step ?? 0, steps: progress.steps })
    : say('{node}', { node });
  const asked = job.cancelAsked !== undefined;
  const elements: Element[] = [
    { type: 'heading', text: asked ? say('Being cancelled …') : say('Rendering') },
    ...quoted(job),
    { type: 'progress', fraction, label },
  ];
  if (preview && progress?.preview) {
    const extension = progress.preview === 'image/png' ? 'png' : 'jpg';
    elements.push({
      type: 'media',
      items: [
        {
          file: {
            from: 'bytes',
            // A new name for each preview: an edit keeps attachments it knows by name.
            name: `preview-${progress.previewCount}.${extension}`,
            mediaType: progress.preview,
            bytes: preview,
          },
          alt: say('Unfinished preview, {percent} % done: {what}', {
            percent: Math.round(fraction * 100),
            what: shortened(promptOf(job), 300),
          }),
        },
      ],
    });
  }
  if (forecast?.endsAt && !asked)
    elements.push({
      type: 'note',
      text: say('Expected to be done {when}', { when: countdown(forecast.endsAt) }),
    });
  elements.push(buttons(...(asked ? [] : [cancelButton(job)])));
  return { tone: 'busy', summary: say('Rendering: {label}', { label }), elements };
}

function doneCard(view: JobView): Card {
  const { job, shared, ways, originals } = view;
  const alt = promptOf(job) || job.request.workflow.title;
  const [picture, another] = picturesOf(job);
  const elements: Element[] = [
    ...pictureElements(job.outputs, alt, job),
    ...quoted(job),
    ...textElements(job.outputs, promptOf(job)),
    ...fileElements(job.outputs),
    facts(job),
    ...origin(view),
  ];
  if (job.sweptAt !== undefined)
    elements.push({ type: 'note', text: say('Its files are not kept any more. Again makes it anew.') });
  for (const warning of job.warnings ?? []) elements.push({ type: 'note', text: warning });
  elements.push({ type: 'note', text: madeBy(job) });
  elements.push(
    ...inRows([
      ...(picture && !another ? onwardButtons(job, picture, ways) : pictureButtons(job)),
      ...(originals ? [action(job, 'originals', say('Originals'))] : []),
    ]),
    buttons(
      { ...action(job, 'again', say('Again'), '🔁'), look: 'main' },
      action(job, 'edit', say('Edit'), '✏️'),
      shared ? action(job, 'unshare', say('Unshare'), '⭐') : action(job, 'share', say('Share'), '⭐'),
      action(job, 'workflow', say('Workflow'), '🧩'),
      action(job, 'delete', say('Delete'), '🗑️'),
    ),
  );
  return { tone: 'good', summary: say('Done: {what}', { what: shortened(alt, 120) }), elements };
}

function madeBy({ owner, standIn }: Job): Text {
  const by = say('Made by {who}', { who: named(owner) });
  return standIn ? [by, ' · ', say('drawn without a model, by a stand-in for ComfyUI')] : by;
}

function failedCard(view: JobView): Card {
  const { job } = view;
  const message = job.failure?.message ?? say('It ended without saying why.');
  const remedy = job.failure?.remedy ?? say('Try it again.');
  const elements: Element[] = [
    { type: 'heading', text: say('That did not work') },
    ...quoted(job),
    { type: 'text', text: message },
    { type: 'text', text: between([bold(say('What to do:')), remedy], ' ') },
    facts(job),
    ...origin(view),
  ];
  if (job.failure?.reportId)
    elements.push({ type: 'note', text: say('Report {id}', { id: code(job.failure.reportId) }) });
  elements.push(afterwards(job));
  const short = typeof message === 'string' ? shortened(message, 150) : message;
  return { tone: 'bad', summary: say('That did not work: {why}', { why: short }), elements };
}

function cancelledCard(view: JobView): Card {
  const { job } = view;
  const by = job.cancelAsked?.by;
  const text =
    by && by.id !== job.owner.id
      ? say('Cancelled by {who} before a picture was made.', { who: named(by) })
      : say('Cancelled before a picture was made.');
  return {
    tone: 'plain',
    summary: say('Cancelled'),
    elements: [
      { type: 'heading', text: say('Cancelled') },
      ...quoted(job),
      { type: 'text', text },
      facts(job),
      ...origin(view),
      afterwards(job),
    ],
  };
}

function origin({ job, parent }: JobView): Element[] {
  return parent ? [{ type: 'note', text: madeFrom(job, parent) }] : [];
}

/** What the prompt became; and as it was typed, where that is something else. */
function quoted(job: Job): Element[] {
  const prompt = promptOf(job);
  const typed = job.request.typed?.prompt;
  return [
    ...(prompt ? [{ type: 'quote' as const, text: prompt }] : []),
    ...(typed
      ? [{ type: 'note' as const, text: say('Typed: {text}', { text: shortened(typed, 300) }) }]
      : []),
  ];
}

const cancelButton = (job: Job) => action(job, 'cancel', say('Cancel'));

const afterwards = (job: Job) =>
  buttons(
    { ...action(job, 'again', say('Try again'), '🔁'), look: 'main' },
    action(job, 'edit', say('Edit'), '✏️'),
    action(job, 'delete', say('Delete'), '🗑️'),
  );

function buttons(...list: Button[]): Element {
  return { type: 'buttons', buttons: list };
}
