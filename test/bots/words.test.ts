/** Cutting words and naming files, for every platform. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentName } from '../../bots/card-file.ts';
import { progressBar } from '../../bots/progress-bar.ts';
import { webAddress } from '../../bots/web-address.ts';
import { beginning, characters, oneLine, shortened } from '../../bots/words.ts';
import type { CardFile } from '../../core/card.ts';

const words = fc.string({ unit: 'grapheme', maxLength: 80 });

describe('a shortened text', () => {
  it('fits, and is what it was or its beginning, never cut inside a visible character', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (text, most) => {
        const short = shortened(text, most);
        expect(short.length).toBeLessThanOrEqual(Math.max(most, 1));
        if (short === text) return;
        const kept = short.slice(0, -1);
        expect(short.endsWith('…')).toBe(true);
        const beginnings = characters(text).map((_, n, all) => all.slice(0, n).join('').trimEnd());
        expect(beginnings).toContain(kept);
      }),
    );
  });
  it('keeps a family together', () => {
    expect(shortened('a👨‍👩‍👧bc', 9)).toBe('a…');
  });
  it('of a long prompt ends between words, after a few lines', () => {
    expect(beginning('lighthouse '.repeat(100))).toMatch(/lighthouse …$/);
    expect(beginning('a\n'.repeat(50)).split('\n')).toHaveLength(6);
  });
  it('is one line where there is room for one', () => {
    expect(oneLine('  a\n\tfox\u202e ')).toBe('a fox');
  });
});

describe('a bar', () => {
  it.each([
    [0, '▱▱▱▱▱▱▱▱▱▱▱▱', '0 %'],
    [0.999, '▰▰▰▰▰▰▰▰▰▰▰▱', '99 %'],
    [1, '▰▰▰▰▰▰▰▰▰▰▰▰', '100 %'],
    [Number.NaN, '▱▱▱▱▱▱▱▱▱▱▱▱', '0 %'],
    [7, '▰▰▰▰▰▰▰▰▰▰▰▰', '100 %'],
  ])('at %d', (fraction, drawn, percent) => {
    expect(progressBar(fraction)).toEqual({ drawn, percent });
  });
});

describe('the name of a file', () => {
  const file = (name: string, bytes: string): CardFile => ({
    from: 'bytes',
    name,
    mediaType: 'image/png',
    bytes: Buffer.from(bytes),
  });
  it('stands for its content, in characters that every platform leaves alone', () => {
    expect(contentName(file('Ein Büro (1).PNG', 'x'))).toMatch(/^Ein_Bu_ro_1-[0-9a-f]{8}\.png$/);
    expect(contentName(file('../../etc/passwd', 'x'))).toMatch(/^etc_passwd-[0-9a-f]{8}$/);
    expect(contentName(file('a.png', 'x'))).not.toBe(contentName(file('a.png', 'y')));
  });
});

describe('an address', () => {
  it('is of the web, and ends no mark', () => {
    expect(webAddress('https://a.example/x|y>z', /[<>|]/g)).toBe('https://a.example/x%7Cy%3Ez');
    expect(webAddress('javascript:alert(1)', /[<>|]/g)).toBeNull();
    expect(webAddress('not one', /[<>|]/g)).toBeNull();
  });
});
