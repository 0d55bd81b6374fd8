/**
 * What a button carries: `<command>:<job id>`, or `<command>:` where it is about no job. Nothing is remembered about a
 * button, so it works for as long as its message stands, whatever was restarted in between; and nothing it says is
 * believed: the command's schema reads the id, and the command asks whether this person may.
 */
import type { Button } from '../core/card.ts';

/** What the narrowest platform takes. */
const longest = 100;

export interface Pressed {
  command: string;
  options: { job?: string };
}

export function buttonIdOf({
  command,
  jobId = '',
}: Pick<Button & { type: 'action' }, 'command' | 'jobId'>): string {
  return `${command}:${jobId}`.slice(0, longest);
}

/** Null for a button that is none of ours. */
export function readButtonId(id: string): Pressed | null {
  const found = /^([\p{L}\p{N}][\p{L}\p{N} _-]{0,65}):(\S{0,64})$/u.exec(id);
  if (!found?.[1]) return null;
  return { command: found[1], options: found[2] ? { job: found[2] } : {} };
}
