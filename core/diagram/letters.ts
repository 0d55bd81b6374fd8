/**
 * Letters as shapes. Pictures are drawn where no font may be installed, and a text in an SVG would be boxes there; so
 * texts become outlines of a font that comes along, and are as wide as they were measured.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font, type Glyph } from 'opentype.js';

/** Later ones are asked for what the earlier do not have. */
const scripts = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'] as const;

export interface Letters {
  width(text: string, size: number): number;
  /** The text as the data of an SVG path; `y` is the baseline. */
  outline(text: string, at: { x: number; y: number; size: number }): string;
  /** What of it can be written: signs the font does not have are left out, white space becomes one space. */
  writable(text: string): string;
  /** Cut so that it is at most so wide, with an ellipsis where something is left out. */
  fit(text: string, size: number, width: number): string;
}

export function openLetters(weight: 500 | 600): Letters {
  const require = createRequire(import.meta.url);
  const fonts = scripts.map((script) => {
    const bytes = readFileSync(
      require.resolve(`@fontsource/inter/files/inter-${script}-${weight}-normal.woff`),
    );
    return opentype.parse(new Uint8Array(bytes).buffer);
  });
  const known = new Map<string, { glyph: Glyph; em: number } | null>();

  /** One sign at a time: no shaping, so that nothing a text says is ever taken for more than its letters. */
  function find(sign: string) {
    const before = known.get(sign);
    if (before !== undefined) return before;
    const font = fonts.find((one) => has(one, sign));
    const found = font ? { glyph: font.charToGlyph(sign), em: font.unitsPerEm } : null;
    if (known.size < 5000) known.set(sign, found);
    return found;
  }

  const advance = (sign: string, size: number): number => {
    const found = find(sign);
    return found ? ((found.glyph.advanceWidth ?? 0) / found.em) * size : 0;
  };
  const width = (text: string, size: number) => [...text].reduce((sum, sign) => sum + advance(sign, size), 0);

  return {
    width,
    outline(text, { x, y, size }) {
      let left = x;
      return [...text]
        .map((sign) => {
          const path = find(sign)?.glyph.getPath(left, y, size).toPathData(1) ?? '';
          left += advance(sign, size);
          return path;
        })
        .join('');
    },
    writable: (text) =>
      [...text.normalize('NFC').replace(/\s+/g, ' ')]
        .filter((sign) => !/\p{C}/u.test(sign) && find(sign) !== null)
        .join('')
        .replace(/ +/g, ' ')
        .trim(),
    fit(text, size, most) {
      if (width(text, size) <= most) return text;
      let cut = '';
      let taken = width('…', size);
      for (const sign of text) {
        taken += advance(sign, size);
        if (taken > most) break;
        cut += sign;
      }
      return `${cut.trimEnd()}…`;
    },
  };
}

function has(font: Font, sign: string): boolean {
  return font.charToGlyphIndex(sign) > 0;
}
