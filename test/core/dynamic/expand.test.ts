/** Dynamic prompts: what they become, what stays as it is, and that nothing typed can do harm. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { chanceOf } from '../../../core/dynamic/chance.ts';
import { expand } from '../../../core/dynamic/expand.ts';
import { parseTemplate } from '../../../core/dynamic/parse.ts';
import { noWildcards, type Wildcards } from '../../../core/dynamic/wildcards.ts';
import { UserError } from '../../../core/errors.ts';

type Known = Pick<Wildcards, 'values' | 'closest'>;

const lists: Record<string, string[]> = {
  colour: ['red', 'blue', '{dark|light} green'],
  thing: ['a __colour__ box'],
  round: ['__round__ again'],
  empty: [],
};
const wildcards: Known = {
  values: (name) => lists[name]?.map((line) => ({ weight: 1, parts: parseTemplate(line) })) ?? null,
  closest: () => Object.keys(lists),
};
const become = (text: string, seed: unknown = 1, known: Known = wildcards, longest = 4000) =>
  expand(text, { wildcards: known, chance: chanceOf(seed), longest });
/** Everything it becomes within many seeds. */
const all = (text: string) =>
  [...new Set(Array.from({ length: 300 }, (_, seed) => become(text, seed)))].sort();

describe('what is chosen', () => {
  it.each([
    ['{a|b|c}', ['a', 'b', 'c']],
    ['a{ big|} fox', ['a big fox', 'a fox']],
    ['{a|{b|c}}d', ['ad', 'bd', 'cd']],
    ['{2$$a|b|c}', ['a, b', 'a, c', 'b, a', 'b, c', 'c, a', 'c, b']],
    ['{2$$ and $$a|b}', ['a and b', 'b and a']],
    ['{1-2$$+$$a|b}', ['a', 'a+b', 'b', 'b+a']],
    ['{-2$$a|b}', ['a', 'a, b', 'b', 'b, a']],
    ['{2-$$a|b}', ['a, b', 'b, a']],
    ['{9$$a|b}', ['a, b', 'b, a']],
    ['{1::a|0::b}', ['a']],
    ['__colour__ sky', ['blue sky', 'dark green sky', 'light green sky', 'red sky']],
    ['__thing__', ['a blue box', 'a dark green box', 'a light green box', 'a red box']],
    ['{__colour__|x__empty__}', ['blue', 'dark green', 'light green', 'red', 'x']],
  ])('%s', (text, texts) => {
    expect(all(text)).toEqual(texts);
  });

  it('takes several of one wildcard without taking one twice', () => {
    for (const text of all('{3$$; $$__colour__}'))
      expect(new Set(text.replace(/dark|light/, '').split('; ')).size).toBe(3);
  });
  it('weighs', () => {
    const chosen = Array.from({ length: 1000 }, (_, seed) => become('{3::a|b}', seed));
    const often = chosen.filter((one) => one === 'a').length;
    expect(often).toBeGreaterThan(690);
    expect(often).toBeLessThan(810);
  });
  it('is the same for the same seed, on any machine', () => {
    expect(become('{a|b|c|d|e|f|g} {a|b|c|d|e|f|g} __colour__', 42)).toBe('a c red');
  });
});

describe('what stays as it is', () => {
  it.each([
    'a (fox:1.2) in [snow], masterpiece \\(series\\), 4::3, 50% | 3$$',
    '{"scene": "a fox", "light": {"colour": ["red", "blue"]}}',
    ':-} {',
    '{3::a}',
    'snake_case and _under_ __ scores __ and _____',
    'a\\b C:\\path',
    '',
  ])('%s', (text) => {
    expect(become(text)).toBe(text);
  });
  it.each([
    ['\\{a|b\\}', '{a|b}'],
    ['{a\\|b|a\\|b}', 'a|b'],
    ['\\__colour__', '__colour__'],
    ['{\\}|\\}}', '}'],
  ])('escaped: %s', (text, plain) => {
    expect(become(text)).toBe(plain);
  });
});

describe('what is refused', () => {
  it.each([
    ['a {red|blue fox', 'The choice that begins with {red|blue fox is never closed.'],
    ['__color__', 'There is no wildcard __color__. The closest: __colour__'],
    ['{a|__nothing__}', 'There is no wildcard __nothing__.'],
    ['__round__', '__round__ leads back to itself: round → round.'],
    ['{'.repeat(30), 'more than 20 deep'],
    ['{1$$x}'.repeat(3000), 'too many choices'],
  ])('%s', (text, words) => {
    expect(() => become(text)).toThrow(UserError);
    expect(() => become(text)).toThrow(words);
  });
  it('what becomes too long', () => {
    const long: Known = { ...wildcards, values: () => [{ weight: 1, parts: ['x'.repeat(1000)] }] };
    expect(() => become('__a__'.repeat(5), 1, long)).toThrow('longer than 4,000 characters');
  });
  it('says so where there are no wildcards at all', () => {
    expect(() => become('__a__', 1, noWildcards)).toThrow('There are no wildcards yet.');
  });
});

describe('whatever is typed', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '|',
    '$$',
    '2$$',
    '1-2$$',
    '3::',
    '::',
    '__',
    '__colour__',
    '__thing__',
    '__round__',
    '\\',
    ' ',
    'fox',
    '(a:1.2)',
    '\u0000',
    '🦊',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(piece, { maxLength: 120 }).map((parts) => parts.join('')),
  );
  test('becomes a text within its bounds or is refused in words', () => {
    fc.assert(
      fc.property(typed, fc.nat(), (text, seed) => {
        try {
          const became = become(text, seed, wildcards, 500);
          expect(became.length).toBeLessThanOrEqual(500);
          expect(become(text, seed, wildcards, 500)).toBe(became);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      }),
    );
  });
  test('without braces, underscores and backslashes stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = text.replace(/[{}_\\]/g, '');
        expect(become(plain)).toBe(plain);
      }),
    );
  });
});
