/** Answers of servers that the stand-in does not give. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { say } from '../../../core/say.ts';
import type { Backend } from '../../../worker/backend.ts';
import { openComfyUi } from '../../../worker/comfyui/backend.ts';
import { sampled } from '../graphs.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const { signal } = new AbortController();
const id = '0b5c8f6e-0000-4000-8000-000000000002';

type Answers = Record<string, (body: string) => { status?: number; body: unknown }>;

/** A server of fixed answers and without a websocket. */
async function serve(answers: Answers): Promise<{ backend: Backend; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const call = `${request.method} ${request.url}`;
    if (!call.startsWith('GET /ws')) asked.push(text ? `${call} ${text}` : call);
    const { status = 200, body } = answers[call]?.(text) ?? { status: 404, body: '' };
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const backend = openComfyUi({ url, timing: { readyMs: 20, reconnectMs: 1000 } });
  closing.push(() => backend.close());
  return { backend, asked };
}

function open(backend: Backend, graph = sampled(1)) {
  const prompt = backend.open({ id, graph, mark: 'here/job' }, () => {});
  closing.push(() => prompt.close());
  return prompt;
}

test('a server that picks its own id is too old, and does not keep the prompt', async () => {
  const { backend, asked } = await serve({
    'POST /prompt': () => ({ body: { prompt_id: 'theirs', number: 1, node_errors: {} } }),
    'POST /queue': () => ({ body: '' }),
  });
  await expect(open(backend).submit(signal)).rejects.toMatchObject({
    remedy: say('Update ComfyUI to 0.3.45 or newer.'),
  });
  expect(asked.at(-1)).toBe('POST /queue {"delete":["theirs"]}');
});

test('the id and the client are ours, and nothing null is sent', async () => {
  const { backend, asked } = await serve({
    'POST /prompt': () => ({ body: { prompt_id: id, number: 1, node_errors: {} } }),
  });
  expect(await open(backend).submit(signal)).toEqual({ warnings: [] });
  const sent = JSON.parse(asked[0]?.replace('POST /prompt ', '') ?? '');
  expect(sent).toEqual({
    prompt: sampled(1),
    prompt_id: id,
    client_id: id,
    extra_data: { preview_method: 'auto', rendezvous: 'here/job' },
  });
});

test('an id the server knows already is where it should be', async () => {
  const { backend } = await serve({
    'POST /prompt': () => ({ status: 409, body: { error: 'prompt_id already exists' } }),
  });
  expect(await open(backend).submit(signal)).toEqual({ warnings: [] });
});

test('a graph that is too large is told as that', async () => {
  const { backend } = await serve({ 'POST /prompt': () => ({ status: 413, body: 'too large' }) });
  await expect(open(backend).submit(signal)).rejects.toThrow('larger than the ComfyUI server accepts');
});

test('a 400 that is not ComfyUI’s may pass', async () => {
  const { backend } = await serve({
    'POST /prompt': () => ({ status: 400, body: '<html>bad request</html>' }),
  });
  await expect(open(backend).submit(signal)).rejects.toMatchObject({ name: 'HttpError', status: 400 });
});

test('pictures that only the websocket brings are not asked for without one', async () => {
  const { backend, asked } = await serve({});
  const graph = { '1': { class_type: 'SaveImageWebsocket', inputs: {} } };
  await expect(open(backend, graph).submit(signal)).rejects.toThrow('websocket');
  expect(asked).toEqual([]);
});

test('a prompt that ends between two questions is found', async () => {
  const entry = { outputs: {}, status: { status_str: 'success', completed: true, messages: [] } };
  let looks = 0;
  const { backend } = await serve({
    [`GET /history/${id}`]: () => {
      looks += 1;
      return { body: looks === 1 ? {} : { [id]: entry } };
    },
    'GET /queue': () => ({ body: { queue_running: [], queue_pending: [] } }),
  });
  expect(await open(backend).look(signal)).toMatchObject({ at: 'finished', how: 'success' });
});

test('only ours is interrupted: not when somebody else’s runs', async () => {
  const item = (prompt: string) => [1, prompt, {}, {}, []];
  let running = 'theirs';
  const { backend, asked } = await serve({
    'GET /queue': () => ({ body: { queue_running: [item(running)], queue_pending: [item('others')] } }),
    'POST /interrupt': () => ({ body: '' }),
  });
  const prompt = open(backend);
  await prompt.cancel(signal);
  expect(asked).toEqual(['GET /queue']);
  running = id;
  await prompt.cancel(signal);
  expect(asked.at(-1)).toBe(`POST /interrupt {"prompt_id":"${id}"}`);
});
