/** Words and flags of a typed line, with where they stand in it. Pure. */

export interface Word {
  kind: 'word';
  /** Without its quotes. */
  value: string;
  quoted: boolean;
  start: number;
  end: number;
}

export interface Flag {
  kind: 'flag';
  name: string;
  /** As typed, without a value. */
  raw: string;
  /** What stands behind the `=`; null without one. */
  value: Word | null;
}

const flagPattern = /(--|[—–])(\p{L}[\p{L}\p{N}_-]*)(=|(?=\s|$))/uy;
const space = /\s*/y;
/** Straight quotes, and the curly ones that phones and Macs put in their place. */
const quotes = '"“”„«»';

/** `isFlag` decides about names behind a typographic dash, which may be just a dash. */
export function tokensOf(typed: string, isFlag: (name: string) => boolean): (Word | Flag)[] {
  const tokens: (Word | Flag)[] = [];
  let onlyWords = false;
  for (let at = skipSpace(typed, 0); at < typed.length; at = skipSpace(typed, at)) {
    const flag = onlyWords ? null : readFlag(typed, at, isFlag);
    if (flag) {
      tokens.push(flag.token);
      at = flag.end;
      continue;
    }
    const word = onlyWords ? bareWord(typed, at) : readWord(typed, at);
    at = word.end;
    if (!onlyWords && word.value === '--' && !word.quoted) onlyWords = true;
    else tokens.push(word);
  }
  return tokens;
}

function skipSpace(typed: string, at: number): number {
  space.lastIndex = at;
  return at + (space.exec(typed)?.[0].length ?? 0);
}

function readFlag(
  typed: string,
  at: number,
  isFlag: (name: string) => boolean,
): { token: Flag; end: number } | null {
  flagPattern.lastIndex = at;
  const found = flagPattern.exec(typed);
  if (!found) return null;
  const [whole, dash = '', name = '', equals] = found;
  if (dash !== '--' && !isFlag(name)) return null;
  const end = at + whole.length;
  const raw = dash + name;
  if (!equals) return { token: { kind: 'flag', name, raw, value: null }, end };
  const value = readWord(typed, end);
  return { token: { kind: 'flag', name, raw, value }, end: value.end };
}

/** A quote that is never closed is a character like any other. */
function readWord(typed: string, start: number): Word {
  if (quotes.includes(typed[start] ?? ' ')) {
    for (let end = start + 1; end < typed.length; end += 1) {
      const closes = quotes.includes(typed[end] ?? ' ') && /^(\s|$)/.test(typed.slice(end + 1, end + 2));
      if (closes)
        return { kind: 'word', value: typed.slice(start + 1, end), quoted: true, start, end: end + 1 };
    }
  }
  return bareWord(typed, start);
}

function bareWord(typed: string, start: number): Word {
  const length = /^\S*/.exec(typed.slice(start))?.[0].length ?? 0;
  return {
    kind: 'word',
    value: typed.slice(start, start + length),
    quoted: false,
    start,
    end: start + length,
  };
}
