/** A stand-in's world in `world.json`: written as a whole and swapped in by a rename, a moment after the last change. */
import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

export interface Keeper {
  flush(): Promise<void>;
  /** Writes what is not written yet, and then no more. */
  close(): Promise<void>;
}

const fileIn = (dir: string) => join(dir, 'world.json');

/** What an earlier playground left in this folder, which is made if it is not there; nothing, if there was none. */
export function readKeptWorld<Schema extends z.ZodType>(
  dir: string,
  schema: Schema,
): z.infer<Schema> | undefined {
  mkdirSync(dir, { recursive: true });
  let text: string;
  try {
    text = readFileSync(fileIn(dir), 'utf8');
  } catch {
    return undefined;
  }
  const read = schema.safeParse(parse(text));
  if (read.success) return read.data;
  throw new Error(`${fileIn(dir)} is not a world this playground can read; move it away to start afresh.`, {
    cause: read.error,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface KeepOptions {
  /** Without a folder nothing is kept. */
  dir: string | undefined;
  snapshot(): object;
  /** Calls when something has changed; returns the function that stops listening. */
  listen(changed: () => void): () => void;
  /** How long after a change it is written, in milliseconds. */
  quietMs: number;
}

export function keepWorld({ dir, snapshot, listen, quietMs }: KeepOptions): Keeper {
  if (dir === undefined) return { flush: async () => {}, close: async () => {} };
  const file = fileIn(dir);
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    await writeFile(`${file}.part`, JSON.stringify(snapshot()));
    await rename(`${file}.part`, file);
  }

  const flush = () => {
    writing = writing.then(write);
    return writing;
  };

  const stopListening = listen(() => {
    timer ??= setTimeout(() => flush().catch((error: Error) => process.emitWarning(error)), quietMs).unref();
  });

  return {
    flush,
    async close() {
      stopListening();
      await flush();
    },
  };
}
