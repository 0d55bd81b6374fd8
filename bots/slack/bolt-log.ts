/** The SDK's log lines in ours. What it says of single requests stays out: it holds what people typed. */
import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../core/log.ts';

export function createBoltLog(log: Log): Logger {
  const line = (parts: unknown[]) =>
    parts
      .map((part) => (part instanceof Error ? part.message : String(part)))
      .join(' ')
      .slice(0, 500);
  return {
    debug: () => {},
    info: (...parts) => log.debug(line(parts)),
    warn: (...parts) => log.debug(line(parts)),
    error: (...parts) => log.warn(line(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
