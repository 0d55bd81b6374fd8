/**
 * Ways to make the stand-in fail, for tests. Nothing here happens by itself: a server behaves until it is told not to.
 */
import { PythonError } from './python.ts';

/** Where in a run: a node by id, by class or any; before it runs, or at one of its steps. */
export interface RunPlace {
  node?: string;
  class?: string;
  /** The step that is about to be reported (from 1). Without it the place is before the node runs. */
  step?: number;
}

export interface Hold {
  /** Resolves when a run has come to the place and stands still there. */
  readonly reached: Promise<void>;
  /** Lets the run go on. An interrupt in the meantime takes effect then. */
  release(): void;
}

/** An exception by its Python name and message. */
export interface RaisedError {
  type: string;
  message: string;
}

export type Faults = ReturnType<typeof createFaults>;

export const NO_SPACE: RaisedError = { type: 'OSError', message: '[Errno 28] No space left on device' };

const OUT_OF_MEMORY: RaisedError = {
  type: 'torch.OutOfMemoryError',
  message: 'Allocation on device ',
};

export function createFaults() {
  const holds = new Set<{ place: RunPlace; reach: () => void; released: Promise<void> }>();
  const raises: { place: RunPlace; error: RaisedError; times: number }[] = [];
  const crashes: { place: RunPlace; backAfterMs: number; times: number }[] = [];
  const blocks = new Map<string, string | null>();
  const httpFailures: { path: string; times: number; status: number }[] = [];

  const matches = (place: RunPlace, node: string, nodeClass: string, step: number | undefined) =>
    (place.node ?? node) === node && (place.class ?? nodeClass) === nodeClass && place.step === step;

  const faults = {
    /** While true nothing is sent over websockets. */
    silence: false,
    /** The real server's bug: when a replaced socket closes, its successor hears nothing more. */
    oldCloseSilencesNew: true,
    /** How long after `execution_success` the entry appears in history, and the prompt leaves the queue. */
    historyDelayMs: 0,
    /** So many of the next answers to `GET /history` carry a bare `NaN`, which is no JSON. */
    nanInHistory: 0,
    /** So many of the next answers to `GET /history` carry seeds above 2^53. */
    wideSeedsInHistory: 0,
    /** The worker takes no more prompts and does not finish the running one; the rest of the server goes on. */
    workerDead: false,

    /** Stops the run at a place until released. One hold stops one run. */
    hold(place: RunPlace): Hold {
      let reach = () => {};
      let release = () => {};
      const reached = new Promise<void>((resolve) => {
        reach = resolve;
      });
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const hold = { place, reach, released };
      holds.add(hold);
      return {
        reached,
        release() {
          holds.delete(hold);
          release();
        },
      };
    },

    /** Makes the next runs that come to the place fail there: so many, or for good with `Infinity`. */
    raise(place: RunPlace, error: RaisedError = OUT_OF_MEMORY, times = 1): void {
      raises.push({ place, error, times });
    },

    /**
     * The server dies when a run comes to the place: connections are cut, everything in memory is forgotten. It is
     * started again after a while, as by whoever looks after it.
     */
    crash(place: RunPlace, { times = 1, backAfterMs = 0 } = {}): void {
      crashes.push({ place, backAfterMs, times });
    },

    /** For the server: what to do when it dies. */
    onCrash: (_backAfterMs: number): void => {},

    /**
     * From now on a node gives nothing on, and the nodes behind it do not run; the prompt still ends well.
     * With a message the node behind it announces an `execution_error` first, as custom nodes can make it do.
     */
    block(node: string, message: string | null = null): void {
      blocks.set(node, message);
    },

    /** Answers requests to a path with an error, so many times. */
    fail(path: string, { times = 1, status = 500 }: { times?: number; status?: number } = {}): void {
      httpFailures.push({ path, times, status });
    },

    /** For the server: waits where it is held, and raises what was ordered. */
    async at(node: string, nodeClass: string, step: number | undefined, signal: AbortSignal): Promise<void> {
      if (faults.workerDead) await aborted(signal);
      for (const hold of [...holds]) {
        if (!matches(hold.place, node, nodeClass, step)) continue;
        hold.reach();
        await Promise.race([hold.released, aborted(signal)]);
      }
      const due = <T extends { place: RunPlace; times: number }>(ordered: T[]): T | undefined => {
        const found = ordered.find(({ place, times }) => times > 0 && matches(place, node, nodeClass, step));
        if (found) found.times -= 1;
        return found;
      };
      const crash = due(crashes);
      if (crash) {
        faults.onCrash(crash.backAfterMs);
        await aborted(signal);
      }
      const raised = due(raises);
      if (raised) throw new PythonError(raised.error.type, raised.error.message);
    },

    /** For the server: what a node is blocked with. */
    blockOf: (node: string): string | null | undefined => blocks.get(node),

    /** For the server: the status to answer a request with instead of handling it. */
    takeHttpFailure(path: string): number | null {
      const failure = httpFailures.find((one) => one.path === path && one.times > 0);
      if (failure === undefined) return null;
      failure.times -= 1;
      return failure.status;
    },
  };
  return faults;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
