/** The render whose post a message is: what the chat shows of it may be smaller, or all of it on one sheet. */
import { typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { isActive, type Job } from '../core/job.ts';
import type { Output } from '../core/output.ts';
import { type JobPicture, picturesOf, startingFile } from '../core/pictures.ts';
import { say } from '../core/say.ts';
import type { Gesture, Tools } from './command.ts';
import type { GivenFile } from './given-file.ts';

export const noPicture = () =>
  say('That message shows no picture. Use this on one that does, or attach a picture to {render}.', {
    render: typed('render'),
  });

interface Message {
  channel?: string | undefined;
  message?: string | undefined;
}

/**
 * All its pictures, and the one that goes first: a copy may show one alone. Null for any other message, and where
 * nothing is kept any more.
 * @throws UserError while it is being made: what the chat shows of it is a preview, and gone a moment later.
 */
export async function madePicture(
  { core }: Pick<Tools, 'core'>,
  { place: { platform } }: Pick<Gesture, 'place'>,
  { channel, message }: Message,
): Promise<{ job: Job; pictures: JobPicture[]; first: JobPicture } | null> {
  if (channel === undefined || message === undefined) return null;
  const job = await core.jobs.byPost({ platform, channel, message });
  if (!job || job.deletedAt !== undefined || job.sweptAt !== undefined) return null;
  if (isActive(job))
    throw new UserError(
      say('That render is still being made: this is a preview. Come back when it is done.'),
    );
  const pictures = picturesOf(job);
  const alone = job.copies?.find(({ post }) => post.message === message)?.picture;
  const first = pictures.find(({ number }) => number === alone) ?? pictures[0];
  return first ? { job, pictures, first } : null;
}

/** A picture as it was made, as if it had been attached. */
export function fileOf(output: Output, { core }: Pick<Tools, 'core'>): GivenFile {
  const { key, mediaType } = startingFile(output) ?? output;
  return {
    name: output.name,
    mediaType,
    bytes: output.bytes,
    async read() {
      const bytes = await core.media.get(key);
      if (!bytes)
        throw new UserError(say('The files of that render are not kept any more. Again makes it anew.'));
      return bytes;
    },
  };
}
