/** From a press below a picture to the render that goes on from it, which is whoever's who pressed. */
import type { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Answer, Call } from './command.ts';
import { jobOf } from './job-of.ts';
import { isTooLarge, requestFrom, type Way, workflowFor } from './onward.ts';
import { type ofPicture, pictureOf } from './picture.ts';
import { startJob } from './start-job.ts';

/** @throws UserError */
export async function goOn(
  { options, gesture, post, tools }: Call<z.infer<typeof ofPicture>>,
  way: Way,
  strength?: number,
): Promise<Answer> {
  const { place } = gesture;
  const job = await jobOf(tools, options.job);
  const picture = pictureOf(job, options.picture);
  if (way === 'upscale' && isTooLarge(picture)) throw new UserError(tooLarge);
  const rules = await tools.core.houseRules.of(place);
  const workflow = workflowFor(way, { job, picture }, { library: tools.library, place, rules });
  if (!workflow) throw new UserError(none[way]);
  const request = requestFrom({ job, picture, workflow, strength }, tools);
  const from = { job, by: way, output: picture.index };
  const made = await startJob(tools, { request, gesture, ...(post && { post }), from });
  return { job: made.id };
}

const tooLarge = say('That picture is as large as they get here; larger, nothing could open it.');

/** The button was there when somebody could do it. */
const none = {
  vary: say('There is no workflow here now that draws a picture again from a picture.'),
  upscale: say('There is no workflow here now that makes a picture larger.'),
  animate: say('There is no workflow here now that makes a picture move.'),
} as const satisfies Record<Way, Phrase>;
