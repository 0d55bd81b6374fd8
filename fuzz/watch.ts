/** Runs a target in a thread and watches it: a case that does not end, memory that does not stop growing, a crash. */
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Failure } from './try.ts';

const lookMs = 100;
const heapMb = 1024;

const resultSchema = z.object({
  tried: z.number(),
  failures: z.array(
    z.object({
      target: z.string(),
      number: z.number(),
      message: z.string(),
      stack: z.string(),
      input: z.string(),
    }),
  ),
});

export interface Watched {
  tried: number;
  failures: Failure[];
  ms: number;
  /** The most memory the whole process held meanwhile, in bytes. */
  memory: number;
}

interface WatchOptions {
  target: string;
  seed: number;
  first: number;
  last: number;
  until: number;
  /** Bytes; more is a failure. */
  mostMemory: number;
  /** A case that takes longer hangs. @default 60000, more than anything may take on a busy machine */
  hangMs?: number;
  /** @default the targets of this folder */
  thread?: URL;
}

export async function watch({
  mostMemory,
  hangMs = 60_000,
  thread: file = new URL('./thread.ts', import.meta.url),
  ...given
}: WatchOptions): Promise<Watched> {
  const startedAt = Date.now();
  const pulse = new SharedArrayBuffer(16);
  const beat = new Float64Array(pulse);
  let memory = 0;
  const thread = new Worker(file, {
    workerData: { ...given, pulse },
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  const ended = (what: string): { tried: number; failures: Failure[] } => {
    const number = beat[0] ?? 0;
    return {
      tried: number - given.first + 1,
      failures: [{ target: given.target, number, message: what, stack: '', input: 'see the case itself' }],
    };
  };
  const { promise, resolve } = Promise.withResolvers<{ tried: number; failures: Failure[] }>();
  thread.on('message', (message) => resolve(resultSchema.parse(message)));
  thread.on('error', (error: unknown) => resolve(ended(`it crashed: ${(error as Error).stack ?? error}`)));
  thread.on('exit', (code) => resolve(ended(`it ended with code ${code}`)));
  const timer = setInterval(() => {
    const { rss } = process.memoryUsage();
    memory = Math.max(memory, rss);
    const since = beat[1] ?? 0;
    if (since > 0 && Date.now() - since > hangMs) resolve(ended(`it did not end within ${hangMs / 1000} s`));
    if (rss > mostMemory) resolve(ended(`it holds ${Math.round(rss / 1e6)} MB of memory`));
  }, lookMs);
  const result = await promise;
  clearInterval(timer);
  await thread.terminate();
  return { ...result, ms: Date.now() - startedAt, memory };
}
