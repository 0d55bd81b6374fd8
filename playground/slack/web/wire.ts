/** What the wire log is told: small enough to be shown, and without anything that opens doors. */
import type { WireEntry, WireLog } from '../../wire.ts';

export type Note = (entry: Omit<WireEntry, 'id' | 'at'>) => void;

const LONGEST_TEXT = 2000;
const MOST_ITEMS = 30;
const SECRET = /^(token|trigger_id|response_url|upload_url|url_private|url_private_download)$/;

export function createNote(wire: WireLog | undefined): Note {
  return (entry) => {
    if (!wire) return;
    const { body, ...rest } = entry;
    wire.write(body === undefined ? rest : { ...rest, body: cut(body) });
  };
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > LONGEST_TEXT
      ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`
      : value;
  }
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_ITEMS).map(cut);
    return value.length > MOST_ITEMS ? [...shown, `… (${value.length} in all)`] : shown;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, SECRET.test(key) ? '…' : cut(one)]),
  );
}
