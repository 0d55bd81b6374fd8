/** Log lines: sentences with data. Secrets and prompt text stay out. */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

/** Field names whose values never reach a log, wherever they stand up to two levels down. */
const secretFields = ['token', 'authorization', 'values', 'prompt_text', 'password', 'content'];
const redacted = secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export function createLog(name: string, level: string, readable = process.stdout.isTTY): Log {
  const options = { name, level, redact: { paths: redacted, censor: '[kept out]' } };
  return readable
    ? pino(options, pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true }))
    : pino(options);
}
