/** Who hears of a run, and what history keeps of what was said. */
import type { Hub } from './hub.ts';
import type { QueueItem, StatusMessage } from './queue.ts';

export type Announcer = ReturnType<typeof createAnnouncer>;

export function createAnnouncer(hub: Hub, item: QueueItem, now: () => number) {
  const client = typeof item.extra?.client_id === 'string' ? item.extra.client_id : null;
  const messages: StatusMessage[] = [];
  return {
    /** null: the prompt was posted without a client. */
    client,
    messages,

    /** A turning point of the run: kept for history, whoever hears it. */
    announce(event: string, data: Record<string, unknown>, { toAllIfAnonymous = false } = {}): void {
      const stamped = { ...data, timestamp: now() };
      messages.push([event, stamped]);
      if (client !== null || toAllIfAnonymous) hub.send(event, stamped, client);
    },

    /** For the client that posted the prompt, and for nobody when there is none. */
    tell(event: string, data: Record<string, unknown>): void {
      if (client !== null) hub.send(event, data, client);
    },
  };
}
