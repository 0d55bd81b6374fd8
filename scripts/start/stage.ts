/** What the steps of a launch share: where programs log, how a stop interrupts a wait, and how everything is undone. */
import { type Child, type Ready, startChild } from './child.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { readableLine } from './readable.ts';

interface StageOptions {
  /** Folder of the log files. */
  logs: string;
  /** Log lines below this level stay in the files. */
  lowestLevel: number;
  say(line: string): void;
  /** Aborted when everything is to stop, in order. */
  stop: AbortSignal;
  /** Aborted when everything is to be killed. */
  force: AbortSignal;
}

export type Stage = ReturnType<typeof createStage>;

/** Less than the five seconds that a stop may take, for machines that are busy. */
const undoMs = 4200;

export function createStage({ logs, lowestLevel, say, stop, force }: StageOptions) {
  const steps: (() => unknown)[] = [];
  let deadline = 0;
  const stopped = new Promise<never>((_, reject) => {
    stop.addEventListener('abort', () => reject(stop.reason));
  });
  stopped.catch(() => {});

  function openLog(name: string): LogFile {
    const log = openLogFile(logs, name);
    steps.push(log.close);
    return log;
  }

  return {
    say,
    stop,
    openLog,

    /** Never settles, but rejects when everything is to stop. */
    stopped,
    orStop: <T>(promise: Promise<T>): Promise<T> => Promise.race([promise, stopped]),

    /** Undone at the end, before everything that was added earlier. */
    add(undo: () => unknown, running?: readonly { kill(): void }[]): void {
      steps.push(undo);
      for (const one of running ?? []) force.addEventListener('abort', one.kill);
    },

    /** While undoing: the time that is left for a step when the later ones need so much. */
    timeLeft: (laterOnesMs = 0): number => Math.max(0, deadline - Date.now() - laterOnesMs),

    async undo(): Promise<void> {
      deadline = Date.now() + undoMs;
      for (const step of steps.reverse()) await step();
    },

    /** A program that can be started, again and again. */
    program(
      name: string,
      file: string,
      environment: NodeJS.ProcessEnv,
      onReady?: (ready: Ready) => void,
    ): () => Child {
      const log = openLog(name);
      const onLine = (line: string) => {
        const readable = readableLine(name, line, lowestLevel);
        if (readable) say(readable);
      };
      return () => startChild({ name, file, environment, log, onLine, onReady });
    },
  };
}
