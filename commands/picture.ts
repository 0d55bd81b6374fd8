/** One picture of a render: which one a gesture means, and the buttons that hand it over. */
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { type JobPicture, picturesOf } from '../core/pictures.ts';
import { say } from '../core/say.ts';
import { partCard, pictureCard } from './cards/picture-card.ts';
import { defineCommand } from './command.ts';
import { jobOf, mustSee } from './job-of.ts';
import { readWays } from './job-view.ts';
import { fileOf } from './shown-picture.ts';
import { startNextFrom } from './use-as-image.ts';

/** What a button carries that is about one picture of a render. */
export const ofPicture = z.strictObject({
  job: jobIdSchema,
  picture: z.number().int().min(1).max(999).optional(),
});

/** The first, where none is named. @throws UserError when it is not there, or not kept any more. */
export function pictureOf(job: Job, number = 1): JobPicture {
  if (job.sweptAt !== undefined)
    throw new UserError(say('The files of that render are not kept any more. Again makes it anew.'));
  const found = picturesOf(job).find((one) => one.number === number);
  if (!found) throw new UserError(say('That render has no picture {n}.', { n: String(number) }));
  return found;
}

export const picture = defineCommand({
  name: 'picture',
  summary: 'Get one picture of several by itself, and go on from it',
  gestures: ['button'],
  options: ofPicture,
  manner: 'private',
  async run({ options, gesture, tools }) {
    const { place } = gesture;
    const job = await jobOf(tools, options.job);
    await mustSee(tools, job, gesture);
    const found = pictureOf(job, options.picture);
    return { card: pictureCard(job, found, await readWays(tools, { job, picture: found, place })) };
  },
});

/** Those that stand together with the one a button names. */
export const pictures = defineCommand({
  name: 'pictures',
  summary: 'See a part of many pictures, and get each of them by itself',
  gestures: ['button'],
  options: ofPicture,
  manner: 'private',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustSee(tools, job, gesture);
    return { card: partCard(job, pictureOf(job, options.picture)) };
  },
});

export const usePicture = defineCommand({
  name: 'use picture',
  summary: 'Start your next render from this picture',
  gestures: ['button'],
  options: ofPicture,
  manner: 'private',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustSee(tools, job, gesture);
    const { output } = pictureOf(job, options.picture);
    return { card: await startNextFrom(fileOf(output, tools), { gesture, tools }, job.nsfw === true) };
  },
});
