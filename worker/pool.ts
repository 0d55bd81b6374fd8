/** The backends of a worker: which of them answer, what each is busy with, and who gets the next job. */
import { PassingError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { BackendStatus } from '../core/workers.ts';
import type { Backend, BackendReport } from './backend.ts';

/** One runs, one waits behind it: so a backend begins the next as soon as it is done with one. */
export const jobsPerBackend = 2;

export interface PoolOptions {
  backends: readonly Backend[];
  /** How often a backend that answers is asked again. */
  beatMs: number;
  /** How often one that does not. */
  downMs: number;
  /** A job whose backend is silent waits this long for it before it goes to another: it may only be a short outage. */
  homeMs: number;
  /** Called with the number of backends that can be used, whenever it changes. */
  onReach(count: number): void;
  /** A backend can be used, for the first time or again. */
  onBack(backend: Backend): void;
  log: Log;
}

export interface Slot {
  readonly backend: Backend;
  readonly standIn: boolean;
  onRunning(): void;
  onModels(models: string[]): void;
  /** The backend hangs at this prompt: nobody gets a place there until it moves again. */
  onStuck(promptId: string): void;
  isStuck(): boolean;
  /** The backend did not answer: it is asked at once. Whether it can be used. */
  doubt(): Promise<boolean>;
  release(): void;
}

export type Pool = ReturnType<typeof createPool>;
type Member = ReturnType<typeof createMember>;

const askMs = 4000;

function createMember(backend: Backend, options: Omit<PoolOptions, 'backends' | 'homeMs'>) {
  const { beatMs, downMs, log } = options;
  const places = new Set<{ jobId: string }>();
  let report: BackendReport = { reachable: false, standIn: false };
  let downSince = Date.now();
  let stuckAt: string | null = null;
  let lastModels: string[] = [];
  let running: string | null = null;
  let info: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let probing: Promise<void> | null = null;
  let closed = false;

  const isUsable = () => report.reachable && stuckAt === null;

  async function probe(): Promise<void> {
    const next = await backend.report();
    const moves = stuckAt !== null && next.reachable && (await hasMoved(stuckAt));
    if (closed) return;
    const before = { ...report, usable: isUsable() };
    report = next;
    if (moves) stuckAt = null;
    if (next.reachable !== before.reachable || next.trouble !== before.trouble) {
      if (next.reachable) log.info(`${backend.name} is ComfyUI ${next.version} on ${next.device}`);
      else log.warn(`${backend.name} cannot be used: ${next.trouble}`);
    }
    if (moves) log.info(`${backend.name} moves again`);
    if (before.reachable && !next.reachable) downSince = Date.now();
    if (isUsable() !== before.usable) options.onReach(isUsable() ? 1 : 0);
    if (isUsable() && !before.usable) options.onBack(backend);
    timer = setTimeout(ask, isUsable() ? beatMs : downMs);
  }

  /** Whether something else runs than what it hung at, or nothing and nothing waits. */
  async function hasMoved(promptId: string): Promise<boolean> {
    try {
      const { running: ids, pending } = await backend.queue(AbortSignal.timeout(askMs));
      return !ids.includes(promptId) && (ids.length > 0 || pending.length === 0);
    } catch (thrown) {
      if (thrown instanceof PassingError) return false;
      throw thrown;
    }
  }

  function ask(): Promise<void> {
    clearTimeout(timer);
    probing ??= probe().finally(() => {
      probing = null;
    });
    return probing;
  }

  function status(): BackendStatus {
    const jobs = [...places].map(({ jobId }) => jobId);
    jobs.sort((a, b) => Number(b === running) - Number(a === running));
    const hung = stuckAt !== null && {
      reachable: false,
      hung: true,
      trouble:
        'it stands still and does not let itself be interrupted; it gets no renders until it moves again',
    };
    return { ...report, ...hung, name: backend.name, lastModels, jobs, ...(info !== undefined && { info }) };
  }

  function onStuck(promptId: string): void {
    if (stuckAt !== null) return;
    const before = isUsable();
    stuckAt = promptId;
    log.error({ promptId }, `${backend.name} hangs at prompt ${promptId}`);
    if (before) options.onReach(0);
    backend.restart?.('it hangs');
  }

  return {
    backend,
    ask,
    isUsable,
    status,
    onStuck,
    info: () => info,
    /** Whether that is new. */
    setInfo(next: string): boolean {
      const changed = info !== next;
      info = next;
      return changed;
    },
    load: () => places.size,
    /** For how long it has not answered; 0 while it does. */
    silentMs: () => (report.reachable ? 0 : Date.now() - downSince),
    isStuck: () => stuckAt !== null,
    close() {
      closed = true;
      clearTimeout(timer);
    },
    take(jobId: string): Slot {
      const place = { jobId };
      places.add(place);
      return {
        backend,
        standIn: report.standIn,
        onRunning() {
          running = jobId;
        },
        onModels(models) {
          lastModels = models;
        },
        onStuck,
        isStuck: () => stuckAt !== null,
        async doubt() {
          await ask();
          return isUsable();
        },
        release() {
          places.delete(place);
        },
      };
    },
  };
}

export function createPool({ backends, homeMs, onReach, ...options }: PoolOptions) {
  const members: Member[] = backends.map((backend) =>
    createMember(backend, { ...options, onReach: () => onReach(usable().length) }),
  );
  const usable = () => members.filter((member) => member.isUsable());
  for (const member of members) void member.ask();

  return {
    /**
     * A place at the least busy backend that can be used and can run this. A job whose prompt is at one of them goes
     * there and nowhere else, unless that one hangs or has been silent for long. Null when there is no place now.
     */
    take(
      jobId: string,
      promptAt?: string,
      isAble: (info: string | undefined) => boolean = () => true,
    ): Slot | null {
      const home = members.find(({ backend }) => backend.name === promptAt);
      const waits = home && !home.isStuck() && home.silentMs() < homeMs;
      const able = waits ? [home].filter((member) => member.isUsable()) : usable();
      const [best] = able
        .filter((member) => member === home || isAble(member.info()))
        .filter((member) => member.load() < jobsPerBackend)
        .sort((a, b) => a.load() - b.load());
      return best?.take(jobId) ?? null;
    },
    /** Hashes of what its usable backends have; undefined for one that nothing was read for yet. */
    infos: (): (string | undefined)[] => usable().map((member) => member.info()),
    /** Workflows were read for what this backend has. Whether that is new. */
    onInfo: (name: string, info: string): boolean =>
      members.find(({ backend }) => backend.name === name)?.setInfo(info) ?? false,
    has: (name: string): boolean => members.some(({ backend }) => backend.name === name),
    usable: (): Backend[] => usable().map(({ backend }) => backend),
    statuses: (): BackendStatus[] => members.map((member) => member.status()),
    close(): void {
      for (const member of members) member.close();
    },
  };
}
