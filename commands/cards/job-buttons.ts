/** The buttons of a render: what can be made of it, and what can be done with it. */
import type { Button, Element } from '../../core/card.ts';
import type { Job } from '../../core/job.ts';
import { type JobPicture, partsOf, picturesOf, startingFile } from '../../core/pictures.ts';
import { say, type Words } from '../../core/say.ts';
import type { Way } from '../onward.ts';

type Action = Button & { type: 'action' };

export function action(job: Pick<Job, 'id'>, command: string, label: Words, emoji?: string): Action {
  return { type: 'action', command, jobId: job.id, label, ...(emoji && { emoji }), look: 'plain' };
}

/** One for each picture of several; of many, one for each part of them (see `partsOf`). */
export function pictureButtons(job: Job): Button[] {
  const pictures = picturesOf(job);
  if (pictures.length < 2 || job.sweptAt !== undefined) return [];
  const parts = partsOf(pictures.length);
  if (parts.length === 1) return buttonsFor(job, pictures);
  return parts.map(({ from, to }) => ({
    ...action(job, 'pictures', say('Pictures {from} to {to}', { from: String(from), to: String(to) })),
    picture: from,
  }));
}

/** One for each of them. */
export function buttonsFor(job: Job, pictures: readonly JobPicture[]): Button[] {
  return pictures.map(({ number, output }) => ({
    ...action(job, 'picture', output.label ?? say('Picture {n}', { n: String(number) })),
    picture: number,
  }));
}

/** What can be made of one picture; the ways are those that there are a workflow and a server for. */
export function onwardButtons(job: Job, picture: JobPicture, ways: readonly Way[]): Button[] {
  if (job.sweptAt !== undefined || startingFile(picture.output) === null) return [];
  const of = (command: string, label: Words): Button => ({
    ...action(job, command, label),
    picture: picture.number,
  });
  return [
    ...(ways.includes('vary')
      ? [of('vary weak', say('Vary (weak)')), of('vary strong', say('Vary (strong)'))]
      : []),
    ...(ways.includes('upscale') ? [of('upscale', say('Upscale'))] : []),
    ...(ways.includes('animate') ? [of('animate', say('Animate'))] : []),
    of('use picture', say('Use as image')),
  ];
}

/** Rows of a platform hold five; several are to be about as long as each other. */
export function inRows(buttons: readonly Button[]): Element[] {
  const rows = Math.ceil(buttons.length / 5);
  const each = Math.ceil(buttons.length / rows);
  return Array.from({ length: rows }, (_, row) => ({
    type: 'buttons',
    buttons: buttons.slice(row * each, (row + 1) * each),
  }));
}
