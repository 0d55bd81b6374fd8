/** Words and patterns in prompts: whole words in any case, width and disguise; patterns that cannot hold anything up. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../core/card.ts';
import { createFind, faultOfPattern, folded } from '../../core/word-list.ts';
import { anyChar } from '../support/any-char.ts';

const find = createFind();
const word = (text: string, prompt: string) => find({ kind: 'word', text }, prompt);
const pattern = (text: string, prompt: string) => find({ kind: 'pattern', text }, prompt);

describe('a word', () => {
  it.each([
    ['gore', 'some gore, please'],
    ['gore', 'GORE'],
    ['gore', 'a scene (gore:1.3)'],
    ['gore', 'masterpiece,gore,8k'],
    ['gore', 'blood_gore_detailed'],
    ['gore', 'ｇｏｒｅ'],
    ['gore', 'g\u200bo\u00adr\u2060e'],
    ['Red Dress', 'the red\n  dress'],
    ['strasse', 'eine Straße'],
    ['STRASSE', 'straße'],
    ['λόγος', 'ΛΌΓΟΣ'],
    ['é', 'e\u0301'],
    ['gore', 'ภาพgoreสยอง'],
  ])('%s is in “%s”', (text, prompt) => {
    expect(word(text, prompt)).toBe(folded(text));
  });
  it.each([
    ['gore', 'gorey forest'],
    ['gore', 'Al Gorey'],
    ['ass', 'a glass of grass in class'],
    ['gore', 'gorę'],
    ['gore', 'gore\u0301'],
    ['gore', 'gore2'],
    ['gore', 'g o r e'],
    ['', 'anything'],
    ['\u200b', 'anything'],
  ])('%s is not in “%s”', (text, prompt) => {
    expect(word(text, prompt)).toBeNull();
  });
  it('stands anywhere in scripts without spaces between words, but never in half a letter', () => {
    expect(word('เลือด', 'ภาพเลือดสาด')).toBe('เลือด');
    expect(word('血', '流血的画面')).toBe('血');
    expect(word('ちち', 'おちちがほしい')).toBe('ちち');
    expect(word('ปา', 'ป่า')).toBeNull();
    expect(word('น', 'นี้')).toBeNull();
  });
  it('is found wherever it stands between other words, in whatever disguise', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 1 });
    const hidden = (text: string, seed: number) =>
      [...text]
        .map(
          (one, at) =>
            ((seed >> (at % 30)) & 1 ? one.toUpperCase() : one) + (at % 3 === seed % 3 ? '\u200d' : ''),
        )
        .join('');
    fc.assert(
      fc.property(letters, fc.string(), fc.string(), fc.nat(), (text, left, right, seed) => {
        expect(word(text, `${left} ${hidden(text, seed)}, ${right}`)).toBe(text);
        expect(word(text, `x${text}x`)).toBeNull();
      }),
    );
  });
  it('is compared in one way only: folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyChar }), (text) => {
        expect(folded(folded(text))).toBe(folded(text));
      }),
    );
  });
  it('never breaks on what people type', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyChar }), fc.string({ unit: anyChar }), (text, prompt) => {
        const found = word(text, prompt);
        if (found !== null) expect(folded(prompt)).toContain(found);
      }),
    );
  });
});

describe('a pattern', () => {
  it('is looked for in what is seen, in any case', () => {
    expect(pattern('\\bgor(e|y)\\b', 'a GO\u200bRY scene')).toBe('GORY');
    expect(pattern('[ก-๙]{3}', 'ภาพ')).toBe('ภาพ');
    expect(pattern('gore', 'a calm sea')).toBeNull();
  });
  it.each(['(a+)+$', '(a|aa)+$', '(.*)*b', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    'that would hold a backtracking engine up for years, %s, has its answer',
    (hostile) => {
      expect(faultOfPattern(hostile) ?? pattern(hostile, `${'a'.repeat(4000)}!`)).toBeDefined();
    },
  );
  it.each([
    ['(a{1000}){1000}', 'no pattern that RE2 reads (invalid repeat count'],
    ['(((a{10}){10}){10})', 'stands for too much'],
    ['(?=a)', 'no pattern that RE2 reads'],
    ['(a)\\1', 'no pattern that RE2 reads'],
    ['(', 'no pattern that RE2 reads (missing closing )'],
    ['a*', 'fits every prompt'],
    ['', 'fits every prompt'],
  ])('%s is refused, and it says why', (text, why) => {
    expect(plain(faultOfPattern(text) ?? '')).toContain(why);
  });
  it('is refused or can be used, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string(), (text, prompt) => {
        if (faultOfPattern(text) === null) pattern(text, prompt);
      }),
    );
  });
});
