/** Runs another program in this terminal and waits for its end. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @returns its exit code, or what a shell would say after the signal that ended it. */
export function runProgram(file: string, args: readonly string[]): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward).on('SIGHUP', forward);
  return new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  }).finally(() => process.off('SIGINT', forward).off('SIGTERM', forward).off('SIGHUP', forward));
}
