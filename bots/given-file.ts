/** A file as a platform's payload names it, and as commands are given it. */

import { z } from 'zod';
import type { GivenFile } from '../commands/given-file.ts';
import { UserError } from '../core/errors.ts';
import { say } from '../core/say.ts';
import { textSchema } from '../core/text-schema.ts';
import type { FetchFile } from './fetch-file.ts';

export const fileRefSchema = z.object({
  /** Empty where nobody says. */
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  /** Where the platform keeps it. Signed ones expire, so it is fetched while it is fresh, and kept for a form only. */
  url: z.string(),
  /** Why it is not fetched at all, in words. */
  refused: textSchema.optional(),
});
export type FileRef = z.infer<typeof fileRefSchema>;

export function givenFile(
  { name, mediaType, bytes, url, refused }: FileRef,
  { fetch }: FetchFile,
): GivenFile {
  const called = name || say('The file');
  return {
    name: called,
    mediaType,
    bytes,
    async read(most) {
      if (refused !== undefined) throw new UserError(refused);
      return fetch(url, most, called);
    },
  };
}

/** Options with the files among them. */
export function withFiles(
  options: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, FileRef>>,
  fetchFile: FetchFile,
): Record<string, unknown> {
  const given = Object.entries(files).map(([name, ref]) => [name, givenFile(ref, fetchFile)] as const);
  return { ...options, ...Object.fromEntries(given) };
}
