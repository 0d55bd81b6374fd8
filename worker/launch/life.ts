/**
 * One life of a launched ComfyUI: a process group of its own, known by a file, so that a worker that is started after
 * a crash finds it again and goes on with what it renders.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { environmentForOthers } from '../../core/config.ts';
import { isRunning, markOf, type ProcessMark } from '../../core/processes.ts';
import { openLog } from './log-tail.ts';

export interface Life {
  /** In words, how it ended. */
  readonly ended: Promise<string>;
  /** Where in the log its words begin. */
  readonly logBegin: number;
  /** Ends the whole group. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

const markSchema = z.object({ pid: z.number().int().positive(), born: z.string() });
const noteSchema = z.object({
  comfyui: markSchema,
  /** The worker that looks after it. */
  worker: markSchema,
  port: z.number().int(),
  shell: z.string(),
  logBegin: z.number(),
});
export type Note = z.infer<typeof noteSchema>;

const lookMs = 300;

export function readNote(path: string): Note | null {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // None, or half of one, from a machine that lost its power.
    return null;
  }
}

export function writeNote(path: string, note: Note): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(note), { mode: 0o600 });
}

export function forgetNote(path: string): void {
  rmSync(path, { force: true });
}

export interface Start {
  shell: string;
  cwd?: string | undefined;
  port: number;
  logPath: string;
}

/** @returns the life, and what to note of it. */
export function begin({ shell, cwd, port, logPath }: Start): { life: Life; mark: ProcessMark | null } {
  const { file, begin: logBegin } = openLog(logPath);
  const child = spawn('sh', ['-c', shell.replaceAll('{port}', String(port))], {
    cwd,
    env: environmentForOthers(),
    // A session of its own: it is neither reached by the terminal's Ctrl-C nor ended with this process.
    detached: true,
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const ended = once(child, 'close').then(
    ([code, signal]) => (signal ? `was ended by ${signal}` : `ended with code ${code}`),
    (error: Error) => `could not be started (${error.message})`,
  );
  return {
    life: { ended, logBegin, kill: (signal) => killGroup(child.pid, signal) },
    mark: child.pid === undefined ? null : markOf(child.pid),
  };
}

/** One that an earlier worker started. It is not our child, so it is looked at instead of waited for. */
export function adopt({ comfyui, logBegin }: Note): Life {
  async function watch(): Promise<string> {
    while (isRunning(comfyui)) await sleep(lookMs, undefined, { ref: false });
    return 'ended';
  }
  return {
    ended: watch(),
    logBegin,
    kill: (signal) => {
      if (isRunning(comfyui)) killGroup(comfyui.pid, signal);
    },
  };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group is gone already.
  }
}
