/**
 * The thread in which workflow files are read: whatever a file makes of it, the worker's own loop goes on, and a thread that
 * takes too long or too much memory is ended from outside.
 */
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { parseJson } from '../../core/json.ts';
import { type Definitions, readDefinitions } from './definitions.ts';
import { fingerprint } from './fingerprint.ts';
import { readForLibrary } from './reading.ts';

const askedSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('learn'), inventory: z.instanceof(Uint8Array) }),
  z.object({ do: z.literal('read'), name: z.string(), bytes: z.instanceof(Uint8Array), info: z.string() }),
]);

const learnt = new Map<string, Definitions>();

function answer(given: unknown): unknown {
  const asked = askedSchema.parse(given);
  if (asked.do === 'learn') {
    const definitions = readDefinitions(parseJson(Buffer.from(asked.inventory).toString('utf8')));
    const info = fingerprint(definitions);
    learnt.set(info, definitions);
    return { info };
  }
  const definitions = learnt.get(asked.info);
  if (!definitions) throw new Error(`nothing was learnt of ${asked.info}`);
  return { outcome: readForLibrary(asked.name, asked.bytes, definitions) };
}

parentPort?.on('message', (given: unknown) => {
  try {
    parentPort?.postMessage(answer(given));
  } catch (thrown) {
    parentPort?.postMessage({ trouble: thrown instanceof Error ? thrown.message : String(thrown) });
  }
});
