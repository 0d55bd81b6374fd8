/**
 * What a form cannot carry itself, kept for its person alone and for a short while: the files it was opened with, and
 * what was typed into one that could not be accepted, so that nothing has to be typed twice.
 */
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type Person, personKey } from './people.ts';

const draftSchema = z.object({
  /** What the form is about. */
  options: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** What stood in its fields. */
  typed: z.record(z.string(), z.string()).default({}),
  /** Files by option, as the platform they were shown on reads them; nobody else does. */
  files: z.record(z.string(), z.unknown()).default({}),
});
export type Draft = z.infer<typeof draftSchema>;

/** Files are where their platform keeps them for a day; nobody leaves a form open for so long and expects it to work. */
const keptSeconds = 6 * 60 * 60;

export function createDrafts(redis: Redis, prefix: string) {
  const keyOf = (person: Pick<Person, 'platform' | 'id'>, id: string) =>
    `${prefix}:draft:${personKey(person)}:${id}`;
  return {
    /** @returns the id under which its person finds it again. */
    async keep(person: Person, draft: Partial<Draft>): Promise<string> {
      const id = randomBytes(9).toString('base64url');
      const text = JSON.stringify(draftSchema.parse(draft));
      await redis.set(keyOf(person, id), text, 'EX', keptSeconds);
      return id;
    },
    /** Null when it was kept long enough, or is somebody else's. */
    async get(person: Pick<Person, 'platform' | 'id'>, id: string): Promise<Draft | null> {
      const text = await redis.get(keyOf(person, id));
      return text === null ? null : draftSchema.parse(JSON.parse(text));
    },
  };
}
