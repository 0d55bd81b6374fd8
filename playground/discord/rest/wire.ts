/** Notes REST calls and their answers for the page: no token, long things cut, bytes by their size. */
import type { WireLog } from '../../wire.ts';
import type { Input } from './input.ts';

const LONGEST_TEXT = 300;
const MOST_ITEMS = 25;

export function noteRequest(wire: WireLog | undefined, call: string, input: Input): void {
  if (!wire) return;
  const files = input.uploads.map(({ filename, bytes }) => `${filename}, ${bytes.byteLength} bytes`);
  const body = files.length > 0 ? { json: cut(input.json), files } : cut(input.json);
  wire.write({
    wire: 'discord-rest',
    direction: 'in',
    summary: withoutToken(call),
    ...(body === undefined ? {} : { body }),
  });
}

export async function noteAnswer(wire: WireLog | undefined, call: string, answer: Response): Promise<void> {
  if (!wire) return;
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  const body: unknown = isJson ? cut(await answer.clone().json()) : undefined;
  wire.write({
    wire: 'discord-rest',
    direction: 'out',
    summary: withoutToken(call),
    status: answer.status,
    ...(body === undefined ? {} : { body }),
  });
}

/** The token in the path is the key to the messages behind it. */
function withoutToken(call: string): string {
  return call.replace(/(\/(?:webhooks|interactions)\/\d+\/)[^/?]+/, '$1…');
}

/** Small enough to be shown, with everything called token taken out. */
export function cut(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > LONGEST_TEXT
      ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`
      : value;
  }
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_ITEMS).map(cut);
    return value.length > MOST_ITEMS ? [...shown, `… (${value.length} in all)`] : shown;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'token' ? '…' : cut(one)]),
  );
}
