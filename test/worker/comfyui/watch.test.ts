/** What is taken from a websocket as being about our prompt, and what is not. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Hint } from '../../../worker/backend.ts';
import { comfyTiming } from '../../../worker/comfyui/timing.ts';
import { type Watch, watchPrompt } from '../../../worker/comfyui/watch.ts';
import { linesOf } from '../../support/failure.ts';
import { until } from '../../support/until.ts';
import { node, sampled } from '../graphs.ts';

const ours = '0b5c8f6e-0000-4000-8000-000000000001';
let server: ReturnType<typeof createServer>;
let sockets: WebSocketServer;
let watch: Watch | undefined;
/** Whether the server says that it can tag previews. */
let modern: boolean;
let connections: number;

beforeEach(async () => {
  modern = true;
  connections = 0;
  server = createServer();
  sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    connections += 1;
    socket.once('message', () => {
      if (modern)
        socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  await watch?.close();
  for (const socket of sockets.clients) socket.terminate();
  server.close();
  await once(server, 'close');
});

async function begin(graph = sampled(1)) {
  const hints: Hint[] = [];
  const name = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened = watchPrompt({
    id: ours,
    graph,
    address: { name, headers: {} },
    onHint: (hint) => hints.push(hint),
    timing: { ...comfyTiming, reconnectMs: 20, flagsMs: 50, readyMs: 500, deafMs: 100 },
  });
  watch = opened;
  expect(await opened.ready()).toBe(true);
  opened.begin();
  const [socket] = sockets.clients as Set<WebSocket>;
  if (!socket) throw new Error('nobody is connected');
  const say = (type: string, data: object) =>
    socket.send(JSON.stringify({ type, data: { prompt_id: ours, ...data } }));
  /** Everything that was sent before has been heard when this has. */
  const heard = async () => {
    const before = hints.length;
    say('execution_start', {});
    await until(() => hints.slice(before).some(({ kind }) => kind === 'started'));
  };
  return { hints, socket, say, heard, watch: opened };
}

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const plainFrame = (picture: string) => Buffer.concat([u32(1), u32(1), Buffer.from(picture)]);
function taggedFrame(picture: string, tag: object): Buffer {
  const json = Buffer.from(
    JSON.stringify({ prompt_id: ours, node_id: '5', image_type: 'image/png', ...tag }),
  );
  return Buffer.concat([u32(4), u32(json.length), json, Buffer.from(picture)]);
}
const previews = (hints: Hint[]) =>
  hints.flatMap((hint) => (hint.kind === 'preview' ? [Buffer.from(hint.bytes).toString()] : []));

test("strangers' messages and previews are not ours", async () => {
  const { hints, socket, say, heard } = await begin();
  say('executing', { node: '5' });
  say('progress', { prompt_id: 'somebody', node: '5', value: 9, max: 10 });
  say('execution_interrupted', { prompt_id: 'somebody' });
  socket.send(taggedFrame('theirs', { prompt_id: 'somebody' }));
  // Only prompts without a client send plain previews to everybody; ours would be tagged.
  socket.send(plainFrame('anonymous'));
  socket.send(taggedFrame('ours', {}));
  await heard();
  expect(previews(hints)).toEqual(['ours']);
  expect(hints.some((hint) => hint.kind === 'progress' && hint.step === 9)).toBe(false);
});

test('from a server that cannot tag, a plain preview is ours while ours runs', async () => {
  modern = false;
  const { hints, socket, say, heard } = await begin();
  socket.send(plainFrame('too early'));
  say('executing', { node: '5' });
  socket.send(plainFrame('ours'));
  await heard();
  expect(previews(hints)).toEqual(['ours']);
});

test('a node that refuses is a warning and not the end; the end is worth a look', async () => {
  const { hints, say, heard, watch } = await begin();
  say('execution_error', {
    node_id: '7',
    exception_type: 'ExecutionBlocked',
    exception_message: 'Execution Blocked: too dark',
    current_inputs: [],
  });
  await heard();
  expect(linesOf(watch.warnings())).toEqual(['"Saving" went no further: too dark']);
  const changes = () => hints.filter(({ kind }) => kind === 'changed').length;
  const before = changes();
  say('execution_success', {});
  await heard();
  expect(changes()).toBe(before + 1);
});

test('pictures that are sent are kept until some may have been missed', async () => {
  const { socket, heard, watch } = await begin({ '5': node('SaveImageWebsocket', {}) });
  socket.send(taggedFrame('first', {}));
  socket.send(taggedFrame('second', {}));
  await heard();
  expect(watch.pictures()?.map(({ bytes }) => bytes.toString())).toEqual(['first', 'second']);
  socket.terminate();
  await until(() => watch.pictures() === null);
  await until(() => connections === 2);
  expect(watch.pictures()).toBeNull();
});

test('a connection that is silent while the prompt runs is made anew, each time with more patience', async () => {
  const { watch, heard } = await begin();
  await heard();
  watch.checkHearing();
  expect(connections).toBe(1);
  await until(() => {
    watch.checkHearing();
    return connections === 2;
  });
});

test('a server that has no websocket for us is not waited for without end', async () => {
  server.removeAllListeners('upgrade');
  const name = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const timing = { ...comfyTiming, reconnectMs: 20, readyMs: 100 };
  watch = watchPrompt({ id: ours, graph: {}, address: { name, headers: {} }, onHint: () => {}, timing });
  expect(await watch.ready()).toBe(false);
});
