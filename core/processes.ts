/** Telling whether a process that somebody wrote down is still the same one. */
import { readFileSync } from 'node:fs';

/** A process id with what tells it from a later process of the same id. */
export interface ProcessMark {
  pid: number;
  born: string;
}

export function markOf(pid: number): ProcessMark {
  return { pid, born: birthOf(pid) };
}

export function isRunning({ pid, born }: ProcessMark): boolean {
  return isAlive(pid) && birthOf(pid) === born;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When it began, where the system says so; empty for one that has ended and was not waited for yet. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold blanks; the start time is the 22nd.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? 'ended' : (fields[18] ?? '');
  } catch {
    return '';
  }
}
