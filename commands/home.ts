/** The page a person sees when they open the app itself: their renders, their word on the gallery, what there is. */
import { z } from 'zod';
import { bold, code, type Element, type Text } from '../core/card.ts';
import type { Consent } from '../core/gallery.ts';
import { shortId } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { type Command, defineCommand } from './command.ts';
import { shortened } from './words.ts';

const shown = 10;

const states = {
  queued: 'in the queue',
  submitted: 'next on the GPU',
  running: 'rendering',
  done: 'done',
  failed: 'did not work',
  cancelled: 'cancelled',
} as const satisfies Record<Job['state'], string>;

function consentLine(consent: Consent | null): Text {
  switch (consent) {
    case 'allow':
      return [
        'Stars of others ',
        bold('count'),
        ': a starred render of yours goes to the gallery. /gallery stop ends that.',
      ];
    case 'stop':
      return ['Stars of others ', bold('do not count'), '. /gallery allow changes that.'];
    default:
      return 'You have not said whether stars of others may show your renders. Until then they do not. /gallery allow, /gallery stop.';
  }
}

export function homeFor(commands: () => readonly Command[]) {
  return defineCommand({
    name: 'home',
    summary: 'Your renders, your word on the gallery, and what there is',
    gestures: ['home'],
    options: z.strictObject({}),
    manner: 'private',
    async run({ gesture: { person, place }, tools }) {
      const jobs = (await tools.core.jobs.ofPerson(person, shown)).filter(
        (job) => job.deletedAt === undefined,
      );
      const consent =
        place.space === undefined ? null : await tools.core.gallery.consent(person, place.space);
      const elements: Element[] = [
        { type: 'heading', text: 'Your renders' },
        jobs.length === 0
          ? { type: 'text', text: 'None yet. Type /render and say what you want to see.' }
          : {
              type: 'list',
              items: jobs.map((job): Text => {
                const what = shortened(String(job.request.values.prompt ?? job.request.workflow.title), 80);
                return [code(shortId(job.id)), ` ${what} · ${states[job.state]}`];
              }),
            },
        { type: 'heading', text: 'The gallery' },
        { type: 'text', text: consentLine(consent) },
        { type: 'heading', text: 'What you can do' },
        {
          type: 'list',
          items: commands()
            .filter((command) => command.gestures.includes('slash'))
            .map(({ name, summary }): Text => [bold(`/${name}`), ` ${summary}`]),
        },
      ];
      return { card: { tone: 'plain', summary: 'Your renders', elements } };
    },
  });
}
