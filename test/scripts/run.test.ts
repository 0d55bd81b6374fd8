/** The first program that npm starts: packages, the pinned Node, exit codes and signals handed on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packagesAreMissing } from '../../scripts/packages.mjs';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');
const run = join(root, 'scripts/run.mjs');
const echo = join(import.meta.dirname, 'programs/echo.ts');
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

function collect(file: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(file, args, { cwd: tmpdir(), env: { ...process.env, ...env } });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  return { child, said: () => said, closed: once(child, 'close') };
}

describe('package.json', () => {
  it('pins Node 24 and lets its install script run', () => {
    expect(manifest.dependencies.node).toMatch(/^24\.\d+\.\d+$/);
    expect(manifest.allowScripts).toMatchObject({ node: true, esbuild: true });
  });

  it('pins every package to one version', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const version of versions) expect(version).toMatch(/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/);
  });

  // npm refuses to install from a lock file that leaves out the packages of other systems.
  it('is locked whole, for every system', async () => {
    const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
    const missing = Object.entries<{ optionalDependencies?: object }>(packages).flatMap(([path, info]) =>
      Object.keys(info.optionalDependencies ?? {}).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('is run by the pinned Node', () => {
    expect(process.version).toBe(`v${manifest.dependencies.node}`);
  });
});

describe.concurrent('run.mjs', () => {
  it('runs a program on the pinned Node, in the project, and ends with its code', async ({ expect }) => {
    const { child, said, closed } = collect('node', [run, echo, '7', 'more']);
    await closed;
    expect(child.exitCode).toBe(7);
    expect(JSON.parse(said())).toEqual({
      node: `v${manifest.dependencies.node}`,
      args: ['7', 'more'],
      cwd: root,
    });
  });

  it('hands a signal on and waits', async ({ expect }) => {
    const { child, said, closed } = collect('node', [run, echo, 'wait']);
    await until(() => said().includes('wait'), { what: 'the program' });
    child.kill('SIGTERM');
    await closed;
    expect(child.exitCode).toBe(0);
    expect(said()).toContain('told to stop');
  });

  it('stops the program when npm is killed', async ({ expect }) => {
    const shell = `node ${run} ${echo} wait & wait`;
    const { child, said, closed } = collect('sh', ['-c', shell], { npm_lifecycle_event: 'start' });
    await until(() => said().includes('wait'), { what: 'the program' });
    child.kill('SIGKILL');
    // Its output closes when the last process that writes to it is gone.
    await closed;
    expect(said()).toContain('told to stop');
  });
});

describe('missing packages', () => {
  let folder: string;
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function project(locked: object, installed: object | null): Promise<string> {
    folder = await mkdtemp(join(tmpdir(), 'rendezvous-packages-'));
    await mkdir(join(folder, 'node_modules/node/bin'), { recursive: true });
    await writeFile(join(folder, 'node_modules/node/bin/node'), '');
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
    if (installed) {
      await writeFile(
        join(folder, 'node_modules/.package-lock.json'),
        JSON.stringify({ packages: installed }),
      );
    }
    return folder;
  }
  const locked = {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  };

  it.each([
    ['none when all are there', { 'node_modules/a': { version: '1.0.0' } }, false],
    ['one in another version', { 'node_modules/a': { version: '0.9.0' } }, true],
    ['one that is not there', {}, true],
    ['all before the first installation', null, true],
  ])('%s', async (_, installed, missing) => {
    expect(packagesAreMissing(await project(locked, installed))).toBe(missing);
  });

  it('Node itself, when its install script did not run', async () => {
    await project(locked, { 'node_modules/a': { version: '1.0.0' } });
    await rm(join(folder, 'node_modules/node/bin/node'));
    expect(packagesAreMissing(folder)).toBe(true);
  });
});
