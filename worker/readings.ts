/**
 * Reads every workflow that somebody has, for what each backend has, and keeps what was understood where bots and
 * workers find it. Each is read once per kind of backend and per version of the code that reads.
 *
 * A backend is asked anew what it has when it comes back, now and then, and when somebody was just refused for want of
 * something. What it has counts (as `info` in its status) once every workflow was read for it, so that nothing becomes
 * unusable only because a model was added.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Core } from '../core/core.ts';
import { PassingError, toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Backend } from './backend.ts';
import type { Pool } from './pool.ts';
import type { Reader } from './workflows/reader.ts';

export interface ReadingsTiming {
  /** How often a backend is asked what it has. */
  inventoryMs: number;
  /** Not more often than this, however often somebody wants it. */
  lookAgainMs: number;
  /** How often it is looked whether there is something to read of which no word came. */
  readMs: number;
}

export interface ReadingsOptions {
  core: Core;
  pool: Pick<Pool, 'usable' | 'onInfo'>;
  reader: Reader;
  /** Something that the heartbeat tells is different now. */
  onChange(): void;
  timing: ReadingsTiming;
  log: Log;
}

/** While one worker reads a file for a kind of backend, others of the same kind leave it to it. */
const makingMs = 60_000;
const stopMs = 500;

export async function startReadings({ core, pool, reader, onChange, timing, log }: ReadingsOptions) {
  const version = codeVersion();
  const asked = new Map<Backend, { info: string; at: number }>();
  const stop = new AbortController();
  let again = false;
  let working: Promise<void> | null = null;
  let lookAt = Date.now();

  async function askBackend(backend: Backend): Promise<void> {
    const before = asked.get(backend);
    const due = before === undefined || before.at + timing.inventoryMs <= Date.now() || before.at < lookAt;
    if (!due) return;
    try {
      const info = await reader.learn(await backend.inventory(stop.signal));
      asked.set(backend, { info, at: Date.now() });
      if (before && before.info !== info) log.info(`${backend.name} has other nodes or models than before`);
    } catch (thrown) {
      if (stop.signal.aborted) return;
      // It is asked again in the next round; until then what it said before counts.
      const level = thrown instanceof PassingError ? 'debug' : 'warn';
      log[level]({ err: toError(thrown) }, `${backend.name} does not say what it has`);
    }
  }

  async function readOne(
    file: string,
    info: string,
    live: readonly string[],
  ): Promise<'done' | 'failed' | 'another worker is at it'> {
    const lock = `${core.prefix}:workflows:making:${file}:${info}:${version}`;
    if ((await core.redis.set(lock, '1', 'PX', makingMs, 'NX')) !== 'OK') return 'another worker is at it';
    try {
      const kept = await core.workflowFiles.read(file);
      // Gone meanwhile, so nobody waits for it.
      if (!kept) return 'done';
      const startedAt = Date.now();
      const outcome = await reader.read({ name: kept.file.name, bytes: kept.bytes }, info);
      const reading = { ...outcome, file, info, reader: version, madeAt: Date.now() };
      await core.readings.put(reading, live);
      const said = outcome.state === 'read' ? 'read' : 'could not read';
      log.info({ file, info, ms: Date.now() - startedAt }, `${said} the workflow file ${kept.file.name}`);
      return 'done';
    } catch (thrown) {
      if (!stop.signal.aborted)
        log.warn({ file, err: toError(thrown) }, 'a workflow file could not be read now');
      return 'failed';
    } finally {
      await core.redis.del(lock).catch(() => {});
    }
  }

  async function round(): Promise<void> {
    const wanted = await core.workflowFiles.wanted();
    // Nothing to read: then nobody need be asked for a list that may be long.
    if (wanted.length === 0) return;
    const usable = pool.usable();
    await Promise.all(usable.map(askBackend));
    const live = [...new Set(usable.flatMap((backend) => asked.get(backend)?.info ?? []))];
    const listed = await core.readings.list(wanted);
    let open = false;
    for (const info of live) {
      let whole = true;
      for (const file of wanted) {
        if (stop.signal.aborted) return;
        if (listed.get(file)?.includes(`${info} ${version}`)) continue;
        if ((await readOne(file, info, live)) === 'another worker is at it') whole = false;
      }
      if (whole) announce(usable, info);
      else open = true;
    }
    if (open) retry ??= setTimeout(hear, 1000).unref();
  }

  let retry: NodeJS.Timeout | undefined;

  function announce(usable: readonly Backend[], info: string): void {
    const theirs = usable.filter((backend) => asked.get(backend)?.info === info);
    const changed = theirs.map(({ name }) => pool.onInfo(name, info)).some(Boolean);
    if (changed) onChange();
  }

  /** One round at a time; what is heard meanwhile is worth another. */
  function hear(): void {
    clearTimeout(retry);
    retry = undefined;
    if (stop.signal.aborted) return;
    if (working) {
      again = true;
      return;
    }
    working = round()
      .catch((thrown) => {
        if (!stop.signal.aborted) log.warn({ err: toError(thrown) }, 'the workflows could not be read now');
      })
      .finally(() => {
        working = null;
        if (again) {
          again = false;
          hear();
        }
      });
  }

  const stopListening = await core.libraryChanges.listen({
    onChange: hear,
    onLook() {
      const now = Date.now();
      if (now - lookAt < timing.lookAgainMs) return;
      lookAt = now;
      hear();
    },
  });
  const timer = setInterval(hear, timing.readMs);
  hear();
  return {
    /** A backend is there, for the first time or again: it may be another than before. */
    onBack(backend: Backend): void {
      asked.delete(backend);
      hear();
    },
    async close(): Promise<void> {
      stop.abort();
      clearInterval(timer);
      clearTimeout(retry);
      stopListening();
      await reader.close();
      // A store that is away keeps nobody from stopping.
      await Promise.race([working, delay(stopMs, undefined, { ref: false })]);
    },
  };
}

/** Whoever changes how workflows are read need not remember to say so. */
function codeVersion(): string {
  const hash = createHash('sha256');
  const folder = join(import.meta.dirname, 'workflows');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.ts'),
  );
  for (const file of files.sort()) hash.update(readFileSync(join(folder, file)));
  hash.update(readFileSync(join(import.meta.dirname, '..', 'core', 'library', 'reading.ts')));
  return hash.digest('hex').slice(0, 12);
}
