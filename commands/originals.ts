/**
 * The button *Originals*: what was too large to be sent as it is, by links to the store. Where the store is a folder,
 * there are none: nobody but whoever runs it can reach into it.
 */
import { z } from 'zod';
import type { Text } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { linkSeconds } from '../core/media/link.ts';
import type { MediaStore } from '../core/media.ts';
import { fitsAnywhere, type Output } from '../core/output.ts';
import { say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { jobOf, mustSee } from './job-of.ts';
import { fileSize } from './words.ts';

const isLarge = ({ bytes }: Output): boolean => bytes > fitsAnywhere;

/** Whether there is something to be had by link that a chat may not take as it is. */
export function hasOriginals({ outputs, sweptAt }: Job, { link }: Pick<MediaStore, 'link'>): boolean {
  return link !== undefined && sweptAt === undefined && outputs.some(isLarge);
}

export const originals = defineCommand({
  name: 'originals',
  summary: 'Get what is too large to be sent, by links',
  gestures: ['button'],
  options: z.strictObject({ job: jobIdSchema }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustSee(tools, job, gesture);
    const { link } = tools.core.media;
    if (!link || !hasOriginals(job, { link }))
      throw new UserError(say('The originals of that render cannot be had any more.'));
    const items = await Promise.all(
      job.outputs.filter(isLarge).map(async ({ key, name, bytes }): Promise<Text> => {
        const url = await link(key, name);
        return [{ type: 'link', text: name, url }, ' (', fileSize(bytes), ')'];
      }),
    );
    return {
      card: {
        tone: 'plain',
        summary: say('The originals'),
        elements: [
          { type: 'heading', text: say('The originals') },
          { type: 'list', items },
          {
            type: 'note',
            text: say('The links work for {hours} hours, for everybody who has them.', {
              hours: Math.round(linkSeconds / 3600),
            }),
          },
        ],
      },
    };
  },
});
