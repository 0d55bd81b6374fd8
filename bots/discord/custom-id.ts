/**
 * What a button carries: `<command>:<job id>`. Nothing is remembered about a button, so it works for as long as its
 * message stands, whatever was restarted in between.
 */
import { limits } from './limits.ts';

export function customIdOf({ command, jobId }: { command: string; jobId: string }): string {
  return `${command}:${jobId}`.slice(0, limits.customId);
}

/** Null for a button that is none of ours. */
export function readCustomId(customId: string): { command: string; jobId: string } | null {
  const found = /^([\p{L}\p{N}][\p{L}\p{N} _-]{0,65}):(\S{1,64})$/u.exec(customId);
  return found?.[1] && found[2] ? { command: found[1], jobId: found[2] } : null;
}
