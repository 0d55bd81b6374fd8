import { describe, expect } from 'vitest';
import { createWireLog } from '../../../playground/wire.ts';
import { post, send } from './client.ts';
import { test } from './fixture.ts';
import { preview } from './graphs.ts';

const TROUBLE = '500 Internal Server Error\n\nServer got itself in trouble';

describe('routes', () => {
  test('exist with and without /api', async ({ comfyUi: { url } }) => {
    for (const path of [
      '/prompt',
      '/queue',
      '/history',
      '/system_stats',
      '/features',
      '/models',
      '/embeddings',
    ]) {
      const [bare, prefixed] = [await send(url + path), await send(`${url}/api${path}`)];
      expect(bare.status, path).toBe(200);
      expect(Object.keys(prefixed.json), path).toEqual(Object.keys(bare.json));
    }
  });

  test('of the jobs API need their prefix, and may have it twice', async ({ comfyUi: { url } }) => {
    expect((await send(`${url}/jobs`)).status).toBe(404);
    expect((await send(`${url}/api/jobs`)).json.jobs).toEqual([]);
    expect((await send(`${url}/api/api/jobs`)).json.jobs).toEqual([]);
  });

  test('that do not exist fall to the file server', async ({ comfyUi: { url } }) => {
    const unknown = await send(`${url}/nosuchroute`);
    expect([unknown.status, unknown.text, unknown.headers['content-type']]).toEqual([
      404,
      '',
      'application/octet-stream',
    ]);
    for (const [method, path] of [
      ['POST', '/nosuchroute'],
      ['DELETE', '/queue'],
    ] as const) {
      const refused = await send(url + path, { method });
      expect([refused.status, refused.text]).toEqual([405, '405: Method Not Allowed']);
    }
    expect((await send(`${url}/prompt`, { method: 'OPTIONS' })).status).toBe(200);
  });
});

describe('bodies', () => {
  test('that are no JSON are trouble', async ({ comfyUi: { url } }) => {
    for (const path of ['/prompt', '/queue', '/free', '/history']) {
      for (const body of ['', '{oops']) {
        const answer = await send(url + path, { method: 'POST', body });
        expect([answer.status, answer.text], path).toEqual([500, TROUBLE]);
      }
    }
    expect((await send(`${url}/interrupt`, { method: 'POST' })).status).toBe(200);
  });

  test('are read whatever their content type', async ({ comfyUi: { url } }) => {
    const answer = await send(`${url}/prompt`, {
      body: { prompt: preview(1) },
      headers: { 'content-type': 'text/plain' },
    });
    expect(answer.status).toBe(200);
  });

  test('above the limit are refused with a reason', async ({ comfyUi: { url } }) => {
    const answer = await send(`${url}/prompt`, { body: Buffer.alloc(101 * 1024 * 1024, 32) });
    expect([answer.status, answer.text]).toEqual([413, 'Maximum request body size 104857600 exceeded.']);
    expect((await send(`${url}/features`)).json.max_upload_size).toBe(104_857_600);
  });
});

describe('the guard against other origins', () => {
  const ask = (url: string, headers: Record<string, string>) => send(`${url}/prompt`, { headers });

  test('lets through what names no origin or its own', async ({ comfyUi: { url } }) => {
    expect((await ask(url, {})).status).toBe(200);
    expect((await ask(url, { origin: url })).status).toBe(200);
    expect((await ask(url, { 'sec-fetch-mode': 'cors' })).status).toBe(200);
  });

  test('refuses others without a word', async ({ comfyUi: { url } }) => {
    const answer = await ask(url, { origin: 'http://evil.example' });
    expect([answer.status, answer.text]).toEqual([403, '']);
    expect((await ask(url, { origin: 'http://127.0.0.1:1' })).status).toBe(403);
  });

  test('looks at Sec-Fetch-Site in the modern version only', async ({ comfyUi, start }) => {
    const old = await start({ version: '0.3.64' });
    expect((await ask(comfyUi.url, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask(old.url, { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
  });
});

describe('what the server says of itself', () => {
  test('has the true shape and plain words', async ({ comfyUi: { url } }) => {
    const { system, devices } = (await send(`${url}/system_stats`)).json;
    expect(system).toMatchObject({ comfyui_version: '0.33.0', os: process.platform });
    expect(system.argv).toContain('rendezvous-playground');
    expect(devices).toEqual([
      expect.objectContaining({
        name: 'drawn without a model (playground stand-in)',
        type: 'cpu',
        index: null,
      }),
    ]);
    for (const key of ['vram_total', 'vram_free', 'torch_vram_total', 'torch_vram_free']) {
      expect(devices[0][key], key).toBeTypeOf('number');
    }
  });

  test('differs by version', async ({ start }) => {
    const { url } = await start({ version: '0.3.64' });
    const { system } = (await send(`${url}/system_stats`)).json;
    expect([system.os, system.comfyui_version]).toEqual(['posix', '0.3.64']);
    expect((await send(`${url}/features`)).json).toEqual({
      supports_preview_metadata: true,
      max_upload_size: 104_857_600,
    });
    expect((await send(`${url}/api/jobs`)).status).toBe(404);
    expect((await send(`${url}/api/jobs/x/cancel`, { body: {} })).status).toBe(405);
  });

  test('lists models by folder', async ({ start }) => {
    const { url } = await start({
      models: { loras: ['b.safetensors', 'a.safetensors'], embeddings: ['fine.pt'] },
    });
    expect((await send(`${url}/models`)).json).toEqual(
      expect.arrayContaining(['checkpoints', 'loras', 'vae']),
    );
    expect((await send(`${url}/models/loras`)).json).toEqual(['a.safetensors', 'b.safetensors']);
    expect((await send(`${url}/models/vae`)).json).toContain('ae.safetensors');
    expect((await send(`${url}/models/nope`)).status).toBe(404);
    expect((await send(`${url}/embeddings`)).json).toEqual(['fine']);
  });
});

describe('object_info', () => {
  test('writes 64-bit limits in full', async ({ comfyUi: { url } }) => {
    const { text } = await send(`${url}/object_info/KSampler`);
    expect(text).toContain('"max":18446744073709551615');
  });

  test('tells one class, all, or none', async ({ comfyUi: { url } }) => {
    expect((await send(`${url}/object_info/Nope`)).json).toEqual({});
    const all = (await send(`${url}/object_info`)).json;
    expect(Object.keys(all).length).toBeGreaterThan(60);
    expect((await send(`${url}/object_info/SaveImage`)).json.SaveImage).toEqual(all.SaveImage);
    expect(all.SaveImage).toMatchObject({
      input: {
        required: { images: ['IMAGE'], filename_prefix: ['STRING', { default: 'ComfyUI' }] },
        hidden: { prompt: 'PROMPT' },
      },
      input_order: { required: ['images', 'filename_prefix'], hidden: ['prompt', 'extra_pnginfo'] },
      output: ['IMAGE'],
      output_node: true,
    });
  });

  test('has both encodings of combos', async ({ comfyUi, start }) => {
    const old = await start({ version: '0.3.64' });
    const combo = async (url: string, name: string, input: string) =>
      (await send(`${url}/object_info/${name}`)).json[name].input.required[input];
    expect(await combo(comfyUi.url, 'ImageScale', 'crop')).toEqual([['disabled', 'center']]);
    expect(await combo(comfyUi.url, 'MaskComposite', 'operation')).toEqual([
      'COMBO',
      { multiselect: false, options: ['multiply', 'add', 'subtract', 'and', 'or', 'xor'] },
    ]);
    expect(await combo(old.url, 'MaskComposite', 'operation')).toEqual([
      ['multiply', 'add', 'subtract', 'and', 'or', 'xor'],
    ]);
  });

  test('save nodes have outputs in the modern version only', async ({ start }) => {
    const { url } = await start({ version: '0.3.64' });
    expect((await send(`${url}/object_info/SaveImage`)).json.SaveImage.output).toEqual([]);
  });
});

test('the wire log shows requests, answers and messages, cut where they are long', async ({
  start,
  connect,
}) => {
  const wire = createWireLog();
  const server = await start({ wire });
  const listener = await connect(server, 'me');
  await post(server.url, preview(5), { client_id: 'me' });
  await listener.heard('execution_success');
  await send(`${server.url}/object_info`);
  const entries = wire.since(0);
  expect(
    entries.find(({ summary, direction }) => summary === 'POST /prompt' && direction === 'in')?.body,
  ).toMatchObject({ client_id: 'me' });
  expect(
    entries.find(({ summary, direction }) => summary === 'POST /prompt' && direction === 'out'),
  ).toMatchObject({ status: 200, wire: 'comfyui-http' });
  expect(entries.filter(({ wire }) => wire === 'comfyui-ws').map(({ summary }) => summary)).toEqual(
    expect.arrayContaining(['status', 'status (to all)', 'execution_start', 'executed']),
  );
  const long = entries.find(
    ({ summary, direction }) => summary === 'GET /object_info' && direction === 'out',
  );
  expect(String(long?.body).length).toBeLessThan(5000);
});
