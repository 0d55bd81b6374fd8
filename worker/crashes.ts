/**
 * Jobs that end the worker's own process, again and again.
 *
 * Each job in hand is noted. What is noted for a worker that has not let go of it in good order was in its hand when
 * it ended. With several jobs in hand any of them may have been the reason, so nobody is blamed for that; but a job to
 * which it happened twice is under suspicion, and from then on runs alone in its worker. What ends a worker while it
 * is alone with it, twice, is the reason.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { say } from '../core/say.ts';
import { JobFailure } from './failure.ts';

const noteSchema = z.object({
  /** The worker that has it in hand; null between two. */
  worker: z.string().nullable(),
  alone: z.boolean(),
  /** How many workers ended with it in hand, and how many of them had nothing else. */
  crashes: z.number(),
  crashesAlone: z.number(),
});
type Note = z.infer<typeof noteSchema>;

const suspicious = 2;
const guilty = 2;
/** Longer than any job waits. */
const keptSeconds = 7 * 24 * 3600;

export interface Grip {
  /** @throws JobFailure for a job that is the reason. */
  check(): void;
  /** In good order. @param over whether the job has ended, so that nothing need be known of it any more */
  letGo(over: boolean): Promise<void>;
}

export function createCrashes(redis: Redis, prefix: string, worker: string) {
  const key = (jobId: string) => `${prefix}:in-hand:${jobId}`;
  const write = (jobId: string, note: Note) => redis.set(key(jobId), JSON.stringify(note), 'EX', keptSeconds);

  async function read(jobId: string): Promise<Note> {
    const text = await redis.get(key(jobId));
    if (text === null) return { worker: null, alone: false, crashes: 0, crashesAlone: 0 };
    const { worker: last, ...note } = noteSchema.parse(JSON.parse(text));
    // A worker that only lost its lock on it lives on, and may take it again.
    if (last === null || last === worker) return { ...note, worker: last };
    return {
      ...note,
      worker: last,
      crashes: note.crashes + 1,
      crashesAlone: note.crashesAlone + (note.alone ? 1 : 0),
    };
  }

  return {
    async isSuspect(jobId: string): Promise<boolean> {
      return (await read(jobId)).crashes >= suspicious;
    },

    /** Notes that it is in hand. */
    async grip(jobId: string, alone: boolean): Promise<Grip> {
      const { crashes, crashesAlone } = await read(jobId);
      await write(jobId, { worker, alone, crashes, crashesAlone });
      return {
        check() {
          if (crashesAlone < guilty) return;
          throw new JobFailure({
            message: say('The worker ended without a word {n} times while it had this in hand.', {
              n: crashes,
            }),
            remedy: say(
              'Its log says what it was doing. Ask for something smaller, or use another workflow.',
            ),
          });
        },
        async letGo(over) {
          if (over || crashes === 0) await redis.del(key(jobId));
          else await write(jobId, { worker: null, alone: false, crashes, crashesAlone });
        },
      };
    },
  };
}
