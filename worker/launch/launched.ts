/**
 * A ComfyUI that the worker starts and looks after.
 *
 *   adopt or start ──► not ready yet ──► ready ──► ended, hung or frozen
 *         ▲                                              │
 *         └──── at once, then 1, 2, 4 … 30 s later ◄─────┘
 *
 * It outlives a worker that crashes, so that nothing is rendered twice: the next worker adopts it. A worker that stops
 * in good order ends it.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SettingsError, toError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { freePort, tryPort } from '../../core/ports.ts';
import { isRunning, markOf } from '../../core/processes.ts';
import type { Backend } from '../backend.ts';
import type { LaunchCommand } from './command.ts';
import { adopt, begin, forgetNote, type Life, readNote, writeNote } from './life.ts';
import { lastLines, trimLog } from './log-tail.ts';

export interface LaunchTiming {
  /** How often it is asked whether it answers. */
  askMs: number;
  /** One that answers nothing for this long is ended and started again; a large model can keep it busy for a while. */
  frozenMs: number;
  /** One that is not ready this long after its start, too. */
  startMs: number;
  /** Before it is started again when it did not come up; one that had been ready is started at once. */
  againMs: number;
}

export const launchTiming: LaunchTiming = {
  askMs: 2000,
  frozenMs: 90_000,
  startMs: 600_000,
  againMs: 1000,
};

export interface LaunchOptions {
  command: LaunchCommand;
  dataDir: string;
  log: Log;
  timing?: Partial<LaunchTiming>;
}

export interface Launched {
  readonly url: string;
  /** Settles when it can be used. Rejects with a SettingsError when it ends before it ever could. */
  readonly ready: Promise<void>;
  /** The backend at its address, which can then say why it does not answer and be started again. */
  attach(backend: Backend): Backend;
  /** Ends it at once. */
  kill(): void;
  close(): Promise<void>;
}

const longestWaitMs = 30_000;
/** It has nothing to save, but may have children of its own to end. */
const endMs = 500;

/** @throws SettingsError when the port is taken or another worker looks after it. */
export async function launchComfyUi({
  command,
  dataDir,
  log,
  timing: given,
}: LaunchOptions): Promise<Launched> {
  const timing = { ...launchTiming, ...given };
  const notePath = join(dataDir, 'comfyui', 'running.json');
  const logPath = join(dataDir, 'logs', 'comfyui.log');
  const stopping = new AbortController();
  const firstReady = Promise.withResolvers<void>();
  // Whoever does not wait for it reads of it in the log.
  firstReady.promise.catch(() => {});
  /** Whether it ever was, and whether this life of it was. */
  let wasReady = false;
  let isReady = false;
  let trouble: string | null = 'it is being started';

  const left = readNote(notePath);
  const leftRuns = left !== null && isRunning(left.comfyui);
  if (left && leftRuns && left.worker.pid !== process.pid && isRunning(left.worker)) {
    throw new SettingsError(
      `The ComfyUI of this data folder is looked after by another worker (process ${left.worker.pid}). Stop that one, or set another DATA_DIR.`,
    );
  }
  const isSame = left !== null && left.shell === command.shell;
  const port = await choosePort();
  const url = `http://127.0.0.1:${port}`;

  /** The same as before if it can be had: jobs are recorded as being at an address. */
  async function choosePort(): Promise<number> {
    if (left && leftRuns && isSame) return left.port;
    if (left && leftRuns) await endLife(adopt(left));
    const wanted = command.fixedPort ?? left?.port;
    if (wanted !== undefined && (await tryPort(wanted, '127.0.0.1')) === undefined) return wanted;
    if (command.fixedPort === undefined) return freePort();
    throw new SettingsError(
      `Port ${wanted} is taken, and the ComfyUI of COMFYUI_COMMAND wants it. Stop what uses it, or put {port} into the command where the port goes.`,
    );
  }

  function start(): Life {
    const { life, mark } = begin({ ...command, port, logPath });
    if (mark) note(mark, life.logBegin);
    log.info({ log: logPath }, `started ComfyUI at ${url}`);
    return life;
  }

  function note(comfyui: { pid: number; born: string }, logBegin: number): void {
    writeNote(notePath, { comfyui, worker: markOf(process.pid), port, shell: command.shell, logBegin });
  }

  function takeOver(): Life | null {
    if (!left || !leftRuns || !isSame) return null;
    note(left.comfyui, left.logBegin);
    log.info(`found the ComfyUI of an earlier worker at ${url}, and looks after it`);
    return adopt(left);
  }

  let life = takeOver() ?? start();

  /** Asks it again and again until it ends or we stop; ends it when it does not answer for too long. */
  async function watch(current: Life): Promise<string> {
    const over = new AbortController();
    const ended = current.ended.finally(() => over.abort());
    const signal = AbortSignal.any([over.signal, stopping.signal]);
    let answeredAt = Date.now();
    isReady = false;
    while (!signal.aborted) {
      if (await answers(url, signal)) {
        answeredAt = Date.now();
        if (!isReady) log.info(`ComfyUI at ${url} is ready`);
        isReady = true;
        wasReady = true;
        trouble = null;
        firstReady.resolve();
      } else if (Date.now() - answeredAt > (isReady ? timing.frozenMs : timing.startMs) && !signal.aborted) {
        log.error(`ComfyUI at ${url} does not answer any more; it is ended and started again`);
        current.kill('SIGKILL');
      }
      trimLog(logPath);
      await sleep(isReady ? timing.askMs : Math.min(timing.askMs, 300), undefined, { signal }).catch(
        () => {},
      );
    }
    return stopping.signal.aborted ? '' : ended;
  }

  async function lookAfter(): Promise<void> {
    let waitMs = timing.againMs;
    for (;;) {
      const how = await watch(life);
      if (stopping.signal.aborted) return;
      const said = lastLines(logPath, life.logBegin);
      trouble = `it ${how} and is started again`;
      if (!wasReady) firstReady.reject(new SettingsError(didNotStart(how, said)));
      // One that came up is not broken; what ended it may have been a single job, which has a limit of its own.
      // It is started at once: whoever renders waits for it.
      if (isReady) waitMs = 0;
      log.error(
        { said },
        `ComfyUI at ${url} ${how}; it is started again ${waitMs === 0 ? 'at once' : `in ${waitMs / 1000} s`}`,
      );
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      waitMs = waitMs === 0 ? timing.againMs : Math.min(waitMs * 2, longestWaitMs);
      life = start();
    }
  }

  function didNotStart(how: string, said: string[]): string {
    const words = said.length > 0 ? `It said last:\n${said.map((line) => `  ${line}`).join('\n')}\n` : '';
    return `ComfyUI ${how} before it could be used. ${words}Mend COMFYUI_DIR or COMFYUI_COMMAND; all it said is in ${logPath}.`;
  }

  const looking = lookAfter().catch((thrown) => {
    trouble = toError(thrown).message;
    firstReady.reject(thrown);
    log.error({ err: toError(thrown) }, 'ComfyUI is not looked after any more');
  });

  return {
    url,
    ready: firstReady.promise,
    attach: (backend) => ({
      ...backend,
      async report() {
        const report = await backend.report();
        return report.reachable || trouble === null ? report : { ...report, trouble };
      },
      restart(why) {
        log.warn(`ComfyUI at ${url} is started again: ${why}`);
        life.kill('SIGKILL');
      },
    }),
    kill: () => life.kill('SIGKILL'),
    async close() {
      stopping.abort();
      await looking;
      await endLife(life);
      forgetNote(notePath);
    },
  };
}

async function endLife(life: Life): Promise<void> {
  life.kill('SIGTERM');
  await Promise.race([life.ended, sleep(endMs, undefined, { ref: false })]);
  // What it started may still be there when it is gone itself.
  life.kill('SIGKILL');
  await life.ended;
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${url}/system_stats`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
