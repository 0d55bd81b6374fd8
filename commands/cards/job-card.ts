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
import type { Job } from '../../core/job.ts';
import type { LoraTag } from '../../core/loras.ts';
import type { Person } from '../../core/people.ts';
import type { Progress } from '../../core/progress.ts';
import type { Phrase } from '../../core/say.ts';
import type { Forecast } from '../forecast.ts';
import { duration, ordinal, shortened } from '../words.ts';
import { fileElements, lengthOf, pictureElements, textElements } from './output-elements.ts';

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

export function promptOf(job: Job): string {
  return String(job.request.values.prompt ?? '');
}

function waitingCard({ job, forecast, pausedBy, served }: JobView): Card {
  const before = forecast?.before ?? 0;
  const place =
    job.state === 'submitted' || before === 0 ? 'Next in line.' : `${ordinal(before + 1)} in line.`;
  const when: Text[] = forecast?.startsAt ? [' Expected to start ', countdown(forecast.startsAt), '.'] : [];
  const asked = job.cancelAsked !== undefined;
  const paused: Text | null = pausedBy && [
    'Paused by ',
    named(pausedBy),
    '. It keeps its turn and goes on when an instructor says so.',
  ];
  const line: Text = asked
    ? 'Being cancelled …'
    : paused
      ? paused
      : served
        ? ([place, ...when].flat() as Text)
        : [place, ' No GPU worker is here right now; it starts as soon as one comes back.'];
  return {
    tone: 'waiting',
    summary: paused ? 'Waiting: paused' : `Waiting: ${place}`,
    elements: [
      { type: 'heading', text: 'In the queue' },
      ...quoted(job),
      { type: 'text', text: line },
      facts(job),
      buttons(...(asked ? [] : [cancelButton(job)])),
    ],
  };
}

function runningCard({ job, progress, preview, forecast }: JobView): Card {
  const fraction = progress?.fraction ?? 0;
  const label = [
    progress?.node ?? 'Getting ready',
    progress?.steps ? `step ${progress.step ?? 0} of ${progress.steps}` : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
  const asked = job.cancelAsked !== undefined;
  const elements: Element[] = [
    { type: 'heading', text: asked ? 'Being cancelled …' : 'Rendering' },
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
          alt: `Unfinished preview, ${Math.round(fraction * 100)} % done: ${shortened(promptOf(job), 300)}`,
        },
      ],
    });
  }
  if (forecast?.endsAt && !asked)
    elements.push({ type: 'note', text: ['Expected to be done ', countdown(forecast.endsAt)] });
  elements.push(buttons(...(asked ? [] : [cancelButton(job)])));
  return { tone: 'busy', summary: `Rendering: ${label}`, elements };
}

function doneCard({ job, shared }: JobView): Card {
  const alt = promptOf(job) || job.request.workflow.title;
  const elements: Element[] = [
    ...pictureElements(job.outputs, alt),
    ...quoted(job),
    ...textElements(job.outputs, promptOf(job)),
    ...fileElements(job.outputs),
  ];
  const took = job.startedAt && job.finishedAt ? duration(job.finishedAt - job.startedAt) : null;
  elements.push(facts(job, took, lengthOf(job.outputs)));
  if (job.sweptAt !== undefined)
    elements.push({ type: 'note', text: 'Its files are not kept any more. Again makes it anew.' });
  for (const warning of job.warnings ?? []) elements.push({ type: 'note', text: warning });
  elements.push({
    type: 'note',
    text: [
      'Made by ',
      named(job.owner),
      job.standIn ? ' · drawn without a model, by a stand-in for ComfyUI' : '',
    ],
  });
  elements.push(
    buttons(
      { ...action(job, 'again', 'Again', '🔁'), look: 'main' },
      shared ? action(job, 'unshare', 'Unshare', '⭐') : action(job, 'share', 'Share', '⭐'),
      action(job, 'workflow', 'Workflow', '🧩'),
      action(job, 'delete', 'Delete', '🗑️'),
    ),
  );
  return { tone: 'good', summary: `Done: ${shortened(alt, 120)}`, elements };
}

function failedCard({ job }: JobView): Card {
  const failure = job.failure ?? { message: 'It ended without saying why.', remedy: 'Try it again.' };
  const elements: Element[] = [
    { type: 'heading', text: 'That did not work' },
    ...quoted(job),
    { type: 'text', text: failure.message },
    { type: 'text', text: [bold('What to do: '), failure.remedy] },
    facts(job),
  ];
  if (failure.reportId) elements.push({ type: 'note', text: ['Report ', code(failure.reportId)] });
  elements.push(afterwards(job));
  return { tone: 'bad', summary: `That did not work: ${shortened(failure.message, 150)}`, elements };
}

function cancelledCard({ job }: JobView): Card {
  const by = job.cancelAsked?.by;
  const text: Text =
    by && by.id !== job.owner.id
      ? ['Cancelled by ', named(by), ' before a picture was made.']
      : 'Cancelled before a picture was made.';
  return {
    tone: 'plain',
    summary: 'Cancelled',
    elements: [
      { type: 'heading', text: 'Cancelled' },
      ...quoted(job),
      { type: 'text', text },
      facts(job),
      afterwards(job),
    ],
  };
}

/** What the prompt became; and as it was typed, where that is something else. */
function quoted(job: Job): Element[] {
  const prompt = promptOf(job);
  const typed = job.request.typed?.prompt;
  return [
    ...(prompt ? [{ type: 'quote' as const, text: prompt }] : []),
    ...(typed ? [{ type: 'note' as const, text: `Typed: ${shortened(typed, 300)}` }] : []),
  ];
}

/** What the picture is made from: enough to make it again. */
function facts(job: Job, took: Phrase | null = null, length: Phrase | null = null): Element {
  const { values, workflow, preset, loras = [] } = job.request;
  const fields: { label: string; value: Text }[] = [{ label: 'Workflow', value: workflow.title }];
  if (job.attached) fields.push({ label: 'From', value: 'what was attached' });
  if (preset) fields.push({ label: 'Preset', value: preset.name });
  if (loras.length > 0) fields.push({ label: 'LoRA', value: loras.map(tellLora).join(', ') });
  if (values.seed !== undefined) fields.push({ label: 'Seed', value: code(String(values.seed)) });
  if (values.size !== undefined) fields.push({ label: 'Size', value: String(values.size) });
  if (values.steps !== undefined) fields.push({ label: 'Steps', value: String(values.steps) });
  if (values.guidance !== undefined) fields.push({ label: 'Guidance', value: String(values.guidance) });
  if (typeof values.count === 'number' && values.count > 1)
    fields.push({ label: 'Count', value: String(values.count) });
  if (length) fields.push({ label: 'Length', value: length });
  if (took) fields.push({ label: 'Took', value: took });
  return { type: 'fields', fields };
}

function tellLora({ name, model, clip }: LoraTag): string {
  return `${name} ${model}${clip === undefined ? '' : ` (text ${clip})`}`;
}

function action(job: Job, command: string, label: string, emoji?: string): Button & { type: 'action' } {
  return { type: 'action', command, jobId: job.id, label, ...(emoji && { emoji }), look: 'plain' };
}

const cancelButton = (job: Job) => action(job, 'cancel', 'Cancel');

const afterwards = (job: Job) =>
  buttons({ ...action(job, 'again', 'Try again', '🔁'), look: 'main' }, action(job, 'delete', 'Delete', '🗑️'));

function buttons(...list: Button[]): Element {
  return { type: 'buttons', buttons: list };
}
