/** What becomes of a dynamic prompt: one of the texts it stands for, the same for the same seed. */

import { UserError } from '../errors.ts';
import { say } from '../say.ts';
import { type Choice, type Option, type Part, parseTemplate, wildcardsIn } from './parse.ts';
import type { Wildcards } from './wildcards.ts';

export interface ExpandOptions {
  wildcards: Pick<Wildcards, 'values' | 'closest'>;
  chance: () => number;
  /** Characters that may come of it. */
  longest: number;
}

/** Wildcards within wildcards. */
const deepest = 10;
/** Pieces that are put together: far more than a prompt has, far less than takes a moment. */
const mostPieces = 2000;

/** @throws UserError for a wildcard that is not there, leads back to itself, and for what grows too long */
export function expand(text: string, { wildcards, chance, longest }: ExpandOptions): string {
  let pieces = 0;
  let length = 0;
  /** The wildcards we are in. */
  const within: string[] = [];

  function sequence(parts: readonly Part[]): string {
    return parts.map(piece).join('');
  }

  function piece(part: Part): string {
    pieces += 1;
    if (pieces > mostPieces)
      throw new UserError(say('The prompt has too many choices in it. Make it shorter.'));
    if (typeof part === 'string') {
      length += part.length;
      if (length > longest) throw tooLong(longest);
      return part;
    }
    if (part.type === 'wildcard') return filledIn(part.name);
    return choose(part).join(part.separator);
  }

  function choose({ options, least, most }: Choice): string[] {
    const [only] = options;
    const [alone, ...more] = only?.parts ?? [];
    // Several of one wildcard: its values are what is chosen from, so that none comes twice.
    if (options.length === 1 && more.length === 0 && typeof alone === 'object' && alone.type === 'wildcard') {
      return inside(alone.name, () =>
        draw(valuesOf(alone.name), least, most).map(({ parts }) => sequence(parts)),
      );
    }
    return draw(options, least, most).map(({ parts }) => sequence(parts));
  }

  /** Without putting back. What weighs nothing is only drawn when nothing else is left. */
  function draw(from: readonly Option[], least: number, most: number): Option[] {
    const count =
      least === most ? least : least + Math.floor(chance() * (Math.min(most, from.length) - least + 1));
    const left = [...from];
    const drawn: Option[] = [];
    while (drawn.length < count && left.length > 0) drawn.push(...left.splice(pick(left), 1));
    return drawn;
  }

  function pick(options: readonly Option[]): number {
    const total = options.reduce((sum, { weight }) => sum + weight, 0);
    if (total <= 0) return Math.floor(chance() * options.length);
    let at = chance() * total;
    const found = options.findIndex(({ weight }) => {
      at -= weight;
      return at < 0;
    });
    return found < 0 ? options.length - 1 : found;
  }

  function filledIn(name: string): string {
    return inside(name, () => {
      const values = valuesOf(name);
      const value = values[pick(values)];
      return value ? sequence(value.parts) : '';
    });
  }

  function inside<T>(name: string, work: () => T): T {
    if (within.includes(name))
      throw new UserError(
        say('The wildcard {name} leads back to itself: {way}.', {
          name: `__${name}__`,
          way: [...within, name].join(' → '),
        }),
      );
    if (within.length >= deepest)
      throw new UserError(
        say('The wildcard {name} leads through more than {n} others.', {
          name: `__${within[0]}__`,
          n: deepest,
        }),
      );
    within.push(name);
    const result = work();
    within.pop();
    return result;
  }

  function valuesOf(name: string): readonly Option[] {
    const values = wildcards.values(name);
    if (!values) throw unknownWildcard(name, wildcards);
    return values;
  }

  const parts = parseTemplate(text);
  // Also those that are not chosen this time: what is wrong is said at once, not with the tenth seed.
  for (const name of wildcardsIn(parts)) if (!wildcards.values(name)) throw unknownWildcard(name, wildcards);
  return sequence(parts);
}

function tooLong(longest: number): UserError {
  return new UserError(say('What the prompt becomes is longer than {n} characters.', { n: longest }));
}

function unknownWildcard(name: string, { closest }: Pick<Wildcards, 'closest'>): UserError {
  const near = closest(name).map((one) => `__${one}__`);
  const hint =
    near.length > 0
      ? say('The closest: {names}.', { names: near.join(', ') })
      : say('There are no wildcards yet.');
  return new UserError(
    say('There is no wildcard {name}. {hint} For the characters themselves write {escaped}.', {
      name: `__${name}__`,
      hint,
      escaped: `\\__${name}__`,
    }),
  );
}
