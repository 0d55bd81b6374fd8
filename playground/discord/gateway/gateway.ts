/**
 * The gateway, told in order: HELLO greets every connection. IDENTIFY makes a session (READY, then GUILD_CREATE),
 * RESUME takes one up again (what was missed, then RESUMED). From then on the session hears what its intents and
 * its shard let through. A connection that breaks leaves the session waiting for a while; a proper goodbye ends it.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import type { WireLog } from '../../wire.ts';
import { createOrders, type GatewayFaults } from '../faults.ts';
import { cut } from '../rest/wire.ts';
import { botId, isIn, type World } from '../world/world.ts';
import { type Identify, type Resume, readCommand } from './commands.ts';
import { type Dispatch, dispatchesOf, guildCreate } from './dispatches.ts';
import { judgeIntents } from './intents.ts';
import { membersChunk, readyData } from './payloads.ts';
import { createSession, type Session } from './session.ts';
import { createTransport, type Transport } from './transport.ts';

export interface Gateway {
  faults: GatewayFaults & { clear(): void };
  identifiesLeft(): number;
  /** Connected right now. */
  sessions(): { id: string; intents: number; seq: number; connected: boolean }[];
  close(): void;
}

const VERSIONS = ['9', '10'];

export function createGateway(options: {
  server: Server;
  world: World;
  wire: WireLog | undefined;
  /** Where to come back to, known once the server listens. */
  resumeUrl: () => string;
}): Gateway {
  const { world, wire } = options;
  const { timing, rates } = world.limits;
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  const connections = new Set<Transport>();
  const doubles = createOrders<true>();
  let identifies: number[] = [];
  let refuses = false;
  let ignoresHeartbeats = false;

  options.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    if (refuses || !path.startsWith('/gateway')) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connected) => greet(connected, new URLSearchParams(query)));
  });

  function greet(socket: WebSocket, query: URLSearchParams): void {
    const compression = query.get('compress') === 'zlib-stream' ? 'zlib-stream' : null;
    const transport = createTransport(socket, compression);
    if (!VERSIONS.includes(query.get('v') ?? '10')) {
      transport.close(4012, 'Invalid API version');
      return;
    }
    if ((query.get('encoding') ?? 'json') !== 'json') {
      transport.close(4002, 'The playground speaks JSON only');
      return;
    }
    connections.add(transport);
    let session: Session | null = null;
    let sent: number[] = [];
    let silence = expectHeartbeat(transport);

    socket.on('message', (raw: Buffer) => {
      const command = readCommand(raw);
      if (typeof command === 'number') {
        transport.close(command);
        return;
      }
      const at = world.now();
      sent = [...sent.filter((time) => time > at - rates.gatewaySends.perMs), at];
      if (sent.length > rates.gatewaySends.limit) {
        transport.close(4008, 'Rate limited');
        return;
      }
      if (command.op !== Op.Heartbeat) note('in', Op[command.op], command);
      switch (command.op) {
        case Op.Heartbeat:
          clearTimeout(silence);
          silence = expectHeartbeat(transport);
          if (!ignoresHeartbeats) transport.send({ op: Op.HeartbeatAck });
          return;
        case Op.Identify:
          if (session) transport.close(4005, 'Already authenticated');
          else session = identify(transport, command.d);
          return;
        case Op.Resume:
          if (session) transport.close(4005, 'Already authenticated');
          else session = resume(transport, command.d);
          return;
        case Op.RequestGuildMembers:
          if (session) tell(session, 'GUILD_MEMBERS_CHUNK', membersChunk(world, command.d));
          else transport.close(4003, 'Not authenticated');
          return;
        case Op.PresenceUpdate:
        case Op.VoiceStateUpdate:
          if (!session) transport.close(4003, 'Not authenticated');
      }
    });

    socket.on('close', (code) => {
      clearTimeout(silence);
      connections.delete(transport);
      if (!session || session.connection !== transport) return;
      session.connection = null;
      session.lostAt = world.now();
      // Saying goodbye properly ends the session; anything else may be a broken line.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
    });
    socket.on('error', () => transport.close());

    transport.send({ op: Op.Hello, d: { heartbeat_interval: timing.heartbeatMs, _trace: [] } });
  }

  function expectHeartbeat(transport: Transport): NodeJS.Timeout {
    return setTimeout(() => transport.close(4000, 'No heartbeat'), timing.heartbeatMs * 1.5).unref();
  }

  function identify(transport: Transport, wanted: Identify): Session | null {
    const at = world.now();
    if (wanted.token.replace(/^Bot /, '') !== world.seed.token || identifiesLeft() === 0) {
      transport.close(4004, 'Authentication failed.');
      return null;
    }
    const shard = wanted.shard ?? ([0, 1] as const);
    if (shard[0] >= shard[1]) {
      transport.close(4010, 'Invalid shard');
      return null;
    }
    const refused = judgeIntents(wanted.intents, world.seed.application);
    if (refused !== null) {
      transport.close(refused, refused === 4013 ? 'Invalid intent(s)' : 'Disallowed intent(s)');
      return null;
    }
    const last = identifies.at(-1);
    if (last !== undefined && at - last < timing.identifyMs) {
      transport.send({ op: Op.InvalidSession, d: false });
      return null;
    }
    identifies.push(at);
    if (wanted.compress) transport.compressPayloads();
    const session = createSession({
      id: randomBytes(16).toString('hex'),
      intents: wanted.intents,
      shard,
      connection: transport,
    });
    sessions.set(session.id, session);
    tell(session, 'READY', readyData(world, session, options.resumeUrl()));
    const guild = guildCreate(world);
    if (isIn(world, botId(world)) && session.wants(guild))
      tell(session, guild.event, guild.data(session.intents));
    return session;
  }

  function resume(transport: Transport, wanted: Resume): Session | null {
    if (wanted.token.replace(/^Bot /, '') !== world.seed.token) {
      transport.close(4004, 'Authentication failed.');
      return null;
    }
    const session = sessions.get(wanted.session_id);
    const tooLate = session?.lostAt != null && world.now() - session.lostAt > timing.sessionMs;
    const missed = session && !tooLate ? session.since(wanted.seq) : null;
    if (!session || !missed) {
      if (session) sessions.delete(session.id);
      transport.send({ op: Op.InvalidSession, d: false });
      return null;
    }
    if (wanted.seq > session.seq) {
      transport.close(4007, 'Invalid seq');
      return null;
    }
    // The client has given its old line up; ours may not have noticed.
    session.connection?.close();
    session.connection = transport;
    session.lostAt = null;
    for (const packet of missed) transport.send(packet);
    tell(session, 'RESUMED', { _trace: [] });
    return session;
  }

  function deliver(dispatch: Dispatch): void {
    const times = doubles.take(dispatch.event).length > 0 ? 2 : 1;
    for (const session of sessions.values()) {
      if (!session.wants(dispatch)) continue;
      for (let time = 0; time < times; time += 1)
        tell(session, dispatch.event, dispatch.data(session.intents));
    }
  }

  function tell(session: Session, event: string, data: object): void {
    session.tell(event, data);
    note('out', event, data);
  }

  function note(direction: 'in' | 'out', summary: string, body: object): void {
    wire?.write({ wire: 'discord-gateway', direction, summary, body: cut(body) });
  }

  function identifiesLeft(): number {
    identifies = identifies.filter((at) => at > world.now() - rates.identifies.perMs);
    return Math.max(0, rates.identifies.limit - identifies.length);
  }

  const stopListening = world.bus.listen((event) => {
    for (const dispatch of dispatchesOf(world, event)) deliver(dispatch);
  });

  return {
    identifiesLeft,
    sessions: () =>
      [...sessions.values()].map(({ id, intents, seq, connection }) => ({
        id,
        intents,
        seq,
        connected: connection !== null,
      })),
    faults: {
      disconnectGateway(code) {
        for (const connection of connections) connection.close(code);
      },
      askToReconnect() {
        for (const connection of connections) connection.send({ op: Op.Reconnect, d: null });
      },
      invalidateSessions(resumable = false) {
        if (!resumable) sessions.clear();
        for (const connection of connections) connection.send({ op: Op.InvalidSession, d: resumable });
      },
      refuseConnections(on) {
        refuses = on;
      },
      dispatch(event, data) {
        for (const session of sessions.values()) session.tell(event, data);
      },
      ignoreHeartbeats(on) {
        ignoresHeartbeats = on;
      },
      deliverTwice: (event, count = 1) =>
        doubles.add((name) => event === undefined || name === event, true, count),
      clear() {
        refuses = false;
        ignoresHeartbeats = false;
        doubles.clear();
      },
    },
    close() {
      stopListening();
      for (const connection of connections) connection.close();
      sockets.close();
    },
  };
}
