/** The picture a message shows: sent along with it, in a block of its own, or of a page it links to. */

import { z } from 'zod';
import type { GivenFile } from '../../commands/given-file.ts';
import { UserError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import type { FetchFile } from '../fetch-file.ts';
import { type FileRef, fileRefSchema, givenFile } from '../given-file.ts';
import { refOf, slackFileSchema } from './attached.ts';
import { translated } from './errors.ts';
import type { Wire } from './wire.ts';

const filesSchema = z.array(slackFileSchema).catch([]);
const partsSchema = z.array(z.unknown()).catch([]);
const messageSchema = z.object({
  files: filesSchema.default([]),
  blocks: partsSchema.default([]),
  attachments: partsSchema.default([]),
});
const partSchema = z.object({
  slack_file: z.object({ id: z.string() }).optional().catch(undefined),
  image_url: z.string().optional(),
  accessory: z.unknown().optional(),
});
const infoSchema = z.object({ file: slackFileSchema });

/** `file` is a block's, of which the message says the id and nothing else. */
const shownSchema = z.union([z.object({ ref: fileRefSchema }), z.object({ file: z.string() })]);
export type Shown = z.infer<typeof shownSchema>;

/** What a form kept of it; null for what is none. */
export const readShown = (kept: unknown): Shown | null => shownSchema.safeParse(kept).data ?? null;

/** The first there is. Pure. */
export function shownBy(message: unknown): Shown | null {
  const { data } = messageSchema.safeParse(message);
  if (!data) return null;
  // Of files from elsewhere Slack does not tell the kind.
  const sent = data.files.find(({ mimetype }) => !mimetype || mimetype.startsWith('image/'));
  if (sent) return { ref: refOf(sent) };
  return [...data.blocks, ...data.attachments].flatMap(inPart)[0] ?? null;
}

function inPart(part: unknown): Shown[] {
  const { data } = partSchema.safeParse(part);
  if (!data) return [];
  const { slack_file: file, image_url: url, accessory } = data;
  if (file) return [{ file: file.id }];
  if (url === undefined) return accessory === undefined ? [] : inPart(accessory);
  const name = /([^/?]+)(?:\?|$)/.exec(url)?.[1] ?? '';
  return [{ ref: { name, mediaType: '', bytes: 0, url } }];
}

/** Nothing is asked of Slack before it is read. */
export function createShownFile({ wire, fetchFile }: { wire: Wire; fetchFile: FetchFile }) {
  async function find(id: string): Promise<FileRef> {
    try {
      return refOf(infoSchema.parse(await wire.patiently((client) => client.files.info({ file: id }))).file);
    } catch (thrown) {
      throw new UserError(say('Slack does not give me that picture. Save it and attach it.'), {
        cause: translated(thrown, 'a picture of a message'),
      });
    }
  }

  return function shownFile(shown: Shown): GivenFile {
    if ('ref' in shown) return givenFile(shown.ref, fetchFile);
    return {
      name: say('The picture'),
      mediaType: '',
      bytes: 0,
      read: async (most) => givenFile(await find(shown.file), fetchFile).read(most),
    };
  };
}
