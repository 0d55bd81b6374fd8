/** Shapes that are laid over a cover's drawing. */
export const coverSize = { width: 480, height: 270 } as const;
const { width, height } = coverSize;

const svg = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;

const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

/** The line between before and after. */
export const half = svg(`<rect x="${width / 2 - 1.5}" width="3" height="${height}" fill="#fff"/>`);

export const arrow = svg(
  `<circle cx="${width / 2}" cy="${height / 2}" r="22" fill="#fff"/>
  <path d="M${width / 2 - 9} ${height / 2}h15m-7-8l8 8l-8 8" fill="none" stroke="#2b2640" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>`,
);

/** A soft place in the middle: what a mask lets through. */
export const badge = svg(
  `<defs><radialGradient id="g"><stop offset="0.8" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
  <ellipse cx="300" cy="140" rx="130" ry="105" fill="url(#g)"/>`,
);

/** Somebody, from the head to the shoulders. */
export const bust = svg(
  `<circle cx="${width / 2}" cy="112" r="56" fill="#fff"/><path d="M${width / 2 - 110} ${height}c0-130 220-130 220 0z" fill="#fff"/>`,
);

export const grid = svg(
  `<g stroke="#fff" stroke-opacity="0.7" stroke-width="1.5">${many(3, (i) => `<path d="M${(width * (i + 1)) / 4} 0V${height}"/>`)}${many(2, (i) => `<path d="M0 ${(height * (i + 1)) / 3}H${width}"/>`)}</g>`,
);

const holes = (y: number): string =>
  many(16, (i) => `<rect x="${9 + i * 30}" y="${y}" width="12" height="9" rx="2.5" fill="#e9e6f2"/>`);
const strips = `<rect width="${width}" height="21" fill="#15131f"/><rect y="${height - 21}" width="${width}" height="21" fill="#15131f"/>${holes(6)}${holes(height - 15)}`;

export const perforations = svg(strips);

export const film = svg(
  `${strips}<circle cx="${width / 2}" cy="${height / 2}" r="30" fill="#15131f" fill-opacity="0.62"/><path d="M${width / 2 - 9} ${height / 2 - 15}l26 15l-26 15z" fill="#fff"/>`,
);

export const frameOf = (x: number, y: number, w: number, h: number): string =>
  svg(`<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="none" stroke="#fff" stroke-width="4"/>`);

/** Letters of bars and bows, for no font is the same on two machines. */
const letters: Record<string, string> = {
  '2': 'M0 5q0-5 5-5t5 5q0 4-10 15h10',
  '4': 'M8 20V0L0 13h10',
  '8': 'M5 9q-5-1-5-4.500t5-4.500t5 4.500t-5 4.500q-5 1-5 5.500t5 5.500t5-5.500t-5-5.500',
  a: 'M0 20L5 0l5 20M2 13h6',
  b: 'M0 0v20h5q5 0 5-5t-5-5H0h4q5 0 5-5t-5-5z',
  e: 'M10 0H0v20h10M0 10h8',
  l: 'M0 0v20h9',
  m: 'M0 20V0l6 10L12 0v20',
  n: 'M0 20V0l10 20V0',
  o: 'M5 0q-5 0-5 10t5 10t5-10t-5-10z',
  p: 'M0 20V0h5q5 0 5 5.500t-5 5.500H0',
  t: 'M0 0h10M5 0v20',
  w: 'M0 0l3.500 20l3.500-14l3.500 14L14 0',
  x: 'M1 6l8 14M9 6l-8 14',
};

/** A line of such letters on a dark plate in the middle. */
export function words(text: string): string {
  const advance = (letter: string): number =>
    letter === 'm' || letter === 'w' ? 20 : letter === ' ' ? 11 : 16;
  const scale = 1.7;
  const total = [...text].reduce((sum, letter) => sum + advance(letter), -5) * scale;
  let x = (width - total) / 2;
  const drawn = [...text].map((letter) => {
    const path = letters[letter];
    const placed = path
      ? `<path transform="translate(${x} ${height / 2 - 17}) scale(${scale})" d="${path}"/>`
      : '';
    x += advance(letter) * scale;
    return placed;
  });
  return svg(
    `<rect x="${(width - total) / 2 - 26}" y="${height / 2 - 38}" width="${total + 52}" height="76" rx="14" fill="#15131f" fill-opacity="0.72"/><g fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">${drawn.join('')}</g>`,
  );
}
