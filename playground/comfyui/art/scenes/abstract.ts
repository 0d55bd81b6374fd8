/** For words the stand-in cannot picture: shapes and colours, in one of three orders. */
import { mix, shade, turn } from '../colour.ts';
import { fractal } from '../noise.ts';
import {
  circle,
  curve,
  group,
  horizontal,
  n,
  type Point,
  path,
  radial,
  rect,
  type Stage,
  steps,
  stroke,
  times,
  vertical,
} from '../stage.ts';

export function abstract(stage: Stage): string {
  const own = stage.random.fork('abstract');
  return own.pick([tiles, ribbons, orbits])(stage);
}

function ground(stage: Stage): string {
  return mix('#f6eddc', stage.palette.sky[3], 0.12);
}

function inks({ palette }: Stage): string[] {
  return [
    palette.sky[0],
    palette.sky[1],
    palette.accent,
    palette.brights[1],
    palette.brights[0],
    mix(palette.sky[2], palette.near, 0.15),
    palette.near,
  ];
}

/** Quarter circles, half circles, dots and bars on a grid. */
function tiles(stage: Stage): string {
  const { width, height } = stage;
  const random = stage.random.fork('tiles');
  const across = random.int(4, 6);
  const size = Math.min(width, height) / across;
  const [columns, rows] = [Math.ceil(width / size), Math.ceil(height / size)];
  const colors = inks(stage);
  const paper = ground(stage);
  const cells: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const back = random.chance(0.35) ? random.pick(colors) : paper;
      const front = random.pick(colors.filter((color) => color !== back));
      const third = random.pick(colors.filter((color) => color !== back && color !== front));
      const turned = random.int(0, 3) * 90;
      const shape = [
        () => path('M-50 -50H50A100 100 0 0 1 -50 50Z', front),
        () => path('M-50 -50H50A100 100 0 0 1 -50 50Z', front) + path('M-50 -50H0A50 50 0 0 1 -50 0Z', third),
        () => path('M-50 0A50 50 0 0 1 50 0Z', front) + path('M-50 50A50 50 0 0 1 50 50Z', third),
        () => circle(0, 0, 40, front) + circle(0, 0, 17, third),
        () => path('M-50 -50L50 50H-50Z', front),
        () => times(4, (bar) => rect(-50 + bar * 25, -50, 12.5, 100, front)),
        () => circle(-50, 50, 100, front) + circle(-50, 50, 66, back) + circle(-50, 50, 33, third),
        () => path('M-50 -50Q50 -50 50 50Q-50 50 -50 -50Z', front),
      ];
      const clip = stage.define(
        (id) => `<clipPath id="${id}"><rect x="-50.4" y="-50.4" width="100.8" height="100.8"/></clipPath>`,
      );
      const [x, y] = [(column + 0.5) * size, (row + 0.5) * size];
      cells.push(
        group(
          rect(-50.4, -50.4, 100.8, 100.8, back) + random.pick(shape)(),
          `clip-path="${clip}" transform="translate(${n(x)} ${n(y)}) rotate(${turned}) scale(${size / 100})"`,
        ),
      );
    }
  }
  return rect(0, 0, width, height, paper) + cells.join('');
}

/** Broad waves over each other, with a sun between them. */
function ribbons(stage: Stage): string {
  const { width, height, palette } = stage;
  const random = stage.random.fork('ribbons');
  const colors = [
    palette.sky[3],
    palette.sky[2],
    palette.brights[1],
    palette.accent,
    palette.brights[0],
    palette.sky[1],
    palette.sky[0],
    palette.near,
  ];
  const count = 13;
  const lean = random.between(-0.25, 0.25) * height;
  const layers = times(count, (at) => {
    const share = at / (count - 1);
    const spot = share * (colors.length - 1);
    const color = turn(
      mix(colors[Math.floor(spot)] as string, colors[Math.ceil(spot)] as string, spot % 1),
      random.between(-8, 8),
    );
    const wave = fractal(random.fork(`wave${at}`), 2, 0.4);
    const base = height * (0.24 + share * 0.74);
    const points = steps(9).map(
      (t): Point => [
        t * (width + 80) - 40,
        base + (t - 0.5) * lean + wave(t * 2.2 + at * 0.35) * height * 0.15,
      ],
    );
    const fill = horizontal(stage, [
      [0, shade(color, 0.05)],
      [0.5, color],
      [1, shade(color, -0.07)],
    ]);
    return (
      stroke(curve(points), palette.near, 10, 'opacity="0.1" transform="translate(0 -5)"') +
      path(`${curve(points)}L${n(width + 40)} ${n(height + 40)}L-40 ${n(height + 40)}Z`, fill)
    );
  });
  const [x, y, radius] = [
    width * random.between(0.28, 0.72),
    height * random.between(0.2, 0.3),
    Math.min(width, height) * random.between(0.12, 0.17),
  ];
  return [
    rect(
      0,
      0,
      width,
      height,
      vertical(stage, [
        [0, mix(palette.sky[2], ground(stage), 0.4)],
        [1, palette.sky[3]],
      ]),
    ),
    circle(
      x,
      y,
      radius * 2.4,
      radial(stage, [
        [0, palette.glow, 0.8],
        [1, palette.glow, 0],
      ]),
    ),
    circle(
      x,
      y,
      radius,
      vertical(stage, [
        [0, palette.light],
        [1, mix(palette.accent, palette.light, 0.35)],
      ]),
    ),
    layers,
  ].join('');
}

/** Discs and rings that overlap like coloured glass. */
function orbits(stage: Stage): string {
  const { width, height, palette } = stage;
  const random = stage.random.fork('orbits');
  const least = Math.min(width, height);
  const colors = inks(stage);
  const discs = times(11, (at) => {
    const radius = least * (at < 3 ? random.between(0.2, 0.34) : random.between(0.04, 0.16));
    const [x, y] = [width * random.between(0.08, 0.92), height * random.between(0.1, 0.86)];
    const color = colors[at % colors.length] as string;
    const fill = vertical(stage, [
      [0, mix(color, palette.light, 0.2), 0.92],
      [1, color, 0.72],
    ]);
    return circle(x, y, radius, fill);
  });
  const rings = times(5, (at) => {
    const [x, y, radius] = [width * random(), height * random(), least * random.between(0.12, 0.42)];
    return times(
      at % 2 === 0 ? 1 : 4,
      (ring) =>
        `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius - ring * 12)}" fill="none" stroke="${colors[(at + 2) % colors.length]}" stroke-width="${at % 2 === 0 ? 9 : 2.5}" opacity="0.85"/>`,
    );
  });
  const angle = random.between(-50, 50);
  const bars = group(
    times(9, (at) => rect(-least, (at - 4) * 24, least * 2, 5, palette.near, 'opacity="0.8"')),
    `transform="translate(${n(width * random.between(0.2, 0.8))} ${n(height * random.between(0.3, 0.7))}) rotate(${n(angle)}) scale(0.42)"`,
  );
  const cross = path(
    `M0 ${n(height * random.between(0.5, 0.9))}L${n(width)} ${n(height * random.between(0.1, 0.5))}`,
    'none',
    `stroke="${palette.near}" stroke-width="3"`,
  );
  return (
    rect(
      0,
      0,
      width,
      height,
      vertical(stage, [
        [0, ground(stage)],
        [1, mix(ground(stage), palette.sky[2], 0.3)],
      ]),
    ) +
    discs +
    rings +
    bars +
    cross
  );
}
