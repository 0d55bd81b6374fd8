/**
 * JSON as ComfyUI speaks it: Python's, where integers have no limit (a seed may be 64 bits wide) and
 * `NaN` and `Infinity` are written as bare words, which no JavaScript client can parse.
 */

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;

// The lib types of TypeScript do not know the reviver's third argument and rawJSON yet; Node has both.
const engine = JSON as unknown as {
  parse(text: string, reviver: SourceReviver): unknown;
  rawJSON(text: string): unknown;
};

/** Integers that a JavaScript number cannot hold become bigints. */
export function parseJson(text: string): unknown {
  return engine.parse(text, (_key, value, { source }) =>
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    source !== undefined &&
    /^-?\d+$/.test(source)
      ? BigInt(source)
      : value,
  );
}

const BARE = { NaN: '\u0000NaN', Infinity: '\u0000Infinity', '-Infinity': '\u0000-Infinity' } as const;

export function toJson(value: unknown): string {
  let bareWords = false;
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return engine.rawJSON(inner.toString());
    if (typeof inner === 'number' && !Number.isFinite(inner)) {
      bareWords = true;
      return BARE[String(inner) as keyof typeof BARE];
    }
    return inner;
  });
  return bareWords ? text.replace(/"\\u0000(NaN|-?Infinity)"/g, '$1') : text;
}

/** For file metadata: everything beyond ASCII is escaped, as Python's `json.dumps` does. */
export function toAsciiJson(value: unknown): string {
  return toJson(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
