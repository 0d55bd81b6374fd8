/** The word to somebody that a render of theirs has ended. Short: the post it stands by shows the rest. */
import type { Card } from '../../core/card.ts';
import type { Job } from '../../core/job.ts';
import { type Phrase, say } from '../../core/say.ts';
import { aboutJob } from '../own-jobs.ts';

const most = 80;

function ended(job: Job): Phrase {
  const what = aboutJob(job, most);
  if (job.state === 'done') return say('Your render is done: {what}', { what });
  if (job.state === 'cancelled') return say('Your render was cancelled: {what}', { what });
  return say('Your render did not work: {what}', { what });
}

/** @param link to the post, where it does not stand beside it */
export function pingCard(job: Job, link: string | null): Card {
  const summary = ended(job);
  return {
    tone: job.state === 'done' ? 'good' : 'plain',
    summary,
    elements: [
      { type: 'text', text: summary },
      ...(link === null
        ? []
        : [
            {
              type: 'buttons' as const,
              buttons: [{ type: 'link' as const, url: link, label: say('See it') }],
            },
          ]),
    ],
  };
}
