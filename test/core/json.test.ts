import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../core/json.ts';
import { anyChar } from '../support/any-char.ts';

test('bare NaN and Infinity are read as null, what stands in strings is left alone', () => {
  const text =
    '{"a": NaN, "b": [-Infinity, Infinity], "NaN": "NaN, Infinity", "c": "say \\"NaN\\" \\\\", "d": NaN}';
  expect(parseJson(text)).toEqual({
    a: null,
    b: [null, null],
    NaN: 'NaN, Infinity',
    c: 'say "NaN" \\',
    d: null,
  });
});

test('an integer too large for a number is kept as its text', () => {
  expect(
    parseJson('{"seed": 18446744073709551615, "neg": -9007199254740993, "ok": 9007199254740991}'),
  ).toEqual({
    seed: '18446744073709551615',
    neg: '-9007199254740993',
    ok: 9007199254740991,
  });
  expect(parseJson('[1.5, 1e300, 0.1]')).toEqual([1.5, 1e300, 0.1]);
});

test('everything JavaScript writes is read as JavaScript reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const wide = /(?<![\d.eE])-?\d{16,}(?![\d.eE])/.test(text);
      fc.pre(!wide);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('a NaN beside any string changes nothing about the string', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyChar }), (string) => {
      expect(parseJson(`[${JSON.stringify(string)}, NaN]`)).toEqual([string, null]);
    }),
  );
});

test('what is no JSON is refused', () => {
  for (const text of ['', '{', 'nan', '"NaN', '{"a": NaNa}'])
    expect(() => parseJson(text)).toThrow(SyntaxError);
});
