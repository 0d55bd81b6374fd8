/** HTTP to one ComfyUI server: bounded in time and size, every error with method, address and status. */
import { Agent, type Dispatcher, type FormData } from 'undici';
import type { z } from 'zod';
import { PassingError, toError } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';

/** The server answered, but not with success. Like a server that does not answer, this may pass. */
export class HttpError extends PassingError {
  override name = 'HttpError';
  readonly status: number;
  readonly body: string;

  constructor(call: string, status: number, body: string) {
    super(`${call} failed with ${status}${status === 401 || status === 403 ? loginHint : ''}`);
    this.status = status;
    this.body = body;
  }
}

const loginHint = ' (it asks for a login: set COMFYUI_AUTH_HEADER)';

export interface Address {
  /** Without credentials and without a slash at the end: what records and logs call this server. */
  name: string;
  headers: Record<string, string>;
}

/** @param authHeader such as `Authorization: Bearer …`; credentials in the address are sent as basic authorization. */
export function readAddress(url: string, authHeader?: string): Address {
  const { origin, pathname, username, password } = new URL(url);
  const headers: Record<string, string> = {};
  if (username || password) {
    const pair = `${decoded(username)}:${decoded(password)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const colon = authHeader?.indexOf(':') ?? -1;
  if (authHeader && colon > 0)
    headers[authHeader.slice(0, colon).trim().toLowerCase()] = authHeader.slice(colon + 1).trim();
  return { name: `${origin}${pathname.replace(/\/+$/, '')}`, headers };
}

/** A password with a percent sign that stands for nothing is what it looks like. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * All throw PassingError when there is no answer or not the expected one, HttpError when it is not 2xx.
 */
export interface Http {
  getJson<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  postJson<T>(path: string, body: unknown, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  postForm<T>(path: string, form: FormData, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  /** Piece by piece as it comes. @throws TooLarge */
  getFile(path: string, largest: number, signal?: AbortSignal): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** The queue lists every waiting graph, so an answer can be large; something larger is not ComfyUI's. */
const largestJson = 64 * 1024 * 1024;

export function createHttp({ name, headers }: Address, timeoutMs = 10_000): Http {
  const agent = new Agent({
    connect: { timeout: Math.min(timeoutMs, 5000) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 30_000,
  });

  const { origin, pathname } = new URL(name);
  const base = pathname.replace(/\/$/, '');
  const tell = (method: string, path: string) => `${method} ${name}${path.replace(/\?.*$/, '?…')}`;

  async function* stream(
    method: 'GET' | 'POST',
    path: string,
    options: { largest: number; body?: string | FormData; signal?: AbortSignal | undefined },
  ): AsyncGenerator<Buffer> {
    const told = tell(method, path);
    try {
      const { statusCode, body } = await agent.request({
        origin,
        path: `${base}${path}`,
        method,
        // A form brings its own type, with the marks between its parts.
        headers:
          typeof options.body === 'string' ? { ...headers, 'content-type': 'application/json' } : headers,
        body: options.body ?? null,
        signal: options.signal ?? null,
      });
      const parts = bounded(body, options.largest, told);
      if (statusCode < 200 || statusCode > 299)
        throw new HttpError(told, statusCode, (await whole(parts)).toString('utf8'));
      yield* parts;
    } catch (thrown) {
      options.signal?.throwIfAborted();
      if (thrown instanceof PassingError || thrown instanceof TooLarge) throw thrown;
      throw new PassingError(`${told} failed: ${reasonOf(toError(thrown))}`, { cause: thrown });
    }
  }

  const call = (...request: Parameters<typeof stream>) => whole(stream(...request));

  function read<T>(bytes: Buffer, schema: z.ZodType<T>, told: string): T {
    try {
      return schema.parse(bytes.length === 0 ? null : parseJson(bytes.toString('utf8')));
    } catch (thrown) {
      throw new PassingError(`${told} answered with something that ComfyUI does not say`, { cause: thrown });
    }
  }

  return {
    async getJson(path, schema, signal) {
      return read(await call('GET', path, { largest: largestJson, signal }), schema, tell('GET', path));
    },
    async postJson(path, body, schema, signal) {
      const options = { largest: largestJson, body: JSON.stringify(body), signal };
      return read(await call('POST', path, options), schema, tell('POST', path));
    },
    async postForm(path, form, schema, signal) {
      const options = { largest: largestJson, body: form, signal };
      return read(await call('POST', path, options), schema, tell('POST', path));
    },
    getFile: (path, largest, signal) => stream('GET', path, { largest, signal }),
    close: () => agent.destroy(),
  };
}

/** A larger body than was bargained for. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

async function* bounded(
  body: Dispatcher.ResponseData['body'],
  largest: number,
  told: string,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const part of body) {
    size += part.length;
    // Leaving the loop destroys the body, and with it the connection.
    if (size > largest) throw new TooLarge(`${told} answered with more than ${largest} bytes`);
    yield part;
  }
}

export async function whole(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(parts));
}

/** undici wraps what happened; the system's own word for it is what helps. */
function reasonOf(error: Error): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(toError(error.errors[0]));
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}
