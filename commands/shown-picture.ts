/** The render whose post a message is: what the chat shows of it may be smaller, or all of it on one sheet. */
import { UserError } from '../core/errors.ts';
import type { Job } from '../core/job.ts';
import type { Output } from '../core/output.ts';
import { type JobPicture, picturesOf, startingFile } from '../core/pictures.ts';
import { say } from '../core/say.ts';
import type { Gesture, Tools } from './command.ts';
import type { GivenFile } from './given-file.ts';

interface Message {
  channel?: string | undefined;
  message?: string | undefined;
}

/** Null for any other message, and where nothing is kept any more. */
export async function madePicture(
  { core }: Pick<Tools, 'core'>,
  { place: { platform } }: Pick<Gesture, 'place'>,
  { channel, message }: Message,
): Promise<{ job: Job; pictures: [JobPicture, ...JobPicture[]] } | null> {
  if (channel === undefined || message === undefined) return null;
  const job = await core.jobs.byPost({ platform, channel, message });
  if (!job || job.deletedAt !== undefined || job.sweptAt !== undefined) return null;
  const [first, ...others] = picturesOf(job);
  return first ? { job, pictures: [first, ...others] } : null;
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
