/** The Redis program: where it is, and how to get it where it is missing. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SettingsError } from '../core/errors.ts';
import { runProgram } from './run-program.ts';

/** Valkey is the same program under another name. */
const programs = ['redis-server', 'valkey-server'];

/** PATH, and what a plain user's PATH may lack. */
const folders = [
  ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
  '/usr/local/bin',
  '/usr/bin',
  '/usr/sbin',
  '/opt/homebrew/bin',
];

/** The path of the first of these programs that is installed. */
export function findProgram(names: readonly string[], within: readonly string[]): string | null {
  const paths = names.flatMap((name) => within.map((folder) => join(folder, name)));
  return paths.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs Debian's package, but not the service that comes with it: only the program is needed, and a second Redis that
 * starts with the machine was not asked for. The policy file is Debian's way to say so, and is gone again afterwards.
 */
const aptScript = `
set -e
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  trap 'exit 1' INT TERM HUP
  printf '#!/bin/sh\\nexit 101\\n' > $policy
  chmod 755 $policy
fi
install() { said=$(apt-get install -y -qq --no-install-recommends redis-server 2>&1); }
install || { apt-get update -qq; install || { echo "$said"; exit 1; }; }
update-rc.d redis-server disable >/dev/null 2>&1 || true
`;

/** What to type, by package manager. Only apt-get is run for people; the rest is said to them. */
const advice = [
  ['apt-get', 'sudo apt-get update && sudo apt-get install -y redis-server'],
  ['brew', 'brew install redis'],
  ['dnf', 'sudo dnf install -y valkey'],
  ['apk', 'sudo apk add valkey'],
  ['pacman', 'sudo pacman -S valkey'],
] as const;

/**
 * The Redis program, installed first where it is missing and we may.
 * @throws SettingsError with the commands to type.
 */
export async function ensureRedisServer(
  say: (line: string) => void,
  within: readonly string[] = folders,
): Promise<string> {
  const found = findProgram(programs, within);
  if (found) return found;
  const manager = advice.find(([name]) => findProgram([name], within));
  const remedy =
    `Type: ${manager?.[1] ?? 'install redis-server or valkey-server with your package manager'}\n` +
    'Then start again. Or set REDIS_URL in .env to a Redis that runs elsewhere.';
  const prefix = manager?.[0] === 'apt-get' ? asRoot(within) : null;
  if (!prefix) throw new SettingsError(`Redis is needed and not installed. ${remedy}`);

  say('Installing Redis with apt-get (this once). Its own service stays off.');
  const [file = 'sh', ...args] = [...prefix, 'sh', '-c', aptScript];
  const code = await runProgram(file, args);
  const installed = findProgram(programs, within);
  if (installed) return installed;
  throw new SettingsError(`Redis could not be installed (apt-get ended with code ${code}). ${remedy}`);
}

/** What to put before a command so that it runs as root; null when that is not to be had. */
function asRoot(within: readonly string[]): string[] | null {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram(['sudo'], within);
  if (!sudo) return null;
  const passwordless = spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  // At a terminal sudo asks for the password itself.
  return passwordless || process.stdin.isTTY ? [sudo] : null;
}
