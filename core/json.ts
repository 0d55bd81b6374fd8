/**
 * JSON as Python writes it (ComfyUI's answers, and the workflow files it exports). That is more than JavaScript's own
 * parser takes or keeps: bare `NaN`, `Infinity` and `-Infinity` are read as null; an integer too large for a
 * JavaScript number, such as a 64-bit seed, is kept as its decimal text, which ComfyUI turns back into the integer.
 */

/** @throws SyntaxError when the text is not JSON in that wider sense either. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, keepExact);
  } catch (thrown) {
    const plain = withoutBareWords(text);
    if (plain === text) throw thrown;
    return JSON.parse(plain, keepExact);
  }
}

function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source && /^-?\d+$/.test(context.source) ? context.source : value;
}

/** Writes null for each bare word. What stands inside a string is left alone. */
function withoutBareWords(text: string): string {
  const token = /"|NaN|-?Infinity/g;
  let result = '';
  let done = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '"') {
      token.lastIndex = endOfString(text, found.index);
    } else {
      result += `${text.slice(done, found.index)}null`;
      done = token.lastIndex;
    }
  }
  return result + text.slice(done);
}

/** Where the string that begins at `start` is over: just behind its closing quote. */
function endOfString(text: string, start: number): number {
  const special = /["\\]/g;
  special.lastIndex = start + 1;
  for (let found = special.exec(text); found; found = special.exec(text)) {
    if (found[0] === '"') return special.lastIndex;
    special.lastIndex += 1;
  }
  return text.length;
}
