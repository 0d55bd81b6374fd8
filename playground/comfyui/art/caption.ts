/**
 * The strip that says what a picture is: "drawn without a model". Its letters are drawn here, stroke by stroke, because a
 * machine need not have any font.
 */
import { n } from './stage.ts';

const CAPTION = 'drawn without a model';

/** Strokes and widths; letters stand on y = 0 and are 10 high, 16 with what rises above. */
const LETTERS: Record<string, [strokes: string, width: number]> = {
  a: ['M10 -5A5 5 0 1 1 0 -5A5 5 0 1 1 10 -5M10 -10V0', 10],
  d: ['M10 -5A5 5 0 1 1 0 -5A5 5 0 1 1 10 -5M10 -16V0', 10],
  e: ['M0.1 -5.4H9.9A5 5 0 1 0 8.3 -1.3', 10],
  h: ['M0 0V-16M0 -5.5A4.5 4.5 0 0 1 9 -5.5V0', 9],
  i: ['M0 0V-10M0 -14.2V-14.1', 0],
  l: ['M0 0V-16', 0],
  m: ['M0 0V-10M0 -5.8A4.2 4.2 0 0 1 8.4 -5.8V0M8.4 -5.8A4.2 4.2 0 0 1 16.8 -5.8V0', 16.8],
  n: ['M0 0V-10M0 -5.5A4.5 4.5 0 0 1 9 -5.5V0', 9],
  o: ['M10 -5A5 5 0 1 1 0 -5A5 5 0 1 1 10 -5', 10],
  r: ['M0 0V-10M0 -5.4C0 -8.4 2 -10 5 -10', 5],
  t: ['M2.6 -14V-3.2A3 3 0 0 0 5.6 0H6.4M0 -10H6.4', 6.4],
  u: ['M0 -10V-4.5A4.5 4.5 0 0 0 9 -4.5M9 -10V0', 9],
  w: ['M0 -10L3.6 0L7.4 -10L11.2 0L14.8 -10', 14.8],
};

const BETWEEN_LETTERS = 5.2;
const BETWEEN_WORDS = 8.5;

function letters(): { strokes: string; width: number } {
  let x = 0;
  const drawn = [...CAPTION].map((char) => {
    const [strokes, width] = LETTERS[char] ?? ['', BETWEEN_WORDS - BETWEEN_LETTERS];
    const placed = strokes === '' ? '' : `<path d="${strokes}" transform="translate(${n(x)} 0)"/>`;
    x += width + BETWEEN_LETTERS;
    return placed;
  });
  return { strokes: drawn.join(''), width: x - BETWEEN_LETTERS };
}

/** Height of the strip, where the shorter side of the picture is 1000. */
const STRIP = 46;

export function strip(
  width: number,
  height: number,
  { ink, paper, dots }: { ink: string; paper: string; dots: readonly string[] },
): string {
  const { strokes } = letters();
  const top = height - STRIP;
  const scale = 1.02;
  const swatches = dots.map(
    (color, at) =>
      `<circle cx="${n(width - 30 - at * 24)}" cy="${n(top + STRIP / 2)}" r="7.4" fill="${color}"/>`,
  );
  return [
    `<rect x="0" y="${n(top)}" width="${n(width)}" height="${STRIP}" fill="${ink}"/>`,
    `<g transform="translate(28 ${n(top + STRIP / 2 + 6.2)}) scale(${scale})" fill="none" stroke="${paper}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${strokes}</g>`,
    ...swatches,
  ].join('');
}
