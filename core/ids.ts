/** Ids that cannot be guessed and sort by time. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A job id such as `job-01k8x2m4q7w3n5r9t6v1y0z2ab`: 10 characters of time (ms), 16 of randomness (80 bits).
 * Short enough for a Discord `custom_id` (100 characters) with an action before it, and never a pure
 * integer, which BullMQ refuses as an id.
 */
export function newJobId(now = Date.now(), random: (bytes: number) => Uint8Array = randomBytes): string {
  let time = '';
  for (let rest = now; time.length < 10; rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time;
  const tail = Array.from(random(16), (byte) => alphabet[byte % 32]).join('');
  return `job-${time}${tail}`;
}

/** When an id was made. */
export function timeOf(jobId: string): number {
  let time = 0;
  for (const digit of jobId.slice('job-'.length, 'job-'.length + 10))
    time = time * 32 + alphabet.indexOf(digit);
  return time;
}

/** As a job's, for a preset. */
export const newPresetId = (now?: number): string => newJobId(now).replace('job-', 'preset-');
export const presetIdSchema = z.string().regex(/^preset-[0-9a-hjkmnp-tv-z]{26}$/);

export const jobIdSchema = z
  .string()
  .trim()
  .regex(/^job-[0-9a-hjkmnp-tv-z]{26}$/, 'is not a job id; copy it from the queue');

/** What people see and type of an id where the whole of it would be noise. */
export function shortId(id: string): string {
  return id.slice(-6);
}

/** An id under which something unexpected is logged, and which the person is told. */
export function newReportId(): string {
  return randomBytes(4).toString('hex');
}
