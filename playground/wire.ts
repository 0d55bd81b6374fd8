/**
 * What went over the wires of the playground, for those who want to see it.
 * The stand-ins write it, the page shows it. Only the latest entries are kept.
 */

export interface WireEntry {
  /** Counts up from 1; the page asks for what came after the one it knows. */
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  wire:
    | 'discord-rest'
    | 'discord-gateway'
    | 'slack-web'
    | 'slack-socket'
    | 'slack-http'
    | 'comfyui-http'
    | 'comfyui-ws';
  /** Seen from the stand-in: `in` came from the product, `out` went to it. */
  direction: 'in' | 'out';
  /** One line: `PATCH /webhooks/…/@original`, `MESSAGE_CREATE`, `progress_state`. */
  summary: string;
  /** HTTP status of an answer. */
  status?: number;
  /** The body, cut where it is long; bytes are named by their size. */
  body?: unknown;
}

export interface WireLog {
  write(entry: Omit<WireEntry, 'id' | 'at'>): void;
  since(id: number): WireEntry[];
  /** Returns the function that stops listening. */
  listen(listener: (entry: WireEntry) => void): () => void;
}

export function createWireLog({ keep = 500, now = Date.now } = {}): WireLog {
  const entries: WireEntry[] = [];
  const listeners = new Set<(entry: WireEntry) => void>();
  let lastId = 0;
  return {
    write(entry) {
      lastId += 1;
      const written = { ...entry, id: lastId, at: now() };
      entries.push(written);
      if (entries.length > keep) entries.shift();
      for (const listener of listeners) listener(written);
    },
    since: (id) => entries.filter((entry) => entry.id > id),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
