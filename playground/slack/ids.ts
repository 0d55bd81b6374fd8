/** Slack's ids: a letter that says what it is, and upper-case letters and digits. Messages are named by their time. */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export type IdKind = 'B' | 'C' | 'D' | 'F' | 'G' | 'U' | 'V' | 'Ev' | 'Rp';

export function newId(kind: IdKind): string {
  return `${kind}0${Array.from(randomBytes(9), (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}

/** For blocks and elements that came without one. */
export const newShortId = () => randomBytes(4).toString('base64url').replace(/[-_]/g, 'x').slice(0, 5);

export const newSecret = () => randomBytes(18).toString('base64url').replace(/[-_]/g, 'Z');

/** Seconds and microseconds since the epoch; no two are the same in the whole workspace. */
export interface Stamps {
  next(): string;
  readonly last: string;
}

export function createStamps(now: () => number, last = '0.000000'): Stamps {
  let lastMicros = microsOf(last);
  return {
    next() {
      lastMicros = Math.max(lastMicros + 1, Math.floor(now() * 1000));
      return stampOf(lastMicros);
    },
    get last() {
      return stampOf(lastMicros);
    },
  };
}

const stampOf = (micros: number) => `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;

export function microsOf(ts: string): number {
  const [seconds = '0', micros = '0'] = ts.split('.');
  return Number(seconds) * 1e6 + Number(micros.padEnd(6, '0').slice(0, 6));
}

export const isStamp = (value: string) => /^\d{1,11}\.\d{6}$/.test(value);

/** Microseconds of today still fit a double: 2^53 of them are 285 years. */
export const isBefore = (a: string, b: string) => microsOf(a) < microsOf(b);
