/** The one worker: takes prompts from the queue, one at a time, for as long as the server lives. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from '../faults.ts';
import type { Hub } from './hub.ts';
import type { PromptQueue, QueueItem } from './queue.ts';
import type { Runner } from './run.ts';

/** A turning point of a prompt's run, for whoever counts what the GPU would have done. */
export type RunNote = { item: QueueItem; what: 'started' | 'finished' | 'failed' };

interface WorkerSetting {
  queue: PromptQueue;
  runner: Runner;
  hub: Hub;
  faults: Faults;
  signal: AbortSignal;
  onRun?: ((note: RunNote) => void) | undefined;
}

export function startWorker({ queue, runner, hub, faults, signal, onRun }: WorkerSetting) {
  let freeRequested = false;

  async function work(): Promise<void> {
    while (!signal.aborted) {
      // Taking a prompt costs a thread switch in the original: its POST is usually answered by then.
      await sleep(1);
      const item = await queue.take(signal, () => faults.workerDead);
      if (item !== null) {
        const { extra } = item;
        // The real worker's thread dies of such a prompt; what it was running stays "running".
        if (extra === null) return forever(signal);
        onRun?.({ item, what: 'started' });
        const result = await runner.run(item);
        onRun?.({ item, what: result.success ? 'finished' : 'failed' });
        if (faults.historyDelayMs > 0) await sleep(faults.historyDelayMs, undefined, { signal });
        queue.done(result);
        const client = extra.client_id;
        if (typeof client === 'string') hub.send('executing', { node: null, prompt_id: item.id }, client);
      }
      if (freeRequested) runner.forget();
      freeRequested = false;
    }
  }

  let failure: unknown = null;
  // What breaks the loop breaks the worker, as in the original; whoever ends the server hears of it.
  const ended = work().catch((error: unknown) => {
    if (!signal.aborted) failure = error;
  });

  return {
    async end(): Promise<void> {
      await ended;
      if (failure !== null) throw failure;
    },
    /** Done after the running prompt, or at once when there is none. */
    free(): void {
      freeRequested = true;
      queue.nudge();
    },
  };
}

const forever = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
