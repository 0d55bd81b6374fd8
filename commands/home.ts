/** The page a person sees when they open the app itself: their renders, their word on the gallery, what there is. */

import { z } from 'zod';
import { type Button, bold, code, type Element, type Text, typed } from '../core/card.ts';
import type { Consent } from '../core/gallery-entry.ts';
import { shortId } from '../core/ids.ts';
import { isActive, type Job } from '../core/job.ts';
import { say, told } from '../core/say.ts';
import { type Command, defineCommand, type Gesture, type Tools } from './command.ts';
import { aboutJob, stateWords } from './own-jobs.ts';
import { platformNames } from './words.ts';

const shown = 10;

/** A render in one line, and what can be done with it from here. */
function jobElements(job: Job, { place }: Gesture, tools: Tools): Element[] {
  const what = aboutJob(job, 80);
  const elsewhere =
    job.place.platform === place.platform
      ? ''
      : say(' · on {platform}', { platform: platformNames[job.place.platform] });
  const url = job.post ? tools.postLink(job.post) : null;
  const action = { type: 'action', jobId: job.id, look: 'plain' } as const;
  const buttons: Button[] = [
    ...(url === null ? [] : [{ type: 'link' as const, url, label: say('Show') }]),
    ...(isActive(job) && !job.cancelAsked ? [{ ...action, command: 'cancel', label: say('Cancel') }] : []),
    ...(isActive(job) ? [] : [{ ...action, command: 'again', label: say('Again'), emoji: '🔁' }]),
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
      return say('Stars of others {count}: a starred render of yours goes to the gallery.', {
        count: bold(say('count')),
      });
    case 'stop':
      return say('Stars of others {count}.', { count: bold(say('do not count')) });
    default:
      return say('You have not said whether stars of others may show your renders. Until then they do not.');
  }
}

function consentButtons(consent: Consent | null): Button[] {
  const action = { type: 'action', look: 'plain' } as const;
  return [
    ...(consent === 'allow'
      ? []
      : [{ ...action, command: 'gallery allow', label: say('Let stars count'), emoji: '⭐' }]),
    ...(consent === 'stop'
      ? []
      : [{ ...action, command: 'gallery stop', label: say('Show nothing of mine') }]),
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
        text: say('None yet. Type {command} and say what you want to see.', { command: typed('render') }),
      };
      const elements: Element[] = [
        { type: 'heading', text: say('Your renders') },
        ...(jobs.length === 0 ? [none] : jobs.flatMap((job) => jobElements(job, gesture, tools))),
        { type: 'heading', text: say('The gallery') },
        { type: 'text', text: consentLine(consent) },
        { type: 'buttons', buttons: consentButtons(consent) },
        { type: 'heading', text: say('What you can do') },
        {
          type: 'list',
          items: commands()
            .filter((command) => command.gestures.includes('slash'))
            .map(({ name, summary }): Text => [typed(name), ' ', told(summary)]),
        },
      ];
      return { card: { tone: 'plain', summary: say('Your renders'), elements } };
    },
  });
}
