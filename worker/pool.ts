/** The backends of a worker: which of them answer, what each is busy with, and who gets the next job. */
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
  /** Called with the number of backends that answer, whenever it changes. */
  onReach(count: number): void;
  log: Log;
}

export interface Slot {
  readonly backend: Backend;
  readonly standIn: boolean;
  onRunning(): void;
  onModels(models: string[]): void;
  /** The backend did not answer: it is asked at once whether it still does. */
  doubt(): void;
  release(): void;
}

export function createPool({ backends, beatMs, downMs, onReach, log }: PoolOptions) {
  const members = backends.map((backend) => createMember(backend));
  let closed = false;

  function createMember(backend: Backend) {
    const places = new Set<{ jobId: string }>();
    let report: BackendReport = { reachable: false, standIn: false };
    let lastModels: string[] = [];
    let running: string | null = null;
    let timer: NodeJS.Timeout | undefined;
    let probing = false;

    async function probe(): Promise<void> {
      const next = await backend.report();
      if (closed) return;
      const before = report;
      report = next;
      if (next.reachable !== before.reachable || next.trouble !== before.trouble) {
        if (next.reachable) log.info(`${backend.name} is ComfyUI ${next.version} on ${next.device}`);
        else log.warn(`${backend.name} cannot be used: ${next.trouble}`);
      }
      if (next.reachable !== before.reachable) onReach(reachable().length);
      timer = setTimeout(ask, next.reachable ? beatMs : downMs);
    }
    function ask(): void {
      clearTimeout(timer);
      if (probing) return;
      probing = true;
      void probe().finally(() => {
        probing = false;
      });
    }

    return {
      backend,
      ask,
      stop: () => clearTimeout(timer),
      isReachable: () => report.reachable,
      load: () => places.size,
      status: (): BackendStatus => ({
        ...report,
        name: backend.name,
        lastModels,
        jobs: [...places]
          .map(({ jobId }) => jobId)
          .sort((a, b) => Number(b === running) - Number(a === running)),
      }),
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
          doubt: ask,
          release() {
            places.delete(place);
          },
        };
      },
    };
  }

  const reachable = () => members.filter((member) => member.isReachable());
  for (const member of members) member.ask();

  return {
    /**
     * A place at the least busy backend that answers. A job whose prompt is at one of them goes there and nowhere
     * else. Null when there is no place now.
     */
    take(jobId: string, promptAt?: string): Slot | null {
      const able = reachable();
      const home = able.filter(({ backend }) => backend.name === promptAt);
      const free = (home.length > 0 ? home : able).filter((member) => member.load() < jobsPerBackend);
      const [best] = free.sort((a, b) => a.load() - b.load());
      return best?.take(jobId) ?? null;
    },
    statuses: (): BackendStatus[] => members.map((member) => member.status()),
    close(): void {
      closed = true;
      for (const member of members) member.stop();
    },
  };
}
