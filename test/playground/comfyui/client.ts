/** A client of the stand-in as the product is one: undici for HTTP, ws for the websocket. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dispatcher, FormData, request } from 'undici';
import { WebSocket } from 'ws';

/** Shapes here are what tests look into; the answers themselves are parsed by `json`. */
// biome-ignore lint/suspicious/noExplicitAny: a test asserts on what it reads
export type Answer = any;

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  bytes: Buffer;
  /** Parsed on use, for answers that are not JSON. */
  readonly json: Answer;
}

export interface SendOptions {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export async function send(url: string, { method, body, headers = {} }: SendOptions = {}): Promise<Reply> {
  const answer = await request(url, {
    method: (method ?? (body === undefined ? 'GET' : 'POST')) as Dispatcher.HttpMethod,
    headers,
    body: encode(body),
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return {
    status: answer.statusCode,
    headers: answer.headers,
    bytes,
    text: bytes.toString(),
    get json() {
      return JSON.parse(bytes.toString());
    },
  };
}

function encode(body: unknown): string | FormData | Uint8Array | null {
  if (body === undefined) return null;
  if (typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array) return body;
  return JSON.stringify(body);
}

export interface Frame {
  event: number;
  bytes: Buffer;
}

export interface Message {
  type: string;
  data: Answer;
  /** Set for binary frames, whose type is `binary`. */
  frame?: Frame;
}

export type Listener = Awaited<ReturnType<typeof listen>>;

/** Connects, and keeps everything that arrives. */
export async function listen(url: string, clientId?: string) {
  const query = clientId === undefined ? '' : `?clientId=${clientId}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws${query}`);
  const messages: Message[] = [];
  let closeCode: number | null = null;
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary)
      messages.push({ type: 'binary', data: null, frame: { event: data.readUInt32BE(0), bytes: data } });
    else messages.push(JSON.parse(data.toString()) as Message);
  });
  socket.on('error', () => {});
  socket.on('close', (code) => {
    closeCode = code;
  });
  await once(socket, 'open');
  await until(() => messages.length > 0);
  return {
    url,
    socket,
    messages,
    closeCode: () => closeCode,
    types: () => messages.map(({ type, frame }) => (frame === undefined ? type : `binary ${frame.event}`)),
    ofType: (type: string) => messages.filter((message) => message.type === type).map(({ data }) => data),
    clear: () => messages.splice(0),
    heard: (type: string, count = 1) =>
      until(() => messages.filter((message) => message.type === type).length >= count),
    async announce(): Promise<void> {
      socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
      await until(() => messages.some(({ type }) => type === 'feature_flags'));
    },
    async close(): Promise<void> {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  what = 'a condition',
): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited 10 s for ${what}`);
    await sleep(4);
  }
}

export type Graph = Record<string, { class_type: string; inputs: Record<string, unknown>; _meta?: unknown }>;

export interface Posting {
  client_id?: string | null;
  prompt_id?: string;
  [key: string]: unknown;
}

/** Posts a prompt under an id of its own and returns that id. */
export async function post(url: string, prompt: Graph, more: Posting = {}): Promise<string> {
  const prompt_id = more.prompt_id ?? randomUUID();
  const answer = await send(`${url}/prompt`, { body: { prompt, ...more, prompt_id } });
  if (answer.status !== 200) throw new Error(`refused: ${answer.text}`);
  return prompt_id;
}

/** Waits for a prompt's entry in history. */
export async function finished(url: string, id: string): Promise<Answer> {
  let entry: Answer;
  await until(async () => {
    entry = (await send(`${url}/history/${id}`)).json[id];
    return entry !== undefined;
  }, `prompt ${id} to end`);
  return entry;
}

export const run = async (url: string, prompt: Graph, more: Posting = {}): Promise<Answer> =>
  finished(url, await post(url, prompt, more));
