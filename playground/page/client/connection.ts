/** The websocket to the page's server: numbered requests, and what we are told. Comes back by itself. */
import { type Reply, type Request, replies, type Telling, telling } from '../protocol.ts';

/** Words a person can read: what the stand-in refused, as Discord would have. */
export class RefusedError extends Error {
  override name = 'RefusedError';
}

type Ask<Do extends Request['do']> = Extract<Request, { do: Do }>;

export interface Connection {
  /** Rejects with a {@link RefusedError}. */
  ask<Do extends Request['do']>(request: Ask<Do>): Promise<Reply<Do>>;
}

interface ConnectionOptions {
  url: string;
  /** Everything but the replies. */
  heard: (told: Exclude<Telling, { tell: 'reply' | 'refusal' }>) => void;
  lost: () => void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;

export function connect({ url, heard, lost }: ConnectionOptions): Connection {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let wait = FIRST_WAIT_MS;
  let socket = open();

  function open(): WebSocket {
    const opened = new WebSocket(url);
    opened.addEventListener('message', ({ data }) => {
      wait = FIRST_WAIT_MS;
      hear(telling.parse(JSON.parse(data)));
    });
    opened.addEventListener('close', () => {
      for (const { reject } of waiting.values())
        reject(new RefusedError('The connection to the playground was lost.'));
      waiting.clear();
      lost();
      setTimeout(() => {
        socket = open();
      }, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
    return opened;
  }

  function hear(told: Telling): void {
    if (told.tell !== 'reply' && told.tell !== 'refusal') {
      heard(told);
      return;
    }
    const asked = waiting.get(told.id);
    waiting.delete(told.id);
    if (told.tell === 'reply') asked?.resolve(told.value);
    else asked?.reject(new RefusedError(told.reason));
  }

  return {
    async ask(request) {
      if (socket.readyState !== WebSocket.OPEN)
        throw new RefusedError('Not connected to the playground; one moment.');
      lastId += 1;
      const id = lastId;
      const value = await new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, ask: request }));
      });
      // The shape is chosen by what was asked, which the compiler cannot follow through the map.
      return replies[request.do].parse(value) as Reply<typeof request.do>;
    },
  };
}
