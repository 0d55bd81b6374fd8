/**
 * What every ComfyUI stand-in writes down of its runs, so that it is known afterwards which work was done, which was
 * lost with a killed process, and which was done once more although nothing had been lost.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const noteSchema = z.object({
  what: z.enum(['started', 'finished', 'failed']),
  at: z.number(),
  prompt: z.string(),
  tag: z.string(),
});

/** One prompt that a server began to run. */
export interface Run {
  server: string;
  tag: string;
  prompt: string;
  startedAt: number;
  /** Missing when the process was killed in the middle of it. */
  ended?: { at: number; how: 'finished' | 'failed' };
  /** When the process that ran it was killed, and its memory of the run with it; missing while it lives. */
  forgottenAt?: number;
}

export function noteRun(path: string, note: z.infer<typeof noteSchema>): void {
  appendFileSync(path, `${JSON.stringify(note)}\n`);
}

/** @param kills when the server was killed, in order. */
export function readRuns(path: string, server: string, kills: readonly number[]): Run[] {
  if (!existsSync(path)) return [];
  const runs: Run[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const { what, at, prompt, tag } = noteSchema.parse(JSON.parse(line));
    if (what === 'started') {
      const forgottenAt = kills.find((kill) => kill >= at);
      runs.push({ server, tag, prompt, startedAt: at, ...(forgottenAt !== undefined && { forgottenAt }) });
    } else {
      const run = runs.findLast((one) => one.prompt === prompt && !one.ended);
      if (run) run.ended = { at, how: what };
    }
  }
  return runs;
}
