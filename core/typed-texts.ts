/**
 * Finds in a line what people typed, also where it was cut short, put in quotes or escaped: compared are letters and
 * digits alone, a dozen at a time.
 */

/** So many in a row of a text are no coincidence. */
const run = 12;
/** Shorter texts are words like any other. */
const shortest = 4;
/** What is remembered of all texts together, in letters. */
const remembered = 100_000;

/** Letters and digits of a text with their places in it; escapes count as what they stand for. */
function lettersOf(text: string): { letter: string; from: number; to: number }[] {
  const letters = [];
  for (const match of text.matchAll(/\\+u([0-9a-f]{4})|\\+[nrtbf]?|[\p{L}\p{N}]/giu)) {
    const [found, code] = match;
    const letter = code === undefined ? found : String.fromCharCode(Number.parseInt(code, 16));
    if (!/^[\p{L}\p{N}]$/u.test(letter)) continue;
    letters.push({ letter: letter.toLowerCase(), from: match.index, to: match.index + found.length });
  }
  return letters;
}

function runsOf(letters: readonly { letter: string }[], length: number): string[] {
  const runs = [];
  for (let at = 0; at + length <= letters.length; at += 1) {
    let text = '';
    for (let next = at; next < at + length; next += 1) text += letters[next]?.letter;
    runs.push(text);
  }
  return runs;
}

export function createTypedTexts() {
  /** The oldest comes first. */
  const texts = new Map<string, string[]>();
  /** How many of the texts have a run. */
  const runs = new Map<string, number>();
  const short = new Set<string>();
  let size = 0;

  function forget(text: string): void {
    for (const one of texts.get(text) ?? []) {
      const left = (runs.get(one) ?? 1) - 1;
      if (left > 0) runs.set(one, left);
      else runs.delete(one);
    }
    size -= texts.get(text)?.length ?? 0;
    texts.delete(text);
    short.delete(text);
  }

  /** Places that are covered: by long texts in part or whole, by short ones as whole words. */
  function covered(line: string): [number, number][] {
    const letters = lettersOf(line);
    const places: [number, number][] = [];
    for (const [at, one] of runsOf(letters, run).entries()) {
      if (runs.has(one)) places.push([letters[at]?.from ?? 0, letters[at + run - 1]?.to ?? 0]);
    }
    for (const text of short) {
      for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) {
        const isWord =
          !/[\p{L}\p{N}]$/u.test(line.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(line.slice(at + text.length));
        if (isWord) places.push([at, at + text.length]);
      }
    }
    return places.sort(([a], [b]) => a - b);
  }

  return {
    add(given: string): void {
      const text = given.trim();
      const letters = lettersOf(text);
      if (text.length < shortest || letters.length > remembered) return;
      forget(text);
      const own = runsOf(letters, run);
      texts.set(text, own);
      size += own.length;
      for (const one of own) runs.set(one, (runs.get(one) ?? 0) + 1);
      if (own.length === 0) short.add(text);
      for (const oldest of texts.keys()) {
        if (size <= remembered && texts.size <= remembered / 100) break;
        forget(oldest);
      }
    },

    /** The line with a mark in place of each. */
    remove(line: string, mark: string): string {
      if (texts.size === 0) return line;
      let clean = '';
      let at = 0;
      for (const [from, to] of covered(line)) {
        if (to <= at) continue;
        if (from > at || clean === '') clean += line.slice(at, from) + mark;
        at = to;
      }
      return clean + line.slice(at);
    },
  };
}
