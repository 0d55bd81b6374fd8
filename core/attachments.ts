/**
 * Attachments: files that people gave for renders, in the media store.
 *
 * Each stands in a folder of its own that is named after its owner and its bytes, so the same picture is kept once per
 * person however often they send it, and nobody can name one that they have not got. Jobs that were made from it are
 * noted beside it; it goes with the last of them (see `media/sweep.ts`), or when that one is deleted.
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Checked } from './attachment/check.ts';
import type { Job } from './job.ts';
import type { Links } from './links.ts';
import { folderOf, keyOf } from './media/key.ts';
import type { MediaStore } from './media.ts';
import { type Person, personKey, personSchema } from './people.ts';
import { fileKinds } from './workflow.ts';

const attachmentSchema = z.object({
  /** Its place in the media store, and its value in a request. */
  key: z.string().min(1),
  owner: personSchema,
  kind: z.enum(fileKinds),
  mediaType: z.string().min(1),
  bytes: z.number().int().nonnegative(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  seconds: z.number().nonnegative().optional(),
  /** When it was given last. */
  at: z.number(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** What somebody chose for their next render. */
const nextSchema = z.object({
  key: z.string(),
  /** It comes from where children are kept out, and is not for everybody's eyes elsewhere. */
  nsfw: z.boolean().optional(),
});
/** Of before there was more to it than the key. */
const readNext = (text: string) =>
  text.startsWith('{') ? nextSchema.parse(JSON.parse(text)) : { key: text };

const folderForm = /^in-[0-9a-f]{16}-[0-9a-f]{32}$/;
/** What no job was made of in this time is forgotten. */
const unusedMs = 24 * 60 * 60 * 1000;

export type Attachments = ReturnType<typeof createAttachments>;

interface Parts {
  redis: Redis;
  prefix: string;
  media: MediaStore;
  links: Links;
  now?: () => number;
}

export function createAttachments({ redis, prefix, media, links, now = Date.now }: Parts) {
  const recordKey = (folder: string) => `${prefix}:attachment:${folder}`;
  const jobsKey = (folder: string) => `${prefix}:attachment-jobs:${folder}`;
  const nextKey = (person: Person) => `${prefix}:attachment-next:${personKey(person)}`;

  async function get(key: string): Promise<Attachment | null> {
    const text = await redis.get(recordKey(folderOf(key)));
    return text === null ? null : attachmentSchema.parse(JSON.parse(text));
  }

  async function remove(folder: string): Promise<void> {
    await redis.del(recordKey(folder), jobsKey(folder));
    await media.removeFolder(folder);
  }

  return {
    get,

    async keep(owner: Person, { bytes, extension, ...facts }: Checked): Promise<Attachment> {
      const whose = createHash('sha256').update(personKey(owner)).digest('hex').slice(0, 16);
      const what = createHash('sha256').update(facts.kind).update(bytes).digest('hex').slice(0, 32);
      const folder = `in-${whose}-${what}`;
      const name = `attached${extension}`;
      const key = keyOf(folder, createHash('sha256').update(bytes).digest('hex'), name);
      const attachment: Attachment = { key, owner, ...facts, bytes: bytes.length, at: now() };
      // The record comes first: a file without one would be swept.
      await redis.set(recordKey(folder), JSON.stringify(attachment));
      await media.put(folder, name, bytes);
      return attachment;
    },

    /** Whether a person may make something from it: it is theirs, or the job they go on from was made of it. */
    async mayUse(key: string, person: Person, parent?: Pick<Job, 'attached'>): Promise<boolean> {
      const found = await get(key);
      if (!found) return false;
      return parent?.attached?.includes(key) || links.same(found.owner, person);
    },

    async use(keys: readonly string[], jobId: string): Promise<void> {
      for (const key of keys) await redis.sadd(jobsKey(folderOf(key)), jobId);
    },

    /** A job that was made of these is gone; so are those that no other was made of. */
    async release({ id, attached = [] }: Pick<Job, 'id' | 'attached'>): Promise<void> {
      for (const key of attached) {
        const folder = folderOf(key);
        const was = await redis.srem(jobsKey(folder), id);
        if (was === 1 && (await redis.scard(jobsKey(folder))) === 0) await remove(folder);
      }
    },

    /** What a person takes for their next render, until they have, or for a day. */
    async takeNext(person: Person, { key }: Attachment, nsfw = false): Promise<void> {
      const text = JSON.stringify({ key, ...(nsfw && { nsfw }) } satisfies z.infer<typeof nextSchema>);
      await redis.set(nextKey(person), text, 'PX', unusedMs);
    },
    async next(person: Person): Promise<(Attachment & { nsfw?: boolean | undefined }) | null> {
      const text = await redis.get(nextKey(person));
      if (text === null) return null;
      const { key, nsfw }: z.infer<typeof nextSchema> = readNext(text);
      const found = await get(key);
      return found && { ...found, ...(nsfw && { nsfw }) };
    },
    async forgetNext(person: Person): Promise<boolean> {
      return (await redis.del(nextKey(person))) === 1;
    },

    isFolder: (folder: string): boolean => folderForm.test(folder),

    /** `unknown`: nobody has recorded it. `isOver` tells of a job whether its files may go. */
    async standing(
      folder: string,
      isOver: (jobId: string) => Promise<boolean>,
      at: number,
    ): Promise<'used' | 'over' | 'unknown'> {
      const text = await redis.get(recordKey(folder));
      if (text === null) return 'unknown';
      if (attachmentSchema.parse(JSON.parse(text)).at > at - unusedMs) return 'used';
      for (const id of await redis.smembers(jobsKey(folder))) if (!(await isOver(id))) return 'used';
      return 'over';
    },

    remove,
  };
}
