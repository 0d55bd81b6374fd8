/** One of our own programs as a child process: the pinned Node, a channel to it, and everything it says in its log file. */
import { z } from 'zod';
import { SettingsError } from '../../core/errors.ts';
import { endChild, ended, killGroup, spawnOnLifeline } from './lifeline.ts';
import type { LogFile } from './log-file.ts';

/** Sent once, when it can be used: addresses and other facts about itself. */
const readyMessageSchema = z.object({ ready: z.record(z.string(), z.unknown()) });
export type Ready = z.infer<typeof readyMessageSchema>['ready'];

export interface Program {
  /** As people read it: "worker". */
  name: string;
  file: string;
  environment: NodeJS.ProcessEnv;
  log: LogFile;
  /** Gets each line of its log. */
  onLine(line: string): void;
}

export interface Child {
  /** Rejects with a SettingsError that says why, when it ends before. */
  ready: Promise<Ready>;
  /** A sentence about its end: its own last words, when they are one. */
  ended: Promise<string>;
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

/** Longer than a program itself waits for its platform, so that its own words come first. */
const readyWithinMs = 90_000;

export function startChild({ name, file, environment, log, onLine }: Program): Child {
  const child = spawnOnLifeline({
    file: process.execPath,
    args: [file],
    // When this process is gone the channel closes, and the program stops by itself; not for ever, though.
    signal: 'KILL',
    channel: 'ipc',
    options: { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  const complaints: string[] = [];
  if (child.stdout) log.follow(child.stdout, onLine);
  if (child.stderr) {
    log.follow(child.stderr, (line) => {
      complaints.push(line);
      if (complaints.length > 50) complaints.shift();
    });
  }

  const end = ended(child).then((how) => {
    const words = child.signalCode ? null : lastWords(complaints);
    if (words && !words.thrown) return words.text;
    return `The ${name} ${how}${words ? ` (${words.text})` : ''}; see ${log.path}.`;
  });
  const ready = new Promise<Ready>((resolve, reject) => {
    const refuse = (sentence: string) => reject(new SettingsError(sentence));
    child.on('message', (message) => {
      const parsed = readyMessageSchema.safeParse(message);
      if (parsed.success) resolve(parsed.data.ready);
    });
    void end.then(refuse);
    const seconds = readyWithinMs / 1000;
    setTimeout(
      refuse,
      readyWithinMs,
      `The ${name} did not come up within ${seconds} s; see ${log.path}.`,
    ).unref();
  });
  // Whoever stops it meanwhile does not wait for it any more.
  ready.catch(() => {});
  return {
    ready,
    ended: end,
    stop: (graceMs) => endChild(child, graceMs),
    kill: () => killGroup(child),
  };
}

/** Plain sentences as they stand; of a stack trace the line that says what was thrown. */
function lastWords(complaints: readonly string[]): { text: string; thrown: boolean } | null {
  const lines = complaints.filter((line) => line.trim() && !/^\(node:\d+\)|^\(Use `node /.test(line));
  const trace = lines.findIndex((line) => /^\s+at /.test(line));
  const text = trace > 0 ? lines[trace - 1] : lines.join('\n');
  return text ? { text, thrown: trace > 0 } : null;
}
