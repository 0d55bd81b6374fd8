/** Keeps what the library knows in step with what others write: workers their readings, bots elsewhere what is added there. */
import type { Core } from '../core.ts';
import { toError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Known, knowsNothing } from './knowledge.ts';
import type { Reading } from './reading.ts';

export interface FollowOptions {
  core: Pick<Core, 'workflowFiles' | 'addedWorkflows' | 'readings' | 'libraryChanges' | 'workers'>;
  allowed: ReadonlySet<string>;
  /** Something that the library says may be different now. */
  onChange?: () => void;
  log: Log;
  /** How often it is looked whether a word was missed. @default 2000 */
  everyMs?: number;
}

export interface Following {
  known(): Known;
  close(): Promise<void>;
}

export async function followLibrary({
  core,
  allowed,
  onChange = () => {},
  log,
  everyMs = 2000,
}: FollowOptions): Promise<Following> {
  let known: Known = { ...knowsNothing, allowed };
  let count: string | null | undefined;
  let readings = new Map<string, Map<string, Reading>>();
  let closed = false;
  let again = false;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const backends = await backendsHere(core);
    const now = await core.libraryChanges.count();
    const same = now === count && JSON.stringify(backends) === JSON.stringify(known.backends);
    if (same) return;
    const sources = now === count ? known.sources : await core.addedWorkflows.all();
    if (now !== count) readings = await readingsNow(core, readings);
    const found = new Map([...readings].map(([file, byField]) => [file, newest([...byField.values()])]));
    known = { sources, readings: (file) => found.get(file) ?? [], backends, allowed };
    count = now;
    onChange();
  }

  /** One look at a time; what is heard meanwhile is worth another. */
  function hear(): void {
    if (closed) return;
    if (looking) {
      again = true;
      return;
    }
    looking = look()
      .catch((thrown) => {
        if (!closed)
          log.warn({ err: toError(thrown) }, 'what workers read of the workflows is not known now');
      })
      .finally(() => {
        looking = null;
        if (again) {
          again = false;
          hear();
        }
      });
  }

  const stopListening = await core.libraryChanges.listen({ onChange: hear });
  await look();
  const timer = setInterval(hear, everyMs);
  return {
    known: () => known,
    async close(): Promise<void> {
      closed = true;
      clearInterval(timer);
      stopListening();
      await looking;
    },
  };
}

async function backendsHere(core: FollowOptions['core']): Promise<Known['backends']> {
  const workers = await core.workers.all();
  const found = workers.flatMap(({ backends }) =>
    backends.filter(({ reachable }) => reachable).map(({ name, info }) => ({ name, info: info ?? null })),
  );
  // Two workers may drive the same one; either knows what it has.
  return [...new Map(found.map((one) => [`${one.name} ${one.info}`, one])).values()];
}

async function readingsNow(
  core: FollowOptions['core'],
  before: Map<string, Map<string, Reading>>,
): Promise<Map<string, Map<string, Reading>>> {
  const listed = await core.readings.list(await core.workflowFiles.wanted());
  const after = new Map<string, Map<string, Reading>>();
  for (const [file, fields] of listed) {
    const byField = new Map<string, Reading>();
    for (const field of fields) {
      const reading = before.get(file)?.get(field) ?? (await core.readings.get(file, field));
      if (reading) byField.set(field, reading);
    }
    after.set(file, byField);
  }
  return after;
}

/** Workers of two versions may have read the same for the same backends. */
function newest(readings: Reading[]): Reading[] {
  const sorted = readings.sort((a, b) => a.madeAt - b.madeAt);
  return [...new Map(sorted.map((reading) => [reading.info, reading])).values()];
}
