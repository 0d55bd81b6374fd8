import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchCommand } from '../../../worker/launch/command.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "rendezvous it's "));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('nothing is started unless it is asked for', () => {
  expect(launchCommand({ COMFYUI_DIR: undefined, COMFYUI_COMMAND: undefined })).toBeNull();
});

test("a folder is started with the Python that belongs to it, or with the system's", async () => {
  await writeFile(join(dir, 'main.py'), '');
  expect(launchCommand({ COMFYUI_DIR: dir, COMFYUI_COMMAND: undefined })).toEqual({
    shell: "'python3' main.py --listen 127.0.0.1 --port {port}",
    cwd: dir,
  });
  await mkdir(join(dir, 'venv/bin'), { recursive: true });
  await writeFile(join(dir, 'venv/bin/python'), '');
  const python = join(dir, 'venv/bin/python').replaceAll("'", "'\\''");
  expect(launchCommand({ COMFYUI_DIR: dir, COMFYUI_COMMAND: undefined })?.shell).toBe(
    `'${python}' main.py --listen 127.0.0.1 --port {port}`,
  );
});

test("a folder that is not ComfyUI's is told of with what to do", () => {
  expect(() => launchCommand({ COMFYUI_DIR: dir, COMFYUI_COMMAND: undefined })).toThrow(
    /main\.py is in; .* has none/,
  );
  expect(() => launchCommand({ COMFYUI_DIR: join(dir, 'no'), COMFYUI_COMMAND: undefined })).toThrow(
    /there is no folder/,
  );
});

test.each([
  ['run {port}', undefined],
  ['run --port 8200 --cpu', 8200],
  ['run --port=8201', 8201],
  ['run', 8188],
])('the command "%s" listens on its own port or on ours', (command, fixedPort) => {
  expect(launchCommand({ COMFYUI_DIR: undefined, COMFYUI_COMMAND: command })?.fixedPort).toBe(fixedPort);
});
