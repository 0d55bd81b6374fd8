/** `npm run workflows` as an operator types it, against a server. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { graphSchema, inputSchema } from '../../../core/workflow.ts';
import { type ComfyUiServer, startComfyUi } from '../../../playground/comfyui/server.ts';
import { answer, greet } from '../../../worker/workflows/command.ts';
import { askServer, type Server } from '../../../worker/workflows/server.ts';
import { makers } from './files.ts';
import { readFixture } from './support.ts';

const root = join(import.meta.dirname, '../../..');
const editor = readFixture('pairs/txt2img.ui.json');
let server: ComfyUiServer;
let folder: string;
let servers: Server[];

beforeAll(async () => {
  server = await startComfyUi({ version: '0.33.0', stepMs: 0 });
  servers = [await askServer(server.url)];
  folder = await mkdtemp(join(tmpdir(), 'workflows-'));
  for (const file of ['no-model.json', 'no-model.yaml'])
    await copyFile(join(root, 'workflows', file), join(folder, file));
  await writeFile(join(folder, 'broken.json'), '{"nodes": [');
  await writeFile(
    join(folder, 'picture.png'),
    makers['plain.png']?.({ workflow: JSON.stringify(editor) }) ?? '',
  );
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const ask = (...args: string[]) => answer(args, { folder, servers });

test('checks every workflow of the folder on every server, and fails when one cannot be used', async () => {
  const { code, out } = await ask();
  expect(out).toContain(`ok      no-model  (API format)\n    ready on ${server.url}\n`);
  expect(out).toMatch(/FAILED {2}broken\n {4}broken\.json is not valid JSON: /);
  expect(out).toContain(
    `FAILED  picture  (PNG picture)\n    not on ${server.url}:\n      needs sd15.safetensors in checkpoints`,
  );
  expect(out).toContain('2 of 3 cannot be used now.');
  expect(code).toBe(1);
});

test('without a server it says what has to be read for one', async () => {
  const { out } = await answer([], { folder, servers: [] });
  expect(out).toContain('unread  picture  (picture.png): no server says what its nodes are');
  expect(out).toContain('1 of 3 cannot be used now.');
});

test('shows what was understood of a picture', async () => {
  const { code, out } = await ask('show', join(folder, 'picture.png'));
  expect(out).toMatch(/^picture\.png: PNG picture, 7 nodes\n/);
  expect(out).toMatch(
    /\n {2}prompt +text, now "a lighthouse at dusk" +text of CLIPTextEncode \(node 6\) leads to/,
  );
  expect(out).toMatch(/\n {2}checkpoints +sd15\.safetensors\n/);
  expect(out).toContain('\nFrom chat\n  allowed');
  expect(code).toBe(0);
});

test('converts it, and lists its inputs as a side file', async () => {
  const [converted, listed] = await Promise.all([
    ask('convert', join(folder, 'picture.png')),
    ask('inputs', join(folder, 'picture.png')),
  ]);
  const withoutTitles = (given: unknown) =>
    Object.values(graphSchema.parse(given)).map(({ class_type, inputs }) => ({ class_type, inputs }));
  expect(withoutTitles(JSON.parse(converted.out))).toEqual(
    expect.arrayContaining(withoutTitles(readFixture('pairs/txt2img.api.json'))),
  );
  const side = z
    .object({ title: z.string(), inputs: z.record(z.string(), inputSchema) })
    .parse(parseYaml(listed.out));
  expect(side.inputs.seed).toMatchObject({ type: 'seed', to: ['3.seed'] });
});

test('says how it is used, and which file is not there', async () => {
  await expect(ask('paint')).rejects.toThrow(
    'Usage: npm run workflows [-- check | show FILE | convert FILE | inputs FILE]',
  );
  await expect(ask('show', 'nowhere.json')).rejects.toThrow('nowhere.json cannot be read: ENOENT');
});

test('says what the servers are, and which does not answer', async () => {
  const away = await askServer('http://127.0.0.1:1');
  expect(greet([...servers, away])).toEqual([
    expect.stringMatching(/^http:.*: ComfyUI 0\.33\.0, \d+ classes of nodes$/),
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:1 is not reachable: GET .* failed: /),
  ]);
});

test('as a program it prints the same', async () => {
  const env = { ...process.env, COMFYUI_URL: server.url, WORKFLOWS_DIR: folder };
  const { code, out, err } = await new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    execFile(process.execPath, ['worker/workflows/main.ts'], { cwd: root, env }, (error, out, err) =>
      resolve({ code: error?.code, out, err }),
    );
  });
  expect(err).toMatch(/: ComfyUI 0\.33\.0, /);
  expect({ out: out.trimEnd(), code }).toEqual({ out: (await ask()).out, code: 1 });
});
