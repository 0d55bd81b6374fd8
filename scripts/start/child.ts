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
  /** Gets what it says of itself, at each start. */
  onReady?: ((ready: Ready) => void) | undefined;
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

export function startChild({ name, file, environment, log, onLine, onReady }: Program): Child {
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
      if (!line.trim() || nodesOwn.test(line)) return;
      complaints.push(line);
      if (complaints.length > 50) complaints.shift();
    });
  }

  let isReady = false;
  const end = ended(child).then((how) => {
    const thrown = thrownIn(complaints);
    // A program that refuses to start says why in plain sentences, which are handed on as they stand.
    if (!isReady && !thrown && !child.signalCode && complaints.length > 0) return complaints.join('\n');
    return `The ${name} ${how}${thrown && !child.signalCode ? ` (${thrown})` : ''}; see ${log.path}.`;
  });
  const ready = new Promise<Ready>((resolve, reject) => {
    const refuse = (sentence: string) => reject(new SettingsError(sentence));
    child.on('message', (message) => {
      const parsed = readyMessageSchema.safeParse(message);
      if (!parsed.success) return;
      isReady = true;
      onReady?.(parsed.data.ready);
      resolve(parsed.data.ready);
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

/** Node's warnings. */
const nodesOwn = /^\(node:\d+\)|^\(Use `node /;
const callSite = /^\s+at /;

/** The line above the last stack trace: what was thrown. */
function thrownIn(complaints: readonly string[]): string | undefined {
  return complaints.findLast(
    (line, index) =>
      !callSite.test(line) && callSite.test(complaints[index + 1] ?? '') && !line.includes('[cause]'),
  );
}
