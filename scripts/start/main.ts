/** The process of `npm start`: settings from `.env`, signals, and the words it ends with. */
import { existsSync } from 'node:fs';
import { SettingsError } from '../../core/errors.ts';
import { type LaunchOptions, launch } from './launch.ts';

/** One Ctrl-C can arrive twice, from the terminal and handed on by npm. */
const sameSignalMs = 500;

export async function startProject(options: Pick<LaunchOptions, 'programs' | 'firstWaitMs'>): Promise<never> {
  if (existsSync('.env')) process.loadEnvFile('.env');

  const stop = new AbortController();
  const force = new AbortController();
  let stoppedAt = 0;
  function onSignal(): void {
    if (!stop.signal.aborted) {
      stoppedAt = Date.now();
      console.log('\nStopping ...');
      stop.abort();
    } else if (Date.now() - stoppedAt > sameSignalMs) {
      force.abort();
    }
  }
  // "disconnect" says that whoever started this is gone.
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(event, onSignal);
  // A terminal that was closed cannot be written to; that must not keep the rest from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  try {
    await launch({
      ...options,
      environment: process.env,
      say: (line) => console.log(line),
      columns: process.stdout.columns,
      stop: stop.signal,
      force: force.signal,
    });
    console.log('Stopped. Everything made so far is kept.');
    process.exit(0);
  } catch (error) {
    console.error(wordsFor(error));
    process.exit(1);
  }
}

/** One sentence for what a person can mend; for anything else all there is to know. */
function wordsFor(error: unknown): unknown {
  if (error instanceof SettingsError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  // What another user wrote, a disk that is full, a file where a folder should be.
  if (!code || !path) return error;
  return (
    `${path} cannot be written (${code}). Make room or give the data to this user, ` +
    'for example with sudo chown -R "$USER" data, or set DATA_DIR to another folder.'
  );
}
