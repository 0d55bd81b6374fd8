/**
 * Whether what the next job makes can be kept. No job is begun that could not be: a full disk is no reason to lose a
 * render. It is asked again and again, so a worker goes on by itself once there is room.
 */
import type { Log } from '../core/log.ts';
import type { OpenStore } from '../core/media.ts';

/** No file takes that long to come. */
const dayMs = 24 * 60 * 60 * 1000;

export interface StoreWatchOptions {
  store: Pick<OpenStore, 'available' | 'name' | 'tidy'>;
  everyMs: number;
  log: Log;
  onChange(): void;
}

export function watchStore({ store, everyMs, log, onChange }: StoreWatchOptions) {
  /** Undefined until the first answer. */
  let answer: true | string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let asking = false;
  let closed = false;

  async function look(): Promise<void> {
    const before = answer;
    const next = await store.available();
    if (closed) return;
    answer = next;
    timer = setTimeout(ask, everyMs);
    if (next !== true && before !== next)
      log.warn(`no render is taken, because it could not be kept: ${next}`);
    if (next === true && before !== true) log.info(`renders are kept in ${store.name}`);
    if ((next === true) !== (before === true)) onChange();
  }
  function ask(): void {
    clearTimeout(timer);
    if (asking) return;
    asking = true;
    void look().finally(() => {
      asking = false;
    });
  }
  ask();
  void store.tidy(Date.now() - dayMs);

  return {
    isOpen: () => answer === true,
    /** Why nothing can be kept, in words for whoever runs the worker. */
    trouble: (): string | undefined => (typeof answer === 'string' ? answer : undefined),
    /** Something could not be kept: it is asked at once. */
    doubt: ask,
    close(): void {
      closed = true;
      clearTimeout(timer);
    },
  };
}
