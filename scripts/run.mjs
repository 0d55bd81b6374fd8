/**
 * Runs a program of the project on the pinned Node, after installing the packages that are missing:
 *
 *   node scripts/run.mjs scripts/start.ts
 *
 * Plain JavaScript without packages, because it runs on whatever Node started npm, before anything is installed.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, packagesAreMissing, pinnedNode } from './packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const parent = process.ppid;
let running;
let interrupted = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    running?.kill(signal);
  });
}

// npm that is killed outright tells nobody; its child then belongs to another process, and nothing may be left behind.
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid !== parent && running?.kill('SIGTERM'), 250).unref();
}

// npm puts our own programs first on the path, the pinned Node among them; npm itself is to run as it always does.
const systemPath = process.env.PATH.split(delimiter).filter((folder) => !folder.startsWith(root));
const npmEnv = { ...process.env, PATH: systemPath.join(delimiter) };
// Node keeps here what it made of our files, so that they load faster the next time.
const env = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'), ...process.env };

/** Ends with the exit code of the program, or as a shell would after the signal that ended it. */
function run(file, args, stdio, env) {
  running = spawn(file, args, { cwd: root, env, stdio });
  return new Promise((resolve, reject) => {
    running.on('error', reject);
    running.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

if (packagesAreMissing(root)) {
  process.stdout.write('Installing the packages (this once; about a minute) ...\n');
  const problem = await installPackages(root, (args, stdio) => run('npm', args, stdio, npmEnv));
  if (interrupted) process.exit(130);
  if (problem) {
    process.stderr.write(`${problem}\n`);
    process.exit(1);
  }
}
// The channel lets the program notice when this process is killed.
const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
process.exitCode = await run(pinnedNode(root), process.argv.slice(2), stdio, env);
