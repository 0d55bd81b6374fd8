/** Lighthouse, house, castle, windmill. */
import { mix, shade } from '../colour.ts';
import {
  circle,
  ellipse,
  group,
  horizontal,
  path,
  polygon,
  radial,
  rect,
  type Stage,
  stroke,
  times,
} from '../stage.ts';
import { type Figure, placed } from './figure.ts';

const wall = ({ palette }: Stage): string => mix('#f4ede0', palette.sky[2], palette.night ? 0.6 : 0.16);
const lamp = ({ palette }: Stage): string => mix('#ffe9a8', palette.light, 0.2);
const dim = (stage: Stage, color: string): string =>
  stage.palette.night ? mix(color, stage.palette.near, 0.42) : color;
/** Shade over the side that is turned away from the light. */
const shadeSide = (stage: Stage, d: string): string =>
  path(d, stage.palette.near, `opacity="${stage.palette.night ? 0.4 : 0.2}"`);

export const lighthouse: Figure = (stage, place) => {
  const body = wall(stage);
  const red = dim(stage, mix(stage.palette.accent, '#d1342f', 0.4));
  const roof = shade(red, -0.12);
  const dark = mix(stage.palette.near, '#1b1b24', 0.3);
  const half = (y: number) => 10.5 + (y / 72) * 4.2;
  const band = (from: number, to: number) =>
    polygon([
      [-half(from), from],
      [half(from), from],
      [half(to), to],
      [-half(to), to],
    ]);
  const away = stage.light.x < place.x ? 1 : -1;
  const sideways = (sign: number) =>
    horizontal(
      stage,
      sign > 0
        ? [
            [0, lamp(stage), 0.75],
            [1, lamp(stage), 0],
          ]
        : [
            [0, lamp(stage), 0],
            [1, lamp(stage), 0.75],
          ],
    );
  const strength = stage.palette.night
    ? 0.85
    : stage.subject.time === 'storm' || stage.subject.time === 'sunset'
      ? 0.5
      : 0.22;
  const beam = [-1, 1].map((sign) =>
    path(
      polygon([
        [sign * 3, -80.5],
        [sign * 230, -112 + sign * 6],
        [sign * 230, -64 + sign * 6],
        [sign * 3, -78.5],
      ]),
      sideways(sign),
      `opacity="${strength}"`,
    ),
  );
  const glow = circle(
    0,
    -79.5,
    26,
    radial(stage, [
      [0, lamp(stage), 0.9],
      [0.3, lamp(stage), 0.35],
      [1, lamp(stage), 0],
    ]),
    `opacity="${Math.min(1, strength + 0.2)}"`,
  );
  return placed(
    place,
    [
      group(beam.join('')),
      path(band(0, -72), body),
      path(band(-9, -24), red),
      path(band(-38, -52), red),
      path(band(-64, -72), red),
      shadeSide(
        stage,
        polygon([
          [away * 2, 0],
          [away * half(0), 0],
          [away * half(-72), -72],
          [away * 1.2, -72],
        ]),
      ),
      path('M-3.4 0V-7A3.4 3.4 0 0 1 3.4 -7V0Z', dark),
      rect(-1.6, -34, 3.2, 5.5, dark, 'rx="1.6"'),
      rect(-1.5, -60, 3, 5, dark, 'rx="1.5"'),
      rect(-9.5, -75, 19, 3.2, dark, 'rx="1"'),
      stroke('M-9 -75V-79M-5.4 -75V-79M5.4 -75V-79M9 -75V-79M-9 -79H9', dark, 0.7),
      rect(-4.8, -85, 9.6, 10, lamp(stage)),
      glow,
      stroke('M-4.8 -85V-75M0 -85V-75M4.8 -85V-75', dark, 0.8),
      path('M-6.6 -84.6Q-5.6 -92.6 0 -94Q5.6 -92.6 6.6 -84.6Z', roof),
      circle(0, -95.4, 1.7, roof),
      stroke('M0 -96V-100', roof, 0.8),
    ].join(''),
  );
};

export const house: Figure = (stage, place) => {
  const { palette, subject } = stage;
  const timber = dim(stage, mix('#8a5a3c', palette.far, 0.2));
  const roof = dim(stage, mix(palette.accent, '#7a3b2e', 0.55));
  const window =
    palette.night || subject.time === 'sunset' || subject.time === 'dusk'
      ? lamp(stage)
      : mix('#dfeef2', palette.sky[2], 0.4);
  const snow = mix('#ffffff', palette.sky[2], palette.night ? 0.45 : 0.1);
  const smoke = mix(palette.light, palette.sky[2], 0.5);
  const pane = (x: number, y: number) =>
    rect(x, y, 13, 13, window) + stroke(`M${x + 6.5} ${y}v13M${x} ${y + 6.5}h13`, shade(timber, -0.1), 1.2);
  const night = palette.night
    ? ellipse(
        0,
        -14,
        90,
        46,
        radial(stage, [
          [0, window, 0.4],
          [1, window, 0],
        ]),
      )
    : '';
  return placed(
    place,
    [
      night,
      group(
        times(5, (puff) => circle(24 + puff * puff * 1.4, -78 - puff * 11, 4 + puff * 2.6, smoke)),
        'opacity="0.34"',
      ),
      rect(18, -76, 10, 26, shade(roof, -0.08)),
      rect(-44, -38, 88, 38, timber),
      stroke('M-44 -28H44M-44 -18H44M-44 -8H44', shade(timber, -0.06), 0.9),
      shadeSide(stage, stage.light.x < place.x ? 'M4 0V-38H44V0Z' : 'M-44 0V-38H-4V0Z'),
      path('M-54 -36L-20 -70H20L54 -36Z', roof),
      subject.season === 'winter'
        ? path(
            'M-55 -37L-20.5 -73H20.5L55 -37Q44 -33 34 -39Q20 -44 6 -40Q-10 -46 -24 -40Q-40 -34 -55 -37Z',
            snow,
          )
        : stroke('M-20 -70H20', mix(roof, palette.light, 0.4), 1.4),
      pane(-34, -27),
      pane(21, -27),
      path('M-8 0V-24A8 8 0 0 1 8 -24V0Z', shade(timber, -0.14)),
      circle(5, -12, 1.2, window),
    ].join(''),
  );
};

export const castle: Figure = (stage, place) => {
  const { palette } = stage;
  const stone = mix(mix('#d9cfc4', palette.far, 0.5), palette.near, palette.night ? 0.5 : 0.14);
  const roof = dim(stage, mix(palette.accent, '#4a3b6b', 0.55));
  const window = palette.night ? lamp(stage) : shade(stone, -0.24);
  const tower = (x: number, half: number, top: number, cone: number) =>
    [
      rect(x - half, top, half * 2, -top, stone),
      shadeSide(
        stage,
        stage.light.x < place.x ? `M${x} 0V${top}H${x + half}V0Z` : `M${x - half} 0V${top}H${x}V0Z`,
      ),
      rect(x - half - 1.6, top - 2, half * 2 + 3.2, 4, shade(stone, -0.05)),
      path(`M${x - half - 3} ${top - 1}L${x} ${top - cone}L${x + half + 3} ${top - 1}Z`, roof),
      path(`M${x} ${top - cone}L${x + half + 3} ${top - 1}H${x}Z`, shade(roof, -0.07)),
      rect(x - 1.5, top + 9, 3, 7, window, 'rx="1.5"'),
      stroke(`M${x} ${top - cone}v-7`, shade(roof, -0.1), 0.8),
      path(`M${x} ${top - cone - 7}l7 2l-7 2Z`, palette.accent),
    ].join('');
  const battlement = (from: number, to: number, y: number) => {
    const teeth = Math.round((to - from) / 6);
    return (
      rect(from, y, to - from, -y, stone) +
      times(teeth, (tooth) => rect(from + tooth * 6, y - 3.4, 3.4, 4, stone))
    );
  };
  return placed(
    place,
    [
      tower(-34, 7.5, -46, 22),
      tower(34, 7, -40, 20),
      tower(13, 6, -64, 24),
      battlement(-34, 34, -28),
      tower(-11, 9, -62, 30),
      path('M-7.5 0V-11A7.5 7.5 0 0 1 7.5 -11V0Z', shade(stone, -0.3)),
      times(4, (at) => rect(-27 + at * 16, -20, 2.6, 6, window, 'rx="1.3"')),
    ].join(''),
  );
};

export const windmill: Figure = (stage, place) => {
  const { palette } = stage;
  const body = wall(stage);
  const cap = dim(stage, mix(palette.accent, '#6b3f2e', 0.5));
  const wood = mix('#5a4632', palette.near, palette.night ? 0.55 : 0.25);
  const cloth = mix('#fbf3e2', palette.sky[2], palette.night ? 0.55 : 0.08);
  const sail = `${stroke('M0 0V-44', wood, 1.8)}${path('M1.2 -9H10V-43H1.2Z', cloth, 'opacity="0.92"')}${stroke('M1.2 -16H10M1.2 -23H10M1.2 -30H10M1.2 -37H10M5.6 -9V-43', wood, 0.6)}`;
  return placed(
    place,
    [
      path('M-17 0L-9.5 -58H9.5L17 0Z', body),
      shadeSide(stage, stage.light.x < place.x ? 'M3 0L1.6 -58H9.5L17 0Z' : 'M-3 0L-1.6 -58H-9.5L-17 0Z'),
      path('M-4 0V-11A4 4 0 0 1 4 -11V0Z', wood),
      rect(-2.2, -34, 4.4, 6, wood, 'rx="1"'),
      path('M-11 -57Q-10 -70 0 -71.5Q10 -70 11 -57Z', cap),
      group(
        [18, 108, 198, 288].map((angle) => group(sail, `transform="rotate(${angle})"`)).join(''),
        'transform="translate(0 -61)"',
      ),
      circle(0, -61, 2.6, wood),
    ].join(''),
  );
};
