import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type KeptSocket, keepSocket } from '../../../worker/comfyui/socket.ts';
import { until } from '../../support/until.ts';

let server: ReturnType<typeof createServer>;
let sockets: WebSocketServer;
let kept: KeptSocket | undefined;
let log: string[];
let address: string;

beforeEach(async () => {
  log = [];
  server = createServer();
  sockets = new WebSocketServer({ server, autoPong: true });
  let count = 0;
  sockets.on('connection', (socket, request) => {
    count += 1;
    const name = count;
    log.push(`open ${name} ${request.url} ${request.headers['x-key']}`);
    socket.on('message', (data) => log.push(`said ${name} ${data}`));
    socket.on('close', () => log.push(`closed ${name}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`;
});

afterEach(async () => {
  await kept?.close();
  for (const socket of sockets.clients) socket.terminate();
  server.close();
  await once(server, 'close');
});

function keep(changes: { pingMs?: number } = {}) {
  const texts: string[] = [];
  const states: string[] = [];
  kept = keepSocket({
    address,
    headers: { 'x-key': 'abc' },
    clientId: 'a b',
    onText: (text) => texts.push(text),
    onFrame: (frame) => texts.push(`frame of ${frame.length}`),
    onChange: (state) => states.push(state),
    timing: { pingMs: 10_000, reconnectMs: 20, ...changes },
  });
  return { texts, states, socket: kept };
}

const only = (): WebSocket => {
  const [first] = sockets.clients;
  if (!first) throw new Error('nobody is connected');
  return first;
};

test('what it can do is the first thing it says, on each connection anew', async () => {
  const { states } = keep();
  const flags = '{"type":"feature_flags","data":{"supports_preview_metadata":true}}';
  await until(() => log.includes(`said 1 ${flags}`));
  expect(log[0]).toBe('open 1 /base/ws?clientId=a%20b abc');
  only().terminate();
  await until(() => log.includes(`said 2 ${flags}`));
  expect(states).toEqual(['open', 'lost', 'open']);
});

test('texts and frames come through', async () => {
  const { texts } = keep();
  await until(() => sockets.clients.size === 1);
  only().send('{"type":"status"}');
  only().send(Buffer.alloc(12));
  await until(() => texts.length === 2);
  expect(texts).toEqual(['{"type":"status"}', 'frame of 12']);
});

test('the next connection is opened only when the last one is closed for good', async () => {
  const { socket } = keep();
  await until(() => socket.openedAt() !== null);
  socket.renew();
  await until(() => log.some((line) => line.startsWith('open 2')));
  const order = log.filter((line) => /^(open|closed)/.test(line)).map((line) => line.slice(0, 8).trim());
  expect(order).toEqual(['open 1 /', 'closed 1', 'open 2 /']);
  expect(sockets.clients.size).toBe(1);
});

test('a connection that does not answer pings is cut and made anew', async () => {
  sockets.options.autoPong = false;
  keep({ pingMs: 40 });
  await until(() => log.some((line) => line.startsWith('open 2')));
  expect(log).toContain('closed 1');
});

test('closing ends it: no connection is made any more', async () => {
  const { socket, states } = keep();
  await until(() => socket.openedAt() !== null);
  await socket.close();
  expect(socket.openedAt()).toBeNull();
  await until(() => sockets.clients.size === 0);
  expect(states).toEqual(['open']);
  expect(log.filter((line) => line.startsWith('open'))).toHaveLength(1);
});

test('closing while the server cannot be reached ends it too', async () => {
  address = 'http://127.0.0.1:9';
  const { socket, states } = keep();
  await new Promise((resolve) => setTimeout(resolve, 60));
  await socket.close();
  expect(states).toEqual([]);
});
