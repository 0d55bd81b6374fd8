/**
 * Brings the bot of one platform up. While the platform is out of reach it is tried again, ever more rarely, and nobody
 * else waits for it; what is owed there waits in the store.
 *
 * A token or setting that is refused at the first try ends the start. Later on the platform has been in trouble, and the
 * others work: then the refusal is said, and it is tried again like anything else.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { PassingError, toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';

/** So rarely that a whole day of tries stays below the thousand connections that Discord allows in one. */
const longestPauseMs = 90_000;
/** How long the first try may hold up the start of the process. */
const firstTryMs = 15_000;

interface BringUpOptions {
  /** As people read it: "Discord". */
  name: string;
  host: string;
  start(): Promise<{ chat: { trouble(): string | null }; close(): Promise<void> }>;
  log: Log;
  /** @default 1000, doubled after each failure */
  firstPauseMs?: number;
}

export function bringUp({ name, host, start, log, firstPauseMs = 1000 }: BringUpOptions) {
  const closing = new AbortController();
  let bot: Awaited<ReturnType<typeof start>> | null = null;
  let trouble = `${name} is not connected yet.`;
  const tried = Promise.withResolvers<void>();
  // Whoever closes it without asking is not told by the end of the process.
  tried.promise.catch(() => {});
  let isFirst = true;

  function goOn(): void {
    isFirst = false;
    tried.resolve();
  }

  /** @returns whether it is connected. */
  async function attempt(failures: number): Promise<boolean> {
    try {
      const started = await start();
      // Nobody wants it any more: the process is about to end.
      if (closing.signal.aborted) await started.close();
      else bot = started;
      return true;
    } catch (thrown) {
      const error = toError(thrown);
      const passes = error instanceof PassingError;
      if (isFirst && !passes) throw error;
      trouble = `${name} is not connected: ${error.message}`;
      const waitMs = pauseMs(failures);
      log[passes ? 'warn' : 'error'](
        { err: error, failures: failures + 1, waitMs },
        `${error.message}; it is tried again in ${Math.ceil(waitMs / 1000)} s`,
      );
      return false;
    }
  }

  const pauseMs = (failures: number) => Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 20));

  async function keepTrying(): Promise<void> {
    for (let failures = 0; !(await attempt(failures)); failures += 1) {
      goOn();
      await sleep(pauseMs(failures), undefined, { signal: closing.signal });
    }
    log.info(`${name} is connected at ${host}`);
    goOn();
  }

  const late = setTimeout(goOn, firstTryMs);
  const ended = keepTrying()
    // Rejects for a refusal, or because it is closed in between two tries; nobody waits then.
    .catch(tried.reject)
    .finally(() => clearTimeout(late));

  return {
    /**
     * Resolves when it is connected, or when the others need not wait any longer.
     * @throws SettingsError when the platform refuses our settings at the first try.
     */
    tried: tried.promise,
    /** Null while what people do reaches us; otherwise what is wrong, in words. */
    trouble: (): string | null => (bot ? bot.chat.trouble() : trouble),
    /** A try that is under way is not waited for: it lets go of what it got by itself. */
    async close(): Promise<void> {
      closing.abort();
      clearTimeout(late);
      await bot?.close();
    },
    /** Resolves when nothing is tried any more. */
    ended,
  };
}
