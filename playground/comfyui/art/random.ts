/** Random numbers that a text decides: the same text gives the same numbers on every machine. */

export interface Random {
  /** 0 (included) to 1 (excluded). */
  (): number;
  between(low: number, high: number): number;
  int(low: number, high: number): number;
  pick<T>(choices: readonly T[]): T;
  chance(share: number): boolean;
  /** Numbers of their own, so that a change in one part of a picture leaves the others as they were. */
  fork(name: string): Random;
}

/** A 32-bit hash of a text (FNV-1a, finished as in MurmurHash3). */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const char of text) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

export function seeded(text: string): Random {
  let state = hash(text);
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return Object.assign(next, {
    between: (low: number, high: number) => low + next() * (high - low),
    int: (low: number, high: number) => Math.floor(low + next() * (high - low + 1)),
    pick: <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T,
    chance: (share: number) => next() < share,
    fork: (name: string) => seeded(`${text}/${name}`),
  });
}
