/** Colours as `#rrggbb`, mixed in OKLab, where equal steps look equal and nothing turns grey on the way. */

type Lab = readonly [lightness: number, greenRed: number, blueYellow: number];

const toLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const toGamma = (value: number): number =>
  value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;

function toLab(hex: string): Lab {
  const number = Number.parseInt(hex.slice(1), 16);
  const [r, g, b] = [16, 8, 0].map((shift) => toLinear(((number >> shift) & 255) / 255)) as [
    number,
    number,
    number,
  ];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toHex([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const bytes = rgb.map((value) => Math.round(255 * Math.min(1, Math.max(0, toGamma(Math.max(0, value))))));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** `share` 0 is the first colour, 1 the second. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [toLab(from), toLab(to)];
  return toHex(
    [0, 1, 2].map((at) => (a[at] as number) * (1 - share) + (b[at] as number) * share) as unknown as Lab,
  );
}

/** Lighter (above 0) or darker (below 0), the hue kept. */
export function shade(color: string, by: number): string {
  const [lightness, a, b] = toLab(color);
  return toHex([Math.min(1, Math.max(0, lightness + by)), a, b]);
}

/** The hue turned by an angle, the colourfulness multiplied. */
export function turn(color: string, degrees: number, chroma = 1): string {
  const [lightness, a, b] = toLab(color);
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle) * chroma, Math.cos(angle) * chroma];
  return toHex([lightness, a * cos - b * sin, a * sin + b * cos]);
}

/** Pulls a colour towards another's hue; its lightness stays. */
export function tint(color: string, towards: string, share: number): string {
  const [lightness, a, b] = toLab(color);
  const [, toA, toB] = toLab(towards);
  return toHex([lightness, a * (1 - share) + toA * share, b * (1 - share) + toB * share]);
}

export const lightnessOf = (color: string): number => toLab(color)[0];
