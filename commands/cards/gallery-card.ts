/** What the gallery says: its post of a job, the question to a maker, and the word to one who lost an entry. */
import {
  type Button,
  bold,
  type Card,
  code,
  type Element,
  named,
  notice,
  type Text,
  typed,
} from '../../core/card.ts';
import { countOf, type GalleryEntry } from '../../core/gallery-entry.ts';
import { type Job, promptOf } from '../../core/job.ts';
import { type Phrase, say } from '../../core/say.ts';
import { shortened } from '../words.ts';
import { pictureElements } from './output-elements.ts';

interface Drawing {
  /** The address of the job's own post; without a name, nothing of the card leads there. */
  original: string | null;
  /** Those it is drawn with. @default as many as count */
  stars?: number;
  /** What else can be done with it. */
  buttons?: readonly Button[];
}

/** The gallery post. */
export function galleryCard(
  job: Job,
  entry: GalleryEntry,
  { original, stars = countOf(entry), buttons = [] }: Drawing,
): Card {
  const isNameless = entry.audience === 'anonymous';
  const prompt = promptOf(job);
  const { title } = job.request.workflow;
  const { seed } = job.request.values;
  const sounds = job.outputs.filter(({ kind }) => kind === 'audio');
  const what = shortened(prompt || title, 120);
  const fields: { label: Phrase; value: Text }[] = [
    { label: say('By'), value: isNameless ? say('somebody who gives no name') : named(job.owner) },
    { label: say('Workflow'), value: title },
    ...(seed !== undefined && !isNameless ? [{ label: say('Seed'), value: code(String(seed)) }] : []),
    ...(entry.tags?.length ? [{ label: say('Tags'), value: entry.tags.join(', ') }] : []),
  ];
  const link: Button[] =
    original && !isNameless ? [{ type: 'link', url: original, label: say('Original') }] : [];
  const all = [...link, ...buttons];
  return {
    tone: 'gallery',
    summary: isNameless ? what : say('{who}: {what}', { who: job.owner.name, what }),
    elements: [
      ...pictureElements(job.outputs, prompt || title),
      ...(sounds.length > 0
        ? [{ type: 'files' as const, files: sounds.map((output) => ({ from: 'store' as const, output })) }]
        : []),
      ...words(entry, prompt),
      { type: 'fields', fields },
      { type: 'note', text: standing(entry, stars) },
      ...(job.standIn
        ? [{ type: 'note' as const, text: say('Drawn without a model, by a stand-in for ComfyUI') }]
        : []),
      ...(all.length > 0 ? [{ type: 'buttons' as const, buttons: all }] : []),
    ],
  };
}

/** The maker's own words come first; the prompt is then told apart from them. */
function words({ description }: GalleryEntry, prompt: string): Element[] {
  const quoted: Element[] = prompt ? [{ type: 'quote', text: prompt }] : [];
  if (!description) return quoted;
  return [
    { type: 'text', text: description },
    ...(prompt ? [{ type: 'text' as const, text: bold(say('Prompt')) }, ...quoted] : []),
  ];
}

/** `Number 12 · 3 stars · in the showcase` */
function standing({ number, pinned, frozen, audience }: GalleryEntry, stars: number): Text {
  const parts: Text[] = [
    ...(number === undefined ? [] : [say('Number {number}', { number: String(number) })]),
    ...(stars > 0 ? [starsOf(stars)] : []),
    ...(pinned ? [say('in the showcase')] : []),
    ...(frozen ? [say('frozen')] : []),
    ...(audience === 'instructors' ? [say('for instructors alone')] : []),
  ];
  return parts.flatMap((part, index) => (index > 0 ? [' · ', part] : [part])).flat() as Text;
}

export const starsOf = (n: number) => say('{n, plural, one {# star} other {# stars}}', { n });

/** Asked once, of a maker whose render somebody starred for the first time. */
export function questionCard(job: Job, original: string | null): Card {
  return {
    tone: 'gallery',
    summary: say('Somebody starred your render. May stars of others show your results in the gallery?'),
    elements: [
      { type: 'heading', text: say('Somebody starred your render') },
      { type: 'quote', text: shortened(promptOf(job) || job.request.workflow.title, 200) },
      {
        type: 'text',
        text: [
          say('May results of yours that others star be shown in the gallery, with your name?'),
          ...(original ? [' ', { type: 'link' as const, text: say('See the render'), url: original }] : []),
        ],
      },
      {
        type: 'buttons',
        buttons: [
          {
            type: 'action',
            command: 'allow stars',
            jobId: job.id,
            label: say('Yes, show them'),
            emoji: '⭐',
            look: 'main',
          },
          { type: 'action', command: 'stop stars', jobId: job.id, label: say('No'), look: 'plain' },
        ],
      },
      {
        type: 'note',
        text: say('You can change your mind at any time: {allow}, {stop}.', {
          allow: typed('gallery allow'),
          stop: typed('gallery stop'),
        }),
      },
    ],
  };
}

/** To a maker whose entry an instructor took out. */
export function removedCard(job: Job, { by, reason }: Required<GalleryEntry>['removed']): Card {
  const card = notice(
    'gallery',
    say('Your render was taken out of the gallery'),
    by ? say('{who} took it out.', { who: named(by) }) : say('An instructor took it out.'),
  );
  return {
    ...card,
    elements: [
      ...card.elements,
      ...(reason ? [{ type: 'quote' as const, text: reason }] : []),
      {
        type: 'note',
        text: say('It was: {what}. The render itself stands where you made it.', {
          what: shortened(promptOf(job) || job.request.workflow.title, 120),
        }),
      },
    ],
  };
}
