/** Trouble to order, for tests: what goes wrong next, for which requests and events, and how often. */

/** Matched against `PATCH /webhooks/1100/…/messages/@original`: a part of it, or a pattern. */
export type RoutePattern = string | RegExp;

export interface RestFaults {
  /** The next matching requests are answered with this instead of being carried out. */
  failNext(
    route: RoutePattern,
    status: number,
    body?: { code: number; message: string },
    count?: number,
  ): () => void;
  /** The next matching requests are told to wait, whatever their bucket says. */
  rateLimitNext(
    route: RoutePattern,
    options: { retryAfterMs: number; scope?: 'user' | 'shared' | 'global' },
    count?: number,
  ): () => void;
  /** The next matching requests are carried out, but their answer never arrives. */
  loseAnswers(route: RoutePattern, count?: number): () => void;
  /** Matching requests take so much longer to arrive. */
  slow(route: RoutePattern, ms: number, count?: number): () => void;
}

export interface GatewayFaults {
  /** Cuts every connection; without a code it simply breaks off. The sessions can be resumed. */
  disconnectGateway(code?: number): void;
  /** Op 7: asks the clients to come again. */
  askToReconnect(): void;
  /** Op 9; the sessions are forgotten unless they stay resumable. */
  invalidateSessions(resumable?: boolean): void;
  /** New connections are refused until it is switched off again. */
  refuseConnections(on: boolean): void;
  /** The next events of this name (or of any) reach the app twice, as Discord's can. */
  deliverTwice(event?: string, count?: number): () => void;
  /** Every session gets this event as it stands, whatever is in it. */
  dispatch(event: string, data: unknown): void;
  /** The gateway stops acknowledging heartbeats: a connection that looks alive and is not. */
  ignoreHeartbeats(on: boolean): void;
}

export interface Faults extends RestFaults, GatewayFaults {
  /** Ends all trouble that is still ordered. */
  clear(): void;
}

export type RestFault =
  | { kind: 'fail'; status: number; body: { code: number; message: string } }
  | { kind: 'limit'; retryAfterMs: number; scope: 'user' | 'shared' | 'global' }
  | { kind: 'lose' }
  | { kind: 'slow'; ms: number };

interface Ordered<T> {
  matches: (name: string) => boolean;
  left: number;
  fault: T;
}

/** Things that go wrong a number of times. */
export function createOrders<T>() {
  let orders: Ordered<T>[] = [];
  return {
    add(matches: (name: string) => boolean, fault: T, count: number): () => void {
      const order = { matches, left: count, fault };
      orders.push(order);
      return () => {
        orders = orders.filter((one) => one !== order);
      };
    },
    /** All that apply to this one, each counted down. */
    take(name: string): T[] {
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

export interface RestFaultDesk extends RestFaults {
  take(call: string): RestFault[];
  clear(): void;
}

export function createRestFaults(): RestFaultDesk {
  const orders = createOrders<RestFault>();
  const add = (route: RoutePattern, fault: RestFault, count: number) =>
    orders.add((name) => (typeof route === 'string' ? name.includes(route) : route.test(name)), fault, count);
  return {
    failNext: (route, status, body = { message: `${status}: ordered by a test`, code: 0 }, count = 1) =>
      add(route, { kind: 'fail', status, body }, count),
    rateLimitNext: (route, { retryAfterMs, scope = 'user' }, count = 1) =>
      add(route, { kind: 'limit', retryAfterMs, scope }, count),
    loseAnswers: (route, count = 1) => add(route, { kind: 'lose' }, count),
    slow: (route, ms, count = Number.POSITIVE_INFINITY) => add(route, { kind: 'slow', ms }, count),
    take: orders.take,
    clear: orders.clear,
  };
}
