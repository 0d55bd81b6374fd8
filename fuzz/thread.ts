/** Tries one target in a thread of its own, so that one that hangs can be noticed and ended from outside. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { targets } from './targets.ts';
import { tryCases } from './try.ts';

const dataSchema = z.object({
  target: z.string(),
  seed: z.number(),
  first: z.number(),
  last: z.number(),
  until: z.number(),
  /** The number of the case that is being tried, and since when. */
  pulse: z.instanceof(SharedArrayBuffer),
});

const { target: name, seed, first, last, until, pulse } = dataSchema.parse(workerData);
const target = targets.find((one) => one.name === name);
if (!target) throw new Error(`there is no target ${name}`);
const beat = new Float64Array(pulse);
const result = await tryCases({
  target,
  seed,
  first,
  last,
  onCase(number) {
    const now = Date.now();
    beat[0] = number;
    beat[1] = now;
    return now < until;
  },
});
beat[1] = 0;
parentPort?.postMessage(result);
