/** The page a person sees when they open the app itself: their renders, their word on the gallery, what there is. */
import { z } from 'zod';
import { type Button, bold, code, type Element, type Text, typed } from '../core/card.ts';
import type { Consent } from '../core/gallery-entry.ts';
import { shortId } from '../core/ids.ts';
import { isActive, type Job } from '../core/job.ts';
import { say } from '../core/say.ts';
import { type Command, defineCommand, type Gesture, type Tools } from './command.ts';
import { aboutJob, stateWords } from './own-jobs.ts';
import { platformNames } from './words.ts';

const shown = 10;

/** A render in one line, and what can be done with it from here. */
function jobElements(job: Job, { place }: Gesture, tools: Tools): Element[] {
  const what = aboutJob(job, 80);
  const elsewhere = job.place.platform === place.platform ? '' : ` · on ${platformNames[job.place.platform]}`;
  const url = job.post ? tools.postLink(job.post) : null;
  const action = { type: 'action', jobId: job.id, look: 'plain' } as const;
  const buttons: Button[] = [
    ...(url === null ? [] : [{ type: 'link' as const, url, label: 'Show' }]),
    ...(isActive(job) && !job.cancelAsked ? [{ ...action, command: 'cancel', label: 'Cancel' }] : []),
    ...(isActive(job) ? [] : [{ ...action, command: 'again', label: 'Again', emoji: '🔁' }]),
  ];
  const state = isActive(job) && job.cancelAsked ? say('being cancelled') : stateWords[job.state];
  return [
    { type: 'text', text: [code(shortId(job.id)), ` ${what} · `, state, elsewhere] },
    { type: 'buttons', buttons },
  ];
}

function consentLine(consent: Consent | null): Text {
  switch (consent) {
    case 'allow':
      return ['Stars of others ', bold('count'), ': a starred render of yours goes to the gallery.'];
    case 'stop':
      return ['Stars of others ', bold('do not count'), '.'];
    default:
      return 'You have not said whether stars of others may show your renders. Until then they do not.';
  }
}

function consentButtons(consent: Consent | null): Button[] {
  const action = { type: 'action', look: 'plain' } as const;
  return [
    ...(consent === 'allow'
      ? []
      : [{ ...action, command: 'gallery allow', label: 'Let stars count', emoji: '⭐' }]),
    ...(consent === 'stop' ? [] : [{ ...action, command: 'gallery stop', label: 'Show nothing of mine' }]),
  ];
}

export function homeFor(commands: () => readonly Command[]) {
  return defineCommand({
    name: 'home',
    summary: 'Your renders, your word on the gallery, and what there is',
    gestures: ['home'],
    options: z.strictObject({}),
    manner: 'private',
    async run({ gesture, tools }) {
      const { person, place } = gesture;
      const jobs = (await tools.core.jobs.ofPerson(person, shown)).filter(
        (job) => job.deletedAt === undefined,
      );
      const consent =
        place.space === undefined ? null : await tools.core.gallery.consent(person, place.space);
      const none: Element = {
        type: 'text',
        text: ['None yet. Type ', typed('render'), ' and say what you want to see.'],
      };
      const elements: Element[] = [
        { type: 'heading', text: 'Your renders' },
        ...(jobs.length === 0 ? [none] : jobs.flatMap((job) => jobElements(job, gesture, tools))),
        { type: 'heading', text: 'The gallery' },
        { type: 'text', text: consentLine(consent) },
        { type: 'buttons', buttons: consentButtons(consent) },
        { type: 'heading', text: 'What you can do' },
        {
          type: 'list',
          items: commands()
            .filter((command) => command.gestures.includes('slash'))
            .map(({ name, summary }): Text => [typed(name), ` ${summary}`]),
        },
      ];
      return { card: { tone: 'plain', summary: 'Your renders', elements } };
    },
  });
}
