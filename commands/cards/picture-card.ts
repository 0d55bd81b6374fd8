/** One picture of a render by itself: the original, and what can be made of it. */
import type { Card } from '../../core/card.ts';
import { type Job, promptOf } from '../../core/job.ts';
import { type JobPicture, picturesOf } from '../../core/pictures.ts';
import { say } from '../../core/say.ts';
import type { Way } from '../onward.ts';
import { action, inRows, onwardButtons } from './job-buttons.ts';

export function pictureCard(job: Job, picture: JobPicture, ways: readonly Way[]): Card {
  const { output, number } = picture;
  const prompt = promptOf(job);
  const heading =
    output.label ??
    say('Picture {n} of {count}', { n: String(number), count: String(picturesOf(job).length) });
  const pixels = output.width && output.height ? `${output.width} × ${output.height}` : null;
  return {
    tone: 'plain',
    summary: heading,
    elements: [
      { type: 'heading', text: heading },
      {
        type: 'media',
        items: [
          {
            file: { from: 'store', output },
            alt: say('{what} ({which})', { what: prompt || job.request.workflow.title, which: heading }),
          },
        ],
      },
      ...(prompt ? [{ type: 'quote' as const, text: prompt }] : []),
      ...(pixels ? [{ type: 'note' as const, text: say('The original, {pixels}', { pixels }) }] : []),
      ...inRows([
        ...onwardButtons(job, picture, ways),
        { ...action(job, 'edit', say('Edit'), '✏️'), picture: number },
      ]),
    ],
  };
}
