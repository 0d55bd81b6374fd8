/** Files in Slack's payloads: put into a form, or sent along with a message. Pure. */

import { z } from 'zod';
import { say } from '../../core/say.ts';
import type { FileRef } from '../given-file.ts';
import type { Option } from '../options.ts';

export const slackFileSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nonnegative().nullish(),
  /** `external`: Slack knows an address only, of whoever keeps it. */
  mode: z.string().optional(),
  is_external: z.boolean().optional(),
  /** Of another workspace, that shares a channel with this one. */
  file_access: z.string().optional(),
  url_private: z.string().optional(),
  url_private_download: z.string().optional(),
});

export function refOf(file: z.infer<typeof slackFileSchema>): FileRef {
  const name = file.name ?? '';
  const called = name || say('The file');
  const url = file.url_private_download ?? file.url_private ?? '';
  const ref = { name, mediaType: file.mimetype ?? '', bytes: file.size ?? 0, url };
  if (file.is_external || file.mode === 'external')
    return {
      ...ref,
      refused: say('{name} is not kept by Slack itself, so it is not fetched. Upload it here.', {
        name: called,
      }),
    };
  if (file.mode === 'tombstone')
    return { ...ref, refused: say('{name} is not there any more.', { name: called }) };
  if (file.file_access === 'check_file_info' || url === '')
    return {
      ...ref,
      refused: say('{name} belongs to another workspace. Save it and upload it here.', { name: called }),
    };
  return ref;
}

/** Which option each file of a message is for: the first that is free and of its kind. `left` fits none. */
export function placeFiles(
  files: readonly FileRef[],
  options: readonly Option[],
): { placed: Record<string, FileRef>; left: FileRef[] } {
  const placed: Record<string, FileRef> = {};
  const left: FileRef[] = [];
  for (const file of files) {
    const option = options.find(
      ({ name, file: offered }) =>
        offered !== undefined &&
        !Object.hasOwn(placed, name) &&
        (offered === 'any' || file.mediaType === '' || file.mediaType.startsWith(`${offered}/`)),
    );
    if (option) placed[option.name] = file;
    else left.push(file);
  }
  return { placed, left };
}
