/** Reads workflow files in a thread of its own, one after the other, within bounds of time and memory. */

import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { plain, type Text } from '../../core/card.ts';
import { say } from '../../core/say.ts';
import type { Outcome } from './reading.ts';

export interface ReaderOptions {
  /** A file that takes longer is not read. @default 30000, more than anything sound takes on a busy machine */
  patienceMs?: number;
  /** The thread is let go when nothing was read for so long. @default 60000 */
  idleMs?: number;
  /** @default the one that reads */
  thread?: URL;
}

export interface Reader {
  /** Learns what a backend has. @returns its hash. @throws Error when it is nothing a backend says */
  learn(inventory: Uint8Array): Promise<string>;
  /** What was learnt has to be learnt still. Whatever the file is, this ends, and does not throw for it. */
  read(file: { name: string; bytes: Uint8Array }, info: string): Promise<Outcome>;
  close(): Promise<void>;
}

const heapMb = 1024;
/** With the time the thread takes to start. */
const learnMs = 60_000;
/** Inventories that are kept in case the thread has to learn them again. */
const mostInventories = 8;

const answerSchema = z.union([
  z.object({ info: z.string() }),
  // Checked where it is read back from Redis.
  z.object({ outcome: z.custom<Outcome>() }),
  z.object({ trouble: z.string() }),
]);

/** The thread ended while it was at it, or was ended. */
class Ended extends Error {
  override name = 'Ended';
  readonly said: Text;

  constructor(said: Text) {
    super(plain(said));
    this.said = said;
  }
}

export function createReader({
  patienceMs = 30_000,
  idleMs = 60_000,
  thread: file = new URL('./thread.ts', import.meta.url),
}: ReaderOptions = {}): Reader {
  const inventories = new Map<string, Uint8Array>();
  let running: { thread: Worker; learnt: Set<string> } | null = null;
  let work: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  function start() {
    const thread = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    thread.unref();
    // One that ends while nothing is asked of it is started again when something is.
    const gone = () => {
      if (running?.thread === thread) running = null;
    };
    thread.on('error', gone).on('exit', gone);
    running = { thread, learnt: new Set() };
    return running;
  }

  async function stop(): Promise<void> {
    const thread = running?.thread;
    running = null;
    await thread?.terminate();
  }

  /** @throws Ended, or Error in the thread's own words. */
  async function ask(
    thread: Worker,
    question: unknown,
    withinMs: number,
  ): Promise<{ info: string } | { outcome: Outcome }> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const late = setTimeout(
      () => reject(new Ended(say('it takes longer than {s} s', { s: withinMs / 1000 }))),
      withinMs,
    );
    const failed = (error: Error) =>
      reject(new Ended(/memory/i.test(error.message) ? say('it takes too much memory') : error.message));
    const ended = () => reject(new Ended(say('it ended the thread that reads')));
    thread.once('message', resolve).once('error', failed).once('exit', ended);
    try {
      thread.postMessage(question);
      const answer = answerSchema.parse(await promise);
      if ('trouble' in answer) throw new Error(answer.trouble);
      return answer;
    } catch (thrown) {
      if (thrown instanceof Ended) await stop();
      throw thrown;
    } finally {
      clearTimeout(late);
      thread.off('message', resolve).off('error', failed).off('exit', ended);
    }
  }

  async function learn(inventory: Uint8Array): Promise<string> {
    const { thread, learnt } = running ?? start();
    const answer = await ask(thread, { do: 'learn', inventory }, learnMs);
    if (!('info' in answer)) throw new Error('the thread that reads answered something else');
    learnt.add(answer.info);
    inventories.delete(answer.info);
    inventories.set(answer.info, inventory);
    for (const old of [...inventories.keys()].slice(0, -mostInventories)) inventories.delete(old);
    return answer.info;
  }

  async function read({ name, bytes }: { name: string; bytes: Uint8Array }, info: string): Promise<Outcome> {
    if (!running?.learnt.has(info)) {
      const inventory = inventories.get(info);
      if (!inventory) throw new Error(`what ${info} stands for was never learnt`);
      await learn(inventory);
    }
    try {
      const { thread } = running ?? start();
      const answer = await ask(thread, { do: 'read', name, bytes, info }, patienceMs);
      if (!('outcome' in answer)) throw new Error('the thread that reads answered something else');
      return answer.outcome;
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      const why = thrown instanceof Ended ? thrown.said : say('something in it was not expected');
      return {
        state: 'unreadable',
        why: say('{name} cannot be read: {why}. Save it anew in ComfyUI and send that file.', { name, why }),
      };
    }
  }

  /** One after the other. */
  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = work.then(() => {
      clearTimeout(idle);
      return step();
    });
    work = result
      .catch(() => {})
      .then(() => {
        idle = setTimeout(() => void stop(), idleMs).unref();
      });
    return result;
  }

  return {
    learn: (inventory) => inTurn(() => learn(inventory)),
    read: (given, info) => inTurn(() => read(given, info)),
    async close() {
      clearTimeout(idle);
      await stop();
    },
  };
}
