/** What a render was made from, in one line, with a link to it. */
import type { Text } from '../../core/card.ts';
import type { Job, Step } from '../../core/job.ts';
import { picturesOf } from '../../core/pictures.ts';
import { type Phrase, say } from '../../core/say.ts';

/** The job that one was made from, as far as it may be shown. */
export interface Parent {
  /** Null when there is no record of it any more. */
  job: Job | null;
  /** Where people find its post. */
  link: string | null;
}

export function madeFrom({ from }: Pick<Job, 'from'>, parent: Parent): Phrase {
  const what = pictureIn(parent, from?.output);
  return sentences[from?.by ?? 'again'](what);
}

const sentences = {
  again: (what) => say('Made once more, from {what}', { what }),
  vary: (what) => say('Varied from {what}', { what }),
  upscale: (what) => say('Enlarged from {what}', { what }),
  animate: (what) => say('Animated from {what}', { what }),
  edit: (what) => say('Edited from {what}', { what }),
  remix: (what) => say('Remixed from {what}', { what }),
} as const satisfies Record<Step, (what: Text) => Phrase>;

function pictureIn({ job, link }: Parent, output: number | undefined): Text {
  if (!job || job.deletedAt !== undefined) return say('a render that was deleted');
  const render: Text =
    link === null ? say('an earlier render') : { type: 'link', text: say('an earlier render'), url: link };
  const pictures = picturesOf(job);
  const picture = pictures.length > 1 ? pictures.find(({ index }) => index === output) : undefined;
  return picture ? say('picture {n} of {render}', { n: String(picture.number), render }) : render;
}
