/**
 * What a button carries: `<command>:<job id>`. Nothing is remembered about a button, so it works for as long as its
 * message stands, whatever was restarted in between.
 */
import { limits } from './limits.ts';

export function actionIdOf({ command, jobId }: { command: string; jobId: string }): string {
  return `${command}:${jobId}`.slice(0, limits.actionId);
}

/** Null for a button that is none of ours, or a link. */
export function readActionId(actionId: string): { command: string; jobId: string } | null {
  const found = /^([\p{L}\p{N}][\p{L}\p{N} _-]{0,65}):(\S{1,64})$/u.exec(actionId);
  return found?.[1] && found[2] && found[1] !== linkAction ? { command: found[1], jobId: found[2] } : null;
}

/** Slack reports presses of link buttons too; they only want to be acknowledged. */
const linkAction = 'link';
export const linkActionId = (index: number) => `${linkAction}:${index}`;
