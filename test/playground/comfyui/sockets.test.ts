import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { finished, post, until } from './client.ts';
import { test } from './fixture.ts';
import { still, textToImage } from './graphs.ts';

test('a newcomer is greeted with the state of the queue and its id', async ({ comfyUi, connect }) => {
  const me = await connect(comfyUi, 'me');
  expect(me.messages).toEqual([
    { type: 'status', data: { status: { exec_info: { queue_remaining: 0 } }, sid: 'me' } },
  ]);
  const nameless = await connect(comfyUi);
  expect(nameless.messages[0]?.data.sid).toMatch(/^[0-9a-f]{32}$/);
  expect(comfyUi.clients).toHaveLength(2);
});

test('is also at /api/ws, and nowhere else', async ({ comfyUi }) => {
  const open = (path: string, headers = {}) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(comfyUi.url.replace('http', 'ws') + path, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
      socket.on('error', ({ message }) => resolve(message));
    });
  expect(await open('/api/ws?clientId=me')).toBe('open');
  expect(await open('/other')).toContain('404');
  expect(await open('/ws', { origin: 'http://evil.example' })).toContain('403');
});

test('features are told once, as an answer to the first message', async ({ comfyUi, connect }) => {
  const me = await connect(comfyUi, 'me');
  await me.announce();
  expect(me.ofType('feature_flags')).toEqual([
    expect.objectContaining({ supports_preview_metadata: true, max_upload_size: 104_857_600 }),
  ]);
  me.socket.send(JSON.stringify({ type: 'feature_flags', data: {} }));
  const other = await connect(comfyUi, 'other');
  other.socket.send('no json');
  other.socket.send(JSON.stringify({ type: 'feature_flags', data: {} }));
  await finished(comfyUi.url, await post(comfyUi.url, still(1)));
  expect([me.ofType('feature_flags'), other.ofType('feature_flags')].map(({ length }) => length)).toEqual([
    1, 0,
  ]);
});

test('pings are answered, and the way of closing is clean', async ({ comfyUi, connect }) => {
  const me = await connect(comfyUi, 'me');
  const answered = new Promise((resolve) => me.socket.once('pong', resolve));
  me.socket.ping();
  await answered;
  me.socket.close(1000);
  await until(() => me.closeCode() !== null);
  expect(me.closeCode()).toBe(1000);
  await until(() => comfyUi.clients.length === 0);
});

test('the owner of the running prompt is told the node when it comes back, and nothing of what it missed', async ({
  comfyUi,
  connect,
}) => {
  const hold = comfyUi.faults.hold({ class: 'KSampler', step: 2 });
  const before = await connect(comfyUi, 'me');
  const id = await post(comfyUi.url, textToImage(), { client_id: 'me' });
  await hold.reached;
  await before.close();
  await until(() => comfyUi.clients.length === 0);

  const [again, stranger] = [await connect(comfyUi, 'me'), await connect(comfyUi, 'stranger')];
  await again.heard('executing');
  expect(again.messages).toEqual([
    { type: 'status', data: { status: { exec_info: { queue_remaining: 1 } }, sid: 'me' } },
    { type: 'executing', data: { node: '5' } },
  ]);
  hold.release();
  await finished(comfyUi.url, id);
  await again.heard('execution_success');
  // The state is cumulative, so it makes up for what was missed.
  expect(Object.keys(again.ofType('progress_state')[0].nodes)).toEqual(
    expect.arrayContaining(['1', '2', '3', '4', '5']),
  );
  expect(stranger.types()).not.toContain('executing');
  const late = await connect(comfyUi, 'me');
  expect(late.types()).toEqual(['status']);
});

test('a second socket takes the place of the first, and loses it when the first closes', async ({
  comfyUi,
  connect,
}) => {
  const first = await connect(comfyUi, 'me');
  const second = await connect(comfyUi, 'me');
  await finished(comfyUi.url, await post(comfyUi.url, still(1), { client_id: 'me' }));
  await second.heard('execution_success');
  // The end marker comes last; it must not be taken for something of the next run.
  await until(() => second.types().at(-1) === 'executing');
  expect(first.types()).toEqual(['status']);

  await first.close();
  await until(() => comfyUi.clients.length === 0);
  second.clear();
  await finished(comfyUi.url, await post(comfyUi.url, still(2), { client_id: 'me' }));
  expect(second.messages).toEqual([]);
  const fresh = await connect(comfyUi, 'me');
  await finished(comfyUi.url, await post(comfyUi.url, still(3), { client_id: 'me' }));
  await fresh.heard('execution_success');
});

test('that mistake can be switched off', async ({ comfyUi, connect }) => {
  comfyUi.faults.oldCloseSilencesNew = false;
  const first = await connect(comfyUi, 'me');
  const second = await connect(comfyUi, 'me');
  await first.close();
  await finished(comfyUi.url, await post(comfyUi.url, still(1), { client_id: 'me' }));
  await second.heard('execution_success');
});

test('text events go to everybody', async ({ comfyUi, connect }) => {
  const [me, stranger] = [await connect(comfyUi, 'me'), await connect(comfyUi, 'stranger')];
  const graph = {
    '1': { class_type: 'EmptyImage', inputs: { width: 16, height: 8, batch_size: 2, color: 1 } },
    '22': { class_type: 'GetImageSize', inputs: { image: ['1', 0] } },
    '3': { class_type: 'PreviewAny', inputs: { source: ['22', 1] } },
  };
  const entry = await finished(comfyUi.url, await post(comfyUi.url, graph, { client_id: 'me' }));
  expect(entry.outputs).toEqual({ '3': { text: ['8'] } });
  for (const listener of [me, stranger]) {
    await listener.heard('binary');
    const bytes = listener.messages.find(({ type }) => type === 'binary')?.frame?.bytes as Buffer;
    expect([bytes.readUInt32BE(0), bytes.readUInt32BE(4)]).toEqual([3, 2]);
    expect(bytes.toString('utf8', 8)).toBe('22width: 16, height: 8\n batch size: 2');
  }
});

test('SaveImageWebsocket sends its pictures and leaves nothing behind', async ({ comfyUi, connect }) => {
  const me = await connect(comfyUi, 'me');
  const graph = {
    '1': { class_type: 'EmptyImage', inputs: { width: 16, height: 8, batch_size: 2, color: 1 } },
    ws: { class_type: 'SaveImageWebsocket', inputs: { images: ['1', 0] } },
  };
  const entry = await finished(comfyUi.url, await post(comfyUi.url, graph, { client_id: 'me' }));
  expect(entry.outputs).toEqual({});
  await me.heard('execution_success');
  const frames = me.messages
    .filter(({ type }) => type === 'binary')
    .map(({ frame }) => frame?.bytes.toString('hex', 0, 12));
  expect(frames).toEqual(['000000010000000289504e47', '000000010000000289504e47']);
  expect(me.ofType('progress').map(({ value, max }) => [value, max])).toEqual([
    [0, 2],
    [1, 2],
  ]);
  expect(me.ofType('progress_state').at(-1).nodes.ws).toMatchObject({ value: 2, max: 2, state: 'finished' });
  // Never cached: every prompt sends them again.
  me.clear();
  await finished(comfyUi.url, await post(comfyUi.url, graph, { client_id: 'me' }));
  await me.heard('binary', 2);
});
