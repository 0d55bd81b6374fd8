/** A gateway connection without a library between: every packet that came, and the code it ended with. */
import { constants, createInflate } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { DiscordServer } from '../../../playground/discord/server.ts';
import { eventually } from './helpers.ts';

export interface Packet {
  op: number;
  t?: string;
  s?: number;
  // biome-ignore lint/suspicious/noExplicitAny: a packet is looked at field by field, and a wrong field fails the test
  d?: any;
}

export interface Line {
  packets: Packet[];
  /** Names of the events that came. */
  events(): string[];
  send(packet: object): void;
  sendRaw(text: string): void;
  /** The first packet of this event, or with this op. */
  got(what: string | number): Promise<Packet>;
  closed(): Promise<number>;
  close(code?: number): void;
}

export function connect(server: DiscordServer, query = 'v=10&encoding=json', path = '/gateway'): Line {
  const url = `${server.apiUrl.replace(/^http/, 'ws').replace(/\/api$/, path)}?${query}`;
  const socket = new WebSocket(url);
  const packets: Packet[] = [];
  let code: number | undefined;
  const inflate = query.includes('zlib-stream')
    ? createInflate({ finishFlush: constants.Z_SYNC_FLUSH })
    : undefined;
  let unpacked = '';
  inflate?.on('data', (chunk: Buffer) => {
    unpacked += chunk.toString();
  });
  socket.on('message', (data: Buffer) => {
    if (!inflate) {
      packets.push(JSON.parse(data.toString()));
      return;
    }
    // Every message of the stream holds one packet and ends with a flush.
    inflate.write(data, () => {
      packets.push(JSON.parse(unpacked));
      unpacked = '';
    });
  });
  socket.on('close', (ended) => {
    code = ended;
  });
  socket.on('error', () => {});
  onTestFinished(() => socket.terminate());
  return {
    packets,
    events: () => packets.flatMap(({ t }) => t ?? []),
    send: (packet) => socket.send(JSON.stringify(packet)),
    sendRaw: (text) => socket.send(text),
    got: (what) =>
      eventually(() => packets.find(({ op, t }) => (typeof what === 'number' ? op === what : t === what))),
    closed: () => eventually(() => code),
    close: (given) => (given === undefined ? socket.terminate() : socket.close(given)),
  };
}

export const GUILDS = 1 << 0;
export const GUILD_MESSAGES = 1 << 9;
export const GUILD_MESSAGE_REACTIONS = 1 << 10;
export const MESSAGE_CONTENT = 1 << 15;

export function identify(server: DiscordServer, intents: number, more: object = {}): object {
  return {
    op: 2,
    d: { token: server.token, intents, properties: { os: 'linux', browser: 'x', device: 'x' }, ...more },
  };
}

/** Connected, identified and READY. */
export async function ready(server: DiscordServer, intents: number, more: object = {}): Promise<Line> {
  const line = connect(server);
  await line.got(10);
  line.send(identify(server, intents, more));
  await line.got('READY');
  return line;
}
