/** Trouble to order, for tests: what goes wrong next, in which calls and events, and how often. */
import type { EventFaults } from './delivery/events.ts';
import type { SocketFaults } from './delivery/socket.ts';

/** `chat.update`, a pattern, or `response_url`. */
export type MethodPattern = string | RegExp;

export interface WebFaults {
  /** The next matching calls are answered with this instead of being carried out. @default a 500 */
  failNext(
    method: MethodPattern,
    failure?: { status?: 200 | 500 | 503; error?: string },
    count?: number,
  ): () => void;
  /** The next matching calls get 429, whatever has been counted. */
  rateLimitNext(method: MethodPattern, retryAfterSeconds: number, count?: number): () => void;
  /** The next matching calls are carried out, but their answer never arrives. */
  loseAnswers(method: MethodPattern, count?: number): () => void;
  /** Matching calls take so much longer to arrive. */
  slow(method: MethodPattern, ms: number, count?: number): () => void;
}

export interface AccessFaults {
  /** The bot token stops working; the app hears `tokens_revoked`. */
  revokeToken(): void;
  /** The app is taken out of the workspace; it hears `app_uninstalled`, and its connections end. */
  uninstall(): void;
}

export interface Faults extends WebFaults, EventFaults, SocketFaults, AccessFaults {
  /** Ends all trouble that is still ordered; what was revoked stays revoked. */
  clear(): void;
}

export type WebFault =
  | { kind: 'fail'; status: 200 | 500 | 503; error: string }
  | { kind: 'limit'; seconds: number }
  | { kind: 'lose' }
  | { kind: 'slow'; ms: number };

export interface WebFaultDesk extends WebFaults {
  /** All that apply to this call, each counted down. */
  take(method: string): WebFault[];
  clear(): void;
}

interface Ordered {
  matches: (name: string) => boolean;
  left: number;
  fault: WebFault;
}

export function createWebFaults(): WebFaultDesk {
  let orders: Ordered[] = [];

  function add(method: MethodPattern, fault: WebFault, count: number): () => void {
    const matches = (name: string) => (typeof method === 'string' ? name === method : method.test(name));
    const order = { matches, left: count, fault };
    orders.push(order);
    return () => {
      orders = orders.filter((one) => one !== order);
    };
  }

  return {
    failNext: (method, { status = 500, error = 'internal_error' } = {}, count = 1) =>
      add(method, { kind: 'fail', status, error }, count),
    rateLimitNext: (method, seconds, count = 1) => add(method, { kind: 'limit', seconds }, count),
    loseAnswers: (method, count = 1) => add(method, { kind: 'lose' }, count),
    slow: (method, ms, count = Number.POSITIVE_INFINITY) => add(method, { kind: 'slow', ms }, count),
    take(name) {
      const applying = orders.filter(({ matches }) => matches(name));
      for (const order of applying) order.left -= 1;
      orders = orders.filter(({ left }) => left > 0);
      return applying.map(({ fault }) => fault);
    },
    clear() {
      orders = [];
    },
  };
}
