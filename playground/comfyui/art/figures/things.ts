/** Boat, balloons, rocket, astronaut, robot. */
import { mix, shade } from '../colour.ts';
import {
  circle,
  ellipse,
  group,
  n,
  path,
  radial,
  rect,
  type Stage,
  stroke,
  times,
  vertical,
} from '../stage.ts';
import { type Figure, type Place, placed } from './figure.ts';

const lit = ({ palette }: Stage, color: string): string =>
  palette.night ? mix(color, palette.near, 0.24) : color;

export const boat: Figure = (stage, place) => {
  const { palette } = stage;
  const hull = lit(stage, mix(palette.accent, '#8c2f24', 0.25));
  const sail = mix('#fff8ec', palette.glow, 0.25);
  const shaded = mix(sail, palette.sky[1], 0.35);
  const mast = mix('#5b4230', palette.near, 0.3);
  return placed(
    place,
    [
      group(
        path('M-34 4L-26 16H24L36 4Z', hull) + path('M-2 8L-2 70Q-30 34 -30 12Z', sail),
        'opacity="0.22"',
      ),
      stroke('M0 -8V-98', mast, 1.6),
      path('M-2.4 -94C-8 -66 -20 -34 -36 -16H-2.4Z', palette.night ? shaded : sail),
      path('M-2.4 -94C-5 -66 -8 -40 -12 -16H-2.4Z', shaded, 'opacity="0.5"'),
      path('M2.4 -88C12 -64 26 -34 34 -16H2.4Z', mix(sail, palette.accent, 0.22)),
      path('M2.4 -88C5 -64 9 -36 12 -16H2.4Z', shaded, 'opacity="0.35"'),
      path('M0 -98L10 -95L0 -92Z', palette.accent),
      path('M-40 -12H42C38 -3 32 1 26 3H-28C-34 0 -38 -6 -40 -12Z', hull),
      path('M-40 -12H42L41 -9H-39Z', mix(hull, '#ffffff', 0.55)),
      stroke('M-46 5Q-30 1 -14 5T18 5T48 4', mix(palette.light, palette.sky[3], 0.4), 1.4, 'opacity="0.7"'),
    ].join(''),
  );
};

export function balloons(stage: Stage, count: number): string {
  const random = stage.random.fork('balloons');
  const { width, horizon } = stage;
  const all = Array.from({ length: count }, (_, index) => {
    const share = (index + 0.5) / count;
    return {
      x: width * (0.1 + 0.8 * share) + random.between(-40, 40),
      y: horizon * random.between(0.3, 0.86),
      size: 70 + 190 * random() ** 2,
    };
  }).sort((a, b) => a.size - b.size);
  return all.map((place, index) => balloon(stage, place, index)).join('');
}

function balloon(stage: Stage, place: Place, index: number): string {
  const { palette } = stage;
  const haze = Math.max(0, 0.42 - place.size / 600);
  const tone = (color: string) => mix(lit(stage, color), palette.sky[2], haze);
  const colors = [0, 1, 2, 3].map((at) => tone(palette.brights[(at + index) % 4] as string));
  const edges = [-34, -23, -8, 8, 23, 34];
  const gores = edges.slice(1).map((right, at) => {
    const left = edges[at] as number;
    const foot = (x: number) => x * 0.17;
    return path(
      `M${n(left * 0.3)} -99C${n(left * 1.05)} -94 ${n(left * 1.12)} -52 ${n(foot(left))} -27H${n(foot(right))}C${n(right * 1.12)} -52 ${n(right * 1.05)} -94 ${n(right * 0.3)} -99Z`,
      colors[at % 2 === 0 ? 0 : 1] as string,
    );
  });
  const rope = mix(palette.near, '#4b3a2c', 0.5);
  const sun = stage.light.x < place.x ? -1 : 1;
  return placed(
    place,
    [
      stroke('M-5.4 -27L-4 -11M5.4 -27L4 -11M0 -27V-11', rope, 0.5),
      path(
        'M0 -100C-30 -100 -38 -78 -34 -62C-30 -46 -14 -36 -6 -27H6C14 -36 30 -46 34 -62C38 -78 30 -100 0 -100Z',
        colors[0] as string,
      ),
      ...gores,
      path(
        'M-35 -64C-30 -58 30 -58 35 -64C34 -60 32 -56 29 -52C16 -48 -16 -48 -29 -52C-32 -56 -34 -60 -35 -64Z',
        colors[2] as string,
      ),
      path(
        `M0 -100C${30 * -sun} -100 ${38 * -sun} -78 ${34 * -sun} -62C${30 * -sun} -46 ${14 * -sun} -36 ${6 * -sun} -27H0C${16 * -sun} -50 ${18 * -sun} -80 0 -100Z`,
        palette.near,
        'opacity="0.16"',
      ),
      ellipse(15 * sun, -78, 6, 13, '#ffffff', 'opacity="0.22"'),
      rect(-5, -11, 10, 8.6, rope, 'rx="1.4"'),
      rect(-5.6, -11.6, 11.2, 2.2, mix(rope, palette.glow, 0.35), 'rx="1"'),
    ].join(''),
  );
}

export const rocket: Figure = (stage, place) => {
  const { palette } = stage;
  const body = lit(stage, '#f2eee6');
  const trim = mix(palette.accent, '#e0403c', 0.35);
  const flame = vertical(stage, [
    [0, '#fff6c8'],
    [0.35, '#ffb347'],
    [1, trim, 0],
  ]);
  const smoke = stage.random.fork('smoke');
  return placed(
    place,
    [
      group(
        times(16, (puff) =>
          circle(
            smoke.between(-1, 1) * (6 + puff * 3),
            22 + puff * 7,
            6 + puff * 1.6,
            mix(palette.light, palette.sky[2], 0.45),
          ),
        ),
        'opacity="0.28"',
      ),
      path('M-7 -4C-11 16 -4 30 0 52C4 30 11 16 7 -4Z', flame),
      path('M-12 -30C-24 -22 -26 -8 -24 2L-10 -10Z', trim),
      path('M12 -30C24 -22 26 -8 24 2L10 -10Z', shade(trim, -0.08)),
      path('M0 -100C-15 -82 -16 -40 -10 -4H10C16 -40 15 -82 0 -100Z', body),
      path('M0 -100C15 -82 16 -40 10 -4H2C6 -40 6 -82 0 -100Z', palette.near, 'opacity="0.18"'),
      path('M0 -100C-6 -93 -9.6 -84 -11.4 -75H11.4C9.6 -84 6 -93 0 -100Z', trim),
      circle(0, -58, 6.4, shade(body, -0.25)),
      circle(0, -58, 4.6, mix('#8fd3f4', palette.sky[1], 0.3)),
      circle(-1.4, -59.6, 1.4, '#ffffff'),
      rect(-10.6, -12, 21.2, 5, shade(trim, -0.05)),
    ].join(''),
  );
};

export const astronaut: Figure = (stage, place) => {
  const { palette } = stage;
  const suit = lit(stage, '#eef0f2');
  const deep = mix(suit, palette.sky[0], 0.3);
  const dark = mix(palette.near, '#22242e', 0.4);
  const visor = vertical(stage, [
    [0, mix(palette.sky[0], '#0a1030', 0.4)],
    [0.55, palette.sky[1]],
    [0.8, palette.glow],
    [1, palette.accent],
  ]);
  const trim = palette.accent;
  return placed(
    place,
    [
      ellipse(2, 1, 34, 4.4, dark, 'opacity="0.35"'),
      rect(-19, -66, 38, 40, deep, 'rx="8"'),
      path(
        'M-15 -30C-18 -16 -18 -6 -18 -1C-18 1 -3 1 -3 -1L-1 -22L2 -1C2 1 18 1 18 -1C18 -8 17 -18 14 -30Z',
        suit,
      ),
      path('M2 -22L3 -1C3 1 18 1 18 -1C18 -8 17 -18 14 -30H6Z', deep, 'opacity="0.6"'),
      path('M-18.4 -5C-18.8 2 -2 2 -2.6 -5ZM1.6 -5C1.6 2 18.6 2 18.2 -5Z', dark),
      rect(-16.5, -64, 33, 40, suit, 'rx="11"'),
      path(
        'M4 -64C14 -64 16.5 -58 16.5 -52V-36C16.5 -28 12 -24 6 -24C11 -36 11 -52 4 -64Z',
        deep,
        'opacity="0.6"',
      ),
      stroke('M-15 -56C-26 -52 -29 -42 -25 -32', suit, 9),
      stroke('M15 -56C26 -54 32 -62 33 -72', deep, 9),
      circle(-24.6, -29.6, 5, dark),
      circle(33, -75.6, 5, dark),
      rect(-8.5, -48, 17, 11, dark, 'rx="2.4"'),
      circle(-4.4, -42.5, 1.6, trim),
      circle(0.6, -42.5, 1.6, palette.brights[1]),
      rect(3.4, -45, 3.2, 5, palette.brights[3]),
      stroke('M-16 -30H16', trim, 1.6),
      circle(0, -78, 19.5, suit),
      path('M6 -96.6A19.5 19.5 0 0 1 8 -60.2A24 24 0 0 0 6 -96.6Z', deep, 'opacity="0.7"'),
      path(
        'M-15 -79C-15 -90 -8 -94 0 -94C9 -94 15 -90 15 -79C15 -68 9 -65 0 -65C-9 -65 -15 -68 -15 -79Z',
        visor,
      ),
      path('M-11 -82C-10 -89 -5 -91 0 -91C-4 -88 -7 -84 -7.4 -78Z', '#ffffff', 'opacity="0.55"'),
      stroke('M-12 -95L-15 -103', dark, 1.2),
      circle(-15.4, -104, 1.7, trim),
    ].join(''),
  );
};

export const robot: Figure = (stage, place) => {
  const { palette } = stage;
  const metal = lit(stage, mix('#b9c4cc', palette.sky[2], 0.25));
  const deep = shade(metal, -0.16);
  const dark = mix(palette.near, '#20242c', 0.4);
  const eye = mix('#7ef0ff', palette.brights[0], 0.25);
  const glow = radial(stage, [
    [0, eye, 0.9],
    [1, eye, 0],
  ]);
  return placed(
    place,
    [
      ellipse(0, 1, 32, 4.4, dark, 'opacity="0.35"'),
      stroke('M-9 -24V-6M9 -24V-6', deep, 5),
      path('M-18 0Q-18 -8 -9 -8Q-1 -8 -1 0ZM1 0Q1 -8 9 -8Q18 -8 18 0Z', dark),
      stroke('M-19 -52C-31 -46 -32 -34 -27 -26', deep, 4.6),
      stroke('M19 -52C31 -48 34 -58 31 -68', deep, 4.6),
      circle(-26.6, -24, 4.6, metal),
      circle(30.6, -71, 4.6, metal),
      rect(-20, -60, 40, 38, metal, 'rx="10"'),
      path(
        'M6 -60H10C16 -60 20 -56 20 -50V-32C20 -26 16 -22 10 -22H4C12 -34 12 -48 6 -60Z',
        deep,
        'opacity="0.5"',
      ),
      rect(-12, -52, 24, 15, dark, 'rx="4"'),
      stroke('M-8 -44.5h3l2.4 -4l3 8l2.4 -4h5', eye, 1.3),
      circle(-6, -30, 2.2, palette.accent),
      circle(1, -30, 2.2, palette.brights[1]),
      rect(-4, -65, 8, 7, deep),
      rect(-23, -96, 46, 33, metal, 'rx="12"'),
      path(
        'M6 -96H12C18 -96 23 -91 23 -85V-74C23 -67 18 -63 12 -63H4C14 -72 14 -86 6 -96Z',
        deep,
        'opacity="0.45"',
      ),
      rect(-17, -89, 34, 19, dark, 'rx="8"'),
      circle(-7.6, -79.6, 9, glow),
      circle(7.6, -79.6, 9, glow),
      circle(-7.6, -79.6, 3.6, eye),
      circle(7.6, -79.6, 3.6, eye),
      rect(-26, -84, 4, 10, deep, 'rx="2"'),
      rect(22, -84, 4, 10, deep, 'rx="2"'),
      stroke('M0 -96V-104', deep, 1.6),
      circle(0, -106, 3, palette.accent),
    ].join(''),
  );
};
