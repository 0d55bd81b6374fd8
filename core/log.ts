/** Log lines: sentences with data, `jobId` where they are about a job. Secrets and prompt text stay out. */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { createKeptOut, type KeptOut } from './kept-out.ts';

export type Log = Logger;

/** Field names whose values never reach a log, wherever they stand up to two levels down. */
const secretFields = ['token', 'authorization', 'values', 'prompt_text', 'password', 'content'];
const redacted = secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export function createLog(
  name: string,
  level: string,
  readable = process.stdout.isTTY,
  keptOut: KeptOut = createKeptOut(),
): Log {
  const options = {
    name,
    level,
    redact: { paths: redacted, censor: '[kept out]' },
    serializers: { err: describeError },
    hooks: { streamWrite: keptOut.cleanLine },
  };
  return readable
    ? pino(options, pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true }))
    : // Written at once: nothing is lost when the process is ended, and a reader that is gone holds nobody up.
      pino(options, pino.destination({ dest: 1, sync: true }));
}

/**
 * Of an error only what is known to be ours to tell: SDKs hang the whole request with all its words and tokens on theirs.
 */
export function describeError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { code, status } = thrown as { code?: unknown; status?: unknown };
  const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'number';
  return {
    type: thrown.name,
    message: withCauses(thrown, ({ message }) => message, ': '),
    stack: withCauses(thrown, ({ stack = '' }) => stack, '\ncaused by: '),
    ...(isPlain(code) && { code }),
    ...(isPlain(status) && { status }),
  };
}

function withCauses(error: Error, tell: (error: Error) => string, between: string): string {
  const told: string[] = [];
  let one: unknown = error;
  for (let depth = 0; one instanceof Error && depth < 5; depth += 1) {
    const text = withoutQuote(tell(one));
    // Many an error repeats its cause.
    if (!told.some((before) => before.includes(text))) told.push(text);
    one = one.cause;
  }
  return told.join(between);
}

/** A text that is no JSON is quoted by Node, and may be anybody's. */
function withoutQuote(text: string): string {
  return text.replace(
    /(Unexpected (?:token|non-whitespace)[^\n]*?)(?:, )?(?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON/gs,
    '$1 (no valid JSON)',
  );
}

/**
 * What nobody caught ends the process, as Node would have it, but without what SDKs hang on their errors.
 */
export function endOnSurprise(keptOut: KeptOut): void {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${lastWords(error, keptOut)}\n`);
    process.exit(1);
  });
}

/** What a process says before it ends: a sentence when it is one for people, otherwise where it came from. */
export function lastWords(thrown: unknown, keptOut: KeptOut = createKeptOut()): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const text =
    error.name === 'SettingsError'
      ? error.message
      : withCauses(error, ({ stack = '' }) => stack, '\ncaused by: ');
  return keptOut.cleanText(text);
}
