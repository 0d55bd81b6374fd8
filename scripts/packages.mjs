/** The packages: are the locked ones here, and how to get them. Plain JavaScript: see run.mjs. */
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const pinnedNode = (root) => join(root, 'node_modules/node/bin/node');

function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * True unless every locked package is installed in its locked version. Compared by content, because a checkout or a copy
 * changes the times of files. Packages for other systems are locked too, and rightly absent here.
 */
export function packagesAreMissing(root) {
  const installed = lockedPackages(join(root, 'node_modules/.package-lock.json'));
  const locked = Object.entries(lockedPackages(join(root, 'package-lock.json')));
  const differs = ([path, { version, optional }]) =>
    path !== '' && (installed[path] ? installed[path].version !== version : !optional);
  return locked.some(differs) || !existsSync(pinnedNode(root));
}

/**
 * Installs the locked packages without a word. Node's own warnings about package versions say nothing here, because
 * the packages run on the pinned Node, whatever Node npm runs on.
 * @returns what went wrong, in words; undefined when all went well.
 */
export async function installPackages(root, npm) {
  const folder = mkdtempSync(join(tmpdir(), 'rendezvous-npm-'));
  try {
    const output = join(folder, 'output');
    const file = openSync(output, 'a');
    const stdio = ['ignore', file, file];
    const quietly = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
    const code = await npm(['ci', '--include=dev', ...quietly], stdio).catch((error) => error.message);
    if (code === 0 && !existsSync(pinnedNode(root))) {
      // Install scripts are switched off in some people's npm settings; Node's is the one that cannot be left out.
      await npm(['rebuild', 'node', '--ignore-scripts=false', ...quietly], stdio);
    }
    if (code === 0 && existsSync(pinnedNode(root))) return undefined;
    // npm's own words begin with the reason; its stack trace and usage text are of no use here.
    const said = readFileSync(output, 'utf8')
      .split('\n')
      .filter((line) => !/^npm error\s+at /.test(line));
    return `${said.slice(0, 10).join('\n').trim()}\n\nThe packages could not be installed. Mend what npm says above, then start again.`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
