/** Asks a server over HTTP, and notes how far its clock is from ours. */
import { setTimeout as sleep } from 'node:timers/promises';
import { toError } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export type Ask = (url: string, init?: RequestInit) => Promise<Answer>;

const patienceMs = 8000;
/** A server that says wait is asked again, so often. */
const mostWaits = 4;
const longestWaitMs = 5000;

/** @param onClock gets the server's time, in ms, and ours before and after it was asked. */
export function createAsk(onClock: (theirs: number, before: number, after: number) => void): Ask {
  return async (url, init) => {
    for (let waits = 0; ; waits += 1) {
      const before = Date.now();
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) });
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) onClock(date, before, Date.now());
      const text = await response.text();
      if (response.status !== 429 || waits === mostWaits) {
        return { status: response.status, headers: response.headers, body: readJson(text) };
      }
      await sleep(Math.min(longestWaitMs, Number(response.headers.get('retry-after') ?? 1) * 1000));
    }
  };
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** Why a request came to nothing, in a word or two. */
export function reasonOf(thrown: unknown): string {
  const { cause, name, message } = toError(thrown);
  if (name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`;
  if (!(cause instanceof Error)) return message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
