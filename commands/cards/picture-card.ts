/** One picture of a render by itself: the original, and what can be made of it; and the way to one of many. */
import type { Card } from '../../core/card.ts';
import { type Job, promptOf } from '../../core/job.ts';
import { type JobPicture, partsOf, picturesOf, sheetsOf } from '../../core/pictures.ts';
import { say } from '../../core/say.ts';
import type { Way } from '../onward.ts';
import { action, buttonsFor, inRows, onwardButtons } from './job-buttons.ts';
import { sheetItem } from './output-elements.ts';

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

/** The part of a render's pictures that this one stands in, with a button for each. */
export function partCard(job: Job, { number }: JobPicture): Card {
  const pictures = picturesOf(job);
  const parts = partsOf(pictures.length);
  const at = parts.findIndex(({ from, to }) => from <= number && number <= to);
  const { from, to } = parts[at] ?? { from: 1, to: pictures.length };
  const prompt = promptOf(job);
  const sheets = sheetsOf(job);
  const heading = say('Pictures {from} to {to} of {count}', {
    from: String(from),
    to: String(to),
    count: String(pictures.length),
  });
  return {
    tone: 'plain',
    summary: heading,
    elements: [
      { type: 'heading', text: heading },
      ...(sheets[at]
        ? [
            {
              type: 'media' as const,
              items: [sheetItem(sheets, at, pictures.length, prompt || job.request.workflow.title)],
            },
          ]
        : []),
      ...(prompt ? [{ type: 'quote' as const, text: prompt }] : []),
      ...inRows(buttonsFor(job, pictures.slice(from - 1, to))),
    ],
  };
}
