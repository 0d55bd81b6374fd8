/**
 * A gateway session outlives its connections: it numbers what the app is told and keeps it, so that a client that
 * comes back gets what it missed.
 */
import { shardOf } from '../snowflakes.ts';
import type { Dispatch } from './dispatches.ts';
import type { Transport } from './transport.ts';

const KEPT_EVENTS = 5000;

export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  seq: number;
  connection: Transport | null;
  /** When the last connection broke; null while there is one. */
  lostAt: number | null;
  /** Numbers it, keeps it, and sends it when there is a connection. */
  tell(event: string, data: unknown): void;
  wants(dispatch: Dispatch): boolean;
  /** What came after this number, or null when that is no longer known. */
  since(seq: number): Packet[] | null;
}

export interface Packet {
  op: 0;
  t: string;
  s: number;
  d: unknown;
}

export function createSession(options: {
  id: string;
  intents: number;
  shard: readonly [number, number];
  connection: Transport;
}): Session {
  const kept: Packet[] = [];
  const session: Session = {
    ...options,
    seq: 0,
    lostAt: null,
    tell(event, data) {
      session.seq += 1;
      const packet: Packet = { op: 0, t: event, s: session.seq, d: data };
      kept.push(packet);
      if (kept.length > KEPT_EVENTS) kept.shift();
      session.connection?.send(packet);
    },
    wants({ intent, guildId }) {
      const [shard, shards] = options.shard;
      const heard = intent === 0 || (options.intents & intent) !== 0;
      return heard && shardOf(guildId, shards) === shard;
    },
    since(seq) {
      const first = kept[0]?.s ?? session.seq + 1;
      return seq >= first - 1 ? kept.filter(({ s }) => s > seq) : null;
    },
  };
  return session;
}
