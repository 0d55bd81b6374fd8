/**
 * Gestures that a bot has heard and not answered yet. Whoever is killed in the middle of one leaves its note behind, and
 * the next one can say so to the person. Kept in one hash a platform: gesture → when, and what it is answered with.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Platform } from './people.ts';

const noteSchema = z.object({ at: z.number(), person: z.string().optional(), ticket: z.unknown() });

export interface Unanswered {
  /** The platform's own id of the gesture. */
  id: string;
  at: number;
  /** Whose it is, by the platform's id. */
  person?: string | undefined;
  /** What the platform's bot answers it with; nobody else reads it. */
  ticket: unknown;
}

export function createUnanswered(redis: Redis, prefix: string) {
  const key = (platform: Platform) => `${prefix}:unanswered:${platform}`;
  return {
    async note(platform: Platform, { id, ...note }: Unanswered): Promise<void> {
      await redis.hset(key(platform), id, JSON.stringify(note));
    },
    /** Takes the note away. @returns whether it was there: of several, one is told so. */
    async take(platform: Platform, id: string): Promise<boolean> {
      return (await redis.hdel(key(platform), id)) === 1;
    },
    async all(platform: Platform): Promise<Unanswered[]> {
      const notes = Object.entries(await redis.hgetall(key(platform)));
      return notes.map(([id, text]) => {
        const { ticket, ...note } = noteSchema.parse(JSON.parse(text));
        return { id, ...note, ticket };
      });
    },
  };
}
