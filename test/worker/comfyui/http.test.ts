import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { PassingError, toError } from '../../../core/errors.ts';
import { openComfyUi } from '../../../worker/comfyui/backend.ts';
import { createHttp, type Http, HttpError, readAddress, TooLarge } from '../../../worker/comfyui/http.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server: Server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(
  url: string,
  { authHeader, timeoutMs }: { authHeader?: string; timeoutMs?: number } = {},
): Http {
  const http = createHttp(readAddress(url, authHeader), timeoutMs);
  closing.push(() => http.close());
  return http;
}

test('credentials are sent and never shown', async () => {
  const seen: unknown[] = [];
  const url = await serve((request, response) => {
    seen.push([request.url, request.headers.authorization, request.headers['x-key']]);
    response.writeHead(502).end('bad gateway');
  });
  const secret = `${url.replace('http://', 'http://ada:s%40crt@')}/comfy/`;
  const http = client(secret, { authHeader: 'X-Key: abc: d' });
  const failure = await http.getJson('/history/a?b=c', z.never()).catch((thrown: unknown) => toError(thrown));
  expect(failure).toBeInstanceOf(HttpError);
  expect(failure.message).toBe(`GET ${url}/comfy/history/a?… failed with 502`);
  expect(failure).toMatchObject({ status: 502, body: 'bad gateway' });
  const basic = `Basic ${Buffer.from('ada:s@crt').toString('base64')}`;
  expect(seen).toEqual([['/comfy/history/a?b=c', basic, 'abc: d']]);
  expect(readAddress(secret).name).toBe(`${url}/comfy`);
});

test('credentials with a percent sign that stands for nothing are taken as they are', () => {
  const { headers } = readAddress('http://ada:100%25%zz@127.0.0.1:8188');
  expect(headers.authorization).toBe(`Basic ${Buffer.from('ada:100%25%zz').toString('base64')}`);
});

test('a login that is asked for names the setting', async () => {
  const url = await serve((_request, response) => response.writeHead(401).end());
  await expect(client(url).getJson('/queue', z.unknown())).rejects.toThrow('set COMFYUI_AUTH_HEADER');
});

test('a server that is not there, or answers something else, may pass', async () => {
  const url = await serve((_request, response) => response.end('<html>'));
  await expect(client(url).getJson('/queue', z.unknown())).rejects.toThrow(PassingError);
  await expect(client(url).getJson('/queue', z.unknown())).rejects.toThrow(
    'something that ComfyUI does not say',
  );
  const gone = client('http://127.0.0.1:9');
  await expect(gone.getJson('/queue', z.unknown())).rejects.toThrow(
    /^GET http:\/\/127\.0\.0\.1:9\/queue failed: .*ECONNREFUSED/,
  );
});

test('no answer is waited for without end, and no body is read without end', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/large') response.end(Buffer.alloc(5000));
  });
  await expect(client(url, { timeoutMs: 100 }).getJson('/silent', z.unknown())).rejects.toThrow(PassingError);
  await expect(Array.fromAsync(client(url).getFile('/large', 4999))).rejects.toThrow(TooLarge);
  expect(Buffer.concat(await Array.fromAsync(client(url).getFile('/large', 5000)))).toHaveLength(5000);
});

test('an abort ends a call with its own reason', async () => {
  const url = await serve(() => {});
  const stop = new AbortController();
  const call = client(url).getJson('/silent', z.unknown(), stop.signal);
  stop.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
});

test('a body with NaN and 64-bit integers is read, an empty one is null', async () => {
  const url = await serve((request, response) =>
    response.end(request.method === 'POST' ? '' : '{"a": NaN, "seed": 18446744073709551615}'),
  );
  expect(await client(url).getJson('/x', z.unknown())).toEqual({ a: null, seed: '18446744073709551615' });
  expect(await client(url).postJson('/queue', {}, z.unknown())).toBeNull();
});

test('a server that is too old or cannot be reached is reported, not thrown', async () => {
  const stats = (version: string) => ({
    system: { comfyui_version: version },
    devices: [{ name: 'cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync', vram_total: 24, vram_free: 20 }],
  });
  let version = '0.3.44';
  const url = await serve((_request, response) => response.end(JSON.stringify(stats(version))));
  const backend = openComfyUi({ url });
  closing.push(() => backend.close());
  expect(await backend.report()).toMatchObject({
    reachable: false,
    trouble: 'it is ComfyUI 0.3.44; 0.3.45 or newer is needed',
  });
  for (version of ['0.3.45', '0.33.0', 'v0.45.2', 'nightly']) {
    expect(await backend.report()).toMatchObject({ reachable: true, version, standIn: false });
  }
  expect(await backend.report()).toMatchObject({
    device: 'NVIDIA GeForce RTX 4090',
    memoryTotal: 24,
    memoryFree: 20,
  });
  const gone = openComfyUi({ url: 'http://user:word@127.0.0.1:9' });
  closing.push(() => gone.close());
  const report = await gone.report();
  expect(report.reachable).toBe(false);
  expect(report.trouble).not.toContain('word');
});
