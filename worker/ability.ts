/**
 * Which backends can run a job: told from what was read of its workflow for what each of them has. Of a workflow that was
 * not read for a backend nothing is known, and it may run there.
 */
import type { Text } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import type { Job } from '../core/job.ts';
import { against } from '../core/library/ability.ts';
import type { Reading } from '../core/library/reading.ts';
import type { Workflow } from '../core/workflow.ts';

export type Verdict =
  /** A backend of this worker can, or may be able to. */
  | { is: 'able'; isAble: (info: string | undefined) => boolean }
  /** None of this worker's, but another that is here, or that was here not long ago. */
  | { is: 'elsewhere' }
  /** Nothing that is known of; in words that follow "it". */
  | { is: 'nowhere'; because: Text[] };

interface AbilityOptions {
  core: Pick<Core, 'snapshots' | 'readings' | 'workers'>;
  /** Of the worker. */
  id: string;
  /** Hashes of what its backends have. */
  infos: () => (string | undefined)[];
  allowed: ReadonlySet<string>;
  /** A job that only a backend which is away could run waits for it this long after it was asked for. */
  awayMs: number;
  now?: () => number;
}

const mostKept = 100;

export function createAbility({ core, id, infos, allowed, awayMs, now = Date.now }: AbilityOptions) {
  const workflows = createCache<Workflow | null>();
  const readings = createCache<Reading | null>();

  /** By what a backend has: why it cannot run the job. Nothing is in it for what was not read. */
  async function reasonsFor({ request }: Job): Promise<Map<string, Text[]>> {
    const { version } = request.workflow;
    const workflow = await workflows.get(version, () => core.snapshots.get(version));
    const file = workflow?.source?.file;
    if (!workflow || file === undefined) return new Map();
    const fields = (await core.readings.list([file])).get(file) ?? [];
    const found = await Promise.all(
      fields.map((field) => readings.get(`${file} ${field}`, () => core.readings.get(file, field))),
    );
    const read = found.filter((one) => one !== null).sort((a, b) => a.madeAt - b.madeAt);
    return new Map(
      read.flatMap((reading): [string, Text[]][] =>
        reading.state === 'read'
          ? [[reading.info, against(reading, { workflow, values: request.values, allowed })]]
          : [],
      ),
    );
  }

  return async function judge(job: Job): Promise<Verdict> {
    const reasons = await reasonsFor(job);
    const isAble = (info: string | undefined) => info === undefined || (reasons.get(info)?.length ?? 0) === 0;
    const own = infos();
    if (own.length === 0 || own.some(isAble)) return { is: 'able', isAble };
    const workers = await core.workers.all();
    const others = workers.filter((worker) => worker.id !== id).flatMap(({ backends }) => backends);
    if (others.some(({ reachable, info }) => reachable && isAble(info))) return { is: 'elsewhere' };
    const someWere = [...reasons.values()].some((one) => one.length === 0);
    if (someWere && now() - job.createdAt < awayMs) return { is: 'elsewhere' };
    const [because = []] = own
      .flatMap((info) => (info === undefined ? [] : [reasons.get(info) ?? []]))
      .sort((a, b) => a.length - b.length);
    return { is: 'nowhere', because };
  };
}

function createCache<T>() {
  const kept = new Map<string, T>();
  return {
    async get(key: string, look: () => Promise<T>): Promise<T> {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const found = await look();
      kept.set(key, found);
      for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
      return found;
    },
  };
}
