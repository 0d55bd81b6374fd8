/** One picture for a whole page of a list: what each render made, small and numbered as in the list. */
import type { Element } from '../core/card.ts';
import { contactSheet } from '../core/contact-sheet.ts';
import type { Job } from '../core/job.ts';
import { isVisual, posterOf, previewOf } from '../core/output.ts';
import { say } from '../core/say.ts';
import type { Tools } from './command.ts';

/** Of each render the first that can be looked at; null when there is none. */
export async function sheetOf(
  renders: readonly { number: number; job: Job }[],
  name: string,
  { core }: Pick<Tools, 'core'>,
): Promise<Element | null> {
  const found = await Promise.all(
    renders.map(async ({ number, job }) => {
      const output = job.sweptAt === undefined ? job.outputs.find(isVisual) : undefined;
      const shown = output && (posterOf(output) ?? previewOf(output) ?? output);
      const bytes = shown && shown.kind !== 'video' ? await core.media.get(shown.key) : null;
      return bytes ? [{ number, bytes }] : [];
    }),
  );
  const pictures = found.flat();
  const sheet = await contactSheet(pictures);
  if (!sheet) return null;
  const alt = say(
    'A sheet of {n, plural, one {# small picture} other {# small pictures}}, numbered as in the list',
    {
      n: pictures.length,
    },
  );
  return {
    type: 'media',
    items: [{ file: { from: 'bytes', name: `${name}.png`, mediaType: 'image/png', bytes: sheet }, alt }],
  };
}
