/**
 * Socket Mode. https://docs.slack.dev/apis/events-api/using-socket-mode
 *
 * An app asks for an address, connects to it once, is greeted, and from then on every envelope goes to exactly one of
 * its connections. It answers each by its id. A connection that is told to go (`disconnect`) gets nothing more.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { newSecret } from '../ids.ts';
import { MOST_CONNECTIONS } from '../limits.ts';
import { isRecord } from '../validate/walk.ts';
import type { Note } from '../web/wire.ts';
import type { World } from '../world/world.ts';
import { eventName } from './http.ts';
import type { Delivery, Envelope, Transport } from './transport.ts';

type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

interface Connection {
  socket: WebSocket;
  host: string;
  /** Told to go; gets nothing more. */
  isLeaving: boolean;
  delivered: number;
}

export interface SocketFaults {
  /** Slack recycles its side: the apps are told, and come again. */
  askToReconnect(reason?: 'warning' | 'refresh_requested'): void;
  /** Connections simply break off. */
  dropConnections(): void;
  /** New connections are cut off until it is switched off again. */
  refuseConnections(on: boolean): void;
  /** The next answers get lost on their way: what they answer counts as unanswered. */
  loseAcks(count?: number): void;
  /** One connection gets this payload as it stands, whatever is in it. */
  deliver(kind: Envelope['kind'], payload: unknown): void;
  /** No pings any more: a connection that looks alive and is not. */
  stopPinging(on: boolean): void;
}

export interface SocketTransport extends Transport {
  /** An address that works once. */
  newUrl(): string;
  connections(): { delivered: number; isLeaving: boolean }[];
  disconnectAll(reason: DisconnectReason): void;
  faults: SocketFaults & { clear(): void };
}

const PATH = '/link/';
const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });
const TIMED_OUT: Delivery = { ok: false, error: 'operation_timeout', retryReason: 'timeout' };
const NOBODY: Delivery = { ok: false, error: 'dispatch_failed', retryReason: 'timeout' };

export function createSocketTransport(options: {
  server: Server;
  world: World;
  note: Note;
  /** False while the app's manifest has Socket Mode switched off. */
  isEnabled: () => boolean;
}): SocketTransport {
  const { server, world, note, isEnabled } = options;
  const { timing } = world.limits;
  const sockets = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const connections: Connection[] = [];
  const waiting = new Map<string, { connection: Connection; settle: (delivery: Delivery) => void }>();
  let lastUsed = 0;
  let isRefusing = false;
  let isSilent = false;
  let acksToLose = 0;

  function tell(connection: Connection, message: object, summary: string): void {
    const { socket } = connection;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(message));
    note({ wire: 'slack-socket', direction: 'out', summary, body: message });
  }

  function askToGo(connection: Connection, reason: DisconnectReason): void {
    connection.isLeaving = true;
    tell(
      connection,
      { type: 'disconnect', reason, debug_info: { host: connection.host } },
      `disconnect ${reason}`,
    );
  }

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '', 'http://playground');
    if (url.pathname !== PATH) return;
    const ticket = url.searchParams.get('ticket') ?? '';
    const issuedAt = tickets.get(ticket);
    tickets.delete(ticket);
    const isGood = issuedAt !== undefined && world.now() - issuedAt <= timing.ticketMs;
    if (!isGood || isRefusing || world.access !== 'installed') {
      stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, greet);
  }

  function greet(socket: WebSocket): void {
    const connection: Connection = { socket, host: 'applink-playground', isLeaving: false, delivered: 0 };
    // A broken pipe ends in `close`; nobody else has to hear of it.
    socket.on('error', () => socket.terminate());
    if (!isEnabled() || connections.length >= MOST_CONNECTIONS) {
      askToGo(connection, isEnabled() ? 'too_many_websockets' : 'link_disabled');
      socket.close(1000);
      return;
    }
    connections.push(connection);
    const undo = [
      every(timing.pingMs, () => {
        if (!isSilent) socket.ping(`Ping from ${connection.host}`);
      }),
      world.timers.after(timing.connectionMs - timing.warningMs, () => askToGo(connection, 'warning')),
      world.timers.after(timing.connectionMs, () => {
        askToGo(connection, 'refresh_requested');
        socket.close(1000);
      }),
    ];
    socket.on('message', (data) => onAck(String(data)));
    socket.on('close', () => {
      for (const off of undo) off();
      connections.splice(connections.indexOf(connection), 1);
      for (const [id, { connection: other, settle }] of waiting) {
        if (other !== connection) continue;
        waiting.delete(id);
        settle(TIMED_OUT);
      }
    });
    const hello = {
      type: 'hello',
      num_connections: connections.length,
      debug_info: {
        host: connection.host,
        build_number: 1,
        approximate_connection_time: Math.round(timing.connectionMs / 1000),
      },
      connection_info: { app_id: world.seed.app.id },
    };
    tell(connection, hello, 'hello');
  }

  function onAck(text: string): void {
    const ack = readAck(text);
    note({
      wire: 'slack-socket',
      direction: 'in',
      summary: ack ? 'ack' : 'not an ack',
      body: ack?.payload ?? text,
    });
    const open = ack && waiting.get(ack.envelope_id);
    if (!ack || !open) return;
    if (acksToLose > 0) {
      acksToLose -= 1;
      return;
    }
    waiting.delete(ack.envelope_id);
    const isEmpty =
      ack.payload === undefined || (isRecord(ack.payload) && Object.keys(ack.payload).length === 0);
    open.settle({ ok: true, answer: isEmpty ? undefined : ack.payload });
  }

  /** The next one in turn. */
  function choose(): Connection | undefined {
    const able = connections.filter(
      ({ isLeaving, socket }) => !isLeaving && socket.readyState === socket.OPEN,
    );
    lastUsed += 1;
    return able[lastUsed % Math.max(1, able.length)];
  }

  function every(ms: number, run: () => void): () => void {
    const timer = setInterval(run, ms);
    timer.unref();
    return () => clearInterval(timer);
  }

  server.on('upgrade', onUpgrade);

  return {
    newUrl() {
      const ticket = newSecret();
      tickets.set(ticket, world.now());
      const origin = world.origin().replace(/^http/, 'ws');
      return `${origin}${PATH}?ticket=${ticket}&app_id=${world.seed.app.id}`;
    },
    connections: () => connections.map(({ delivered, isLeaving }) => ({ delivered, isLeaving })),
    disconnectAll(reason) {
      for (const connection of connections) askToGo(connection, reason);
    },
    deliver(envelope: Envelope) {
      const connection = choose();
      if (!connection) return Promise.resolve(NOBODY);
      const id = randomUUID();
      const { promise, resolve } = Promise.withResolvers<Delivery>();
      const callOff = world.timers.after(timing.answerMs, () => {
        waiting.delete(id);
        resolve(TIMED_OUT);
      });
      waiting.set(id, {
        connection,
        settle(delivery) {
          callOff();
          resolve(delivery);
        },
      });
      connection.delivered += 1;
      tell(connection, framed(id, envelope), summaryOf(envelope));
      return promise;
    },
    close() {
      server.off('upgrade', onUpgrade);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
    faults: {
      askToReconnect(reason = 'refresh_requested') {
        for (const connection of connections) askToGo(connection, reason);
      },
      dropConnections() {
        for (const { socket } of [...connections]) socket.terminate();
      },
      refuseConnections: (on) => {
        isRefusing = on;
      },
      loseAcks: (count = 1) => {
        acksToLose += count;
      },
      deliver(kind, payload) {
        const connection = choose();
        const message = { envelope_id: randomUUID(), payload, type: kind, accepts_response_payload: false };
        if (connection) tell(connection, message, kind);
      },
      stopPinging: (on) => {
        isSilent = on;
      },
      clear() {
        isRefusing = false;
        isSilent = false;
        acksToLose = 0;
      },
    },
  };
}

function framed(id: string, { kind, payload, takesAnswer, retry }: Envelope): object {
  return {
    envelope_id: id,
    payload,
    type: kind,
    accepts_response_payload: takesAnswer,
    ...(kind === 'events_api'
      ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
      : {}),
  };
}

function summaryOf({ kind, payload }: Envelope): string {
  if (kind === 'events_api') return eventName(payload);
  return String(payload[kind === 'slash_commands' ? 'command' : 'type']);
}

function readAck(text: string): z.output<typeof ackSchema> | undefined {
  try {
    return ackSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
