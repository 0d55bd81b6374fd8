/** A pino line as a person reads it in the terminal. */
import { styleText } from 'node:util';
import { z } from 'zod';

const lineSchema = z.object({
  level: z.number(),
  time: z.number(),
  msg: z.string().default(''),
  err: z.object({ message: z.string() }).optional(),
});

/** pino's numbers for its levels. */
const levels: Record<string, number> = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };

/** @returns the level's number; above all of them for "silent". */
export const levelNumber = (name: string): number => levels[name] ?? 100;

/** Null for a line below the level, and for what is not a log line: that stays in the file. */
export function readableLine(name: string, json: string, lowest: number): string | null {
  const line = parse(json);
  if (!line || line.level < lowest) return null;
  const cause = line.err && !line.msg.includes(line.err.message) ? `: ${line.err.message}` : '';
  const time = new Date(line.time).toTimeString().slice(0, 8);
  const text = `${time} ${name.padEnd(10)} ${line.msg}${cause}`;
  if (line.level >= levelNumber('error')) return styleText('red', text);
  return line.level >= levelNumber('warn') ? styleText('yellow', text) : text;
}

function parse(json: string): z.infer<typeof lineSchema> | null {
  try {
    return lineSchema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
