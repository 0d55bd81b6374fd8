/**
 * Pending prompts, the running one and the history of those that ended.
 * Words: an *item* is a prompt on its way; an *entry* is what history keeps of it.
 */
import type { VersionSwitches } from '../version.ts';
import type { Graph } from './graph.ts';
import { heapify, heapPop, heapPush } from './heap.ts';

export interface QueueItem {
  number: number;
  id: string;
  graph: Graph;
  /** null only where an old server let it through, and died of it. */
  extra: Record<string, unknown> | null;
  outputs: string[];
}

/** As it stands on the wire. */
type WireItem = [number: number, id: string, graph: Graph, extra: unknown, outputs: string[]];

export type StatusMessage = [event: string, data: Record<string, unknown>];

export interface NodeMeta {
  node_id: string;
  display_node: string;
  parent_node: null;
  real_node_id: string;
}

export type UiOutput = Record<string, unknown[]>;

export interface RunResult {
  outputs: Record<string, UiOutput>;
  meta: Record<string, NodeMeta>;
  success: boolean;
  messages: StatusMessage[];
}

export interface HistoryEntry {
  prompt: WireItem;
  outputs: Record<string, UiOutput>;
  status: { status_str: 'success' | 'error'; completed: boolean; messages: StatusMessage[] };
  meta: Record<string, NodeMeta>;
}

const MOST_ENTRIES = 10_000;
const SENSITIVE_KEYS = ['auth_token_comfy_org', 'api_key_comfy_org'];

export type PromptQueue = ReturnType<typeof createPromptQueue>;

export function createPromptQueue(version: VersionSwitches, onChange: () => void) {
  let pending: QueueItem[] = [];
  let running: QueueItem | null = null;
  const history = new Map<string, HistoryEntry>();
  let wakeWorker: (() => void) | null = null;

  function waitForWake(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        wakeWorker = null;
        resolve();
      };
      wakeWorker = wake;
      signal.addEventListener('abort', wake);
    });
  }

  const wire = (item: QueueItem, strip: boolean): WireItem => [
    item.number,
    item.id,
    item.graph,
    strip ? withoutSecrets(item.extra) : item.extra,
    item.outputs,
  ];

  return {
    /** Throws when an item with the same number and id already waits: the real heap cannot order the two. */
    put(item: QueueItem): void {
      heapPush(pending, item, comesFirst);
      onChange();
      wakeWorker?.();
    },

    /** The next item, which is then the running one. null after a wait that ended without one (a nudge, an abort). */
    async take(signal: AbortSignal, isDead: () => boolean): Promise<QueueItem | null> {
      if (pending.length === 0 || isDead()) await waitForWake(signal);
      const item = signal.aborted || isDead() ? null : (heapPop(pending, comesFirst) ?? null);
      if (item === null) return null;
      // What history shows later is how the item looked now: the run writes into its own copy only.
      running = structuredClone(item);
      onChange();
      return item;
    },

    done(result: RunResult): void {
      const item = running;
      if (item === null) return;
      running = null;
      if (history.size > MOST_ENTRIES) history.delete([...history.keys()][0] as string);
      history.set(item.id, {
        prompt: wire(item, true),
        outputs: result.outputs,
        status: {
          status_str: result.success ? 'success' : 'error',
          completed: result.success,
          messages: result.messages,
        },
        meta: result.meta,
      });
      onChange();
    },

    remove(id: string): boolean {
      const at = pending.findIndex((item) => item.id === id);
      if (at < 0) return false;
      // Removing the last one goes through `clear`, so the change is announced twice.
      if (pending.length === 1) this.clear();
      else {
        pending.splice(at, 1);
        heapify(pending, comesFirst);
      }
      onChange();
      return true;
    },

    clear(): void {
      pending = [];
      onChange();
    },

    /** Wakes a waiting worker for something that is not a prompt. */
    nudge: () => wakeWorker?.(),
    remaining: () => pending.length + (running === null ? 0 : 1),
    running: () => running,
    pending: () => pending,
    toWire: () => ({
      queue_running: running === null ? [] : [wire(running, version.guardsExtraData)],
      queue_pending: pending.map((item) => wire(item, version.guardsExtraData)),
    }),
    history,
    /** A page of history as ComfyUI counts it: without `offset` the last `maxItems`, always oldest first. */
    page(maxItems: number | null, offset: number): Record<string, HistoryEntry> {
      const start = offset < 0 && maxItems !== null ? history.size - maxItems : offset;
      const page: [string, HistoryEntry][] = [];
      let index = 0;
      for (const entry of history) {
        if (index >= start) {
          page.push(entry);
          if (maxItems !== null && page.length >= maxItems) break;
        }
        index += 1;
      }
      return Object.fromEntries(page);
    },
  };
}

function comesFirst(a: QueueItem, b: QueueItem): boolean {
  if (a.number !== b.number) return a.number < b.number;
  if (a.id === b.id)
    throw new TypeError(`two waiting prompts have the number ${a.number} and the id ${a.id}`);
  return a.id < b.id;
}

function withoutSecrets(extra: QueueItem['extra']): QueueItem['extra'] {
  if (extra === null || !SENSITIVE_KEYS.some((key) => key in extra)) return extra;
  return Object.fromEntries(Object.entries(extra).filter(([key]) => !SENSITIVE_KEYS.includes(key)));
}
