/**
 * The files of workflows, where workers find them: their bytes in the media store (which workers share with the bots, and
 * which takes a video as well as a page of JSON), each in a folder of its own that no sweep of outputs looks at. In Redis
 * stands which there are and who wants them.
 *
 * A file is wanted by workflows that were added in chats, and by whoever named it within a day: bots do so for their own
 * folder, now and then. What nobody wants is taken away.
 */

import type { Redis } from 'ioredis';
import { UserError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { MediaStore } from '../media.ts';
import { say } from '../say.ts';
import { readSource } from './added.ts';
import { fileId, largestFile } from './folder.ts';
import { type WorkflowFile, workflowFileSchema } from './source.ts';

/** A file that nobody has named for so long, and that no workflow of a chat is from, is taken away. */
const wantedMs = 24 * 60 * 60 * 1000;

const keptSchema = workflowFileSchema.extend({ key: workflowFileSchema.shape.name });

export type WorkflowFiles = ReturnType<typeof createWorkflowFiles>;

export function createWorkflowFiles(
  { redis, media, changed }: { redis: Redis; media: MediaStore; changed: () => Promise<void> },
  prefix: string,
  now: () => number = Date.now,
) {
  const filesKey = `${prefix}:workflows:files`;
  const wantedKey = `${prefix}:workflows:wanted`;
  const addedKey = `${prefix}:workflows:added`;
  const readingsKey = (id: string) => `${prefix}:workflows:readings:${id}`;
  const folderOf = (id: string) => `workflow-${id}`;

  const added = async () => (await redis.hvals(addedKey)).flatMap(readSource);

  async function wanted(): Promise<string[]> {
    const named = await redis.zrange(wantedKey, now() - wantedMs, '+inf', 'BYSCORE');
    return [...new Set([...named, ...(await added()).map(({ file }) => file.id)])];
  }

  return {
    /** Keeps a file for workers to read; keeping it again changes nothing. @throws UserError for one too large; StoreTrouble */
    async keep(name: string, bytes: Uint8Array): Promise<WorkflowFile> {
      if (bytes.length > largestFile)
        throw new UserError(
          say(
            '{name} has {n} bytes; at most {most} are taken. Send the workflow itself (in ComfyUI: Workflow, Save).',
            { name, n: bytes.length, most: largestFile },
          ),
        );
      const file: WorkflowFile = { id: fileId(bytes), name, bytes: bytes.length };
      await redis.zadd(wantedKey, 'GT', now(), file.id);
      if ((await redis.hexists(filesKey, file.id)) === 0) {
        const key = await media.put(folderOf(file.id), name, bytes);
        await redis.hset(filesKey, file.id, JSON.stringify({ ...file, key }));
        await changed();
      }
      return file;
    },

    /** Says that these are wanted still, or for so long. @returns those that are not kept, and have to be. */
    async want(ids: readonly string[], forMs = 0): Promise<string[]> {
      if (ids.length === 0) return [];
      const at = now() + forMs;
      await redis.zadd(wantedKey, 'GT', ...ids.flatMap((id) => [at, id]));
      const known = await redis.hmget(filesKey, ...ids);
      return ids.filter((_, index) => known[index] === null);
    },

    /** Ids of those that are to be read. */
    wanted,

    /** Null when it is not kept any more. @throws DamagedFile, StoreTrouble */
    async read(id: string): Promise<{ file: WorkflowFile; bytes: Buffer } | null> {
      const text = await redis.hget(filesKey, id);
      if (text === null) return null;
      const { key, ...file } = keptSchema.parse(parseJson(text));
      const bytes = await media.get(key);
      return bytes && { file, bytes };
    },

    /** Takes away what nobody wants, with what was read of it. @returns how many. */
    async sweep(): Promise<number> {
      const keep = new Set(await wanted());
      const gone = (await redis.hkeys(filesKey)).filter((id) => !keep.has(id));
      for (const id of gone) {
        await redis.multi().hdel(filesKey, id).zrem(wantedKey, id).del(readingsKey(id)).exec();
        await media.removeFolder(folderOf(id));
      }
      return gone.length;
    },
  };
}
