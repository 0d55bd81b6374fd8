/** Dunes with a bright and a dark side. */
import { mix, shade } from '../colour.ts';
import { motifs } from '../figures/motifs.ts';
import { mountains } from '../land.ts';
import { fractal } from '../noise.ts';
import { mist, sky } from '../sky.ts';
import { curve, horizontal, n, type Point, path, type Stage, steps, stroke, vertical } from '../stage.ts';

export function desert(stage: Stage): string {
  const { width, height, horizon, palette, random } = stage;
  const own = random.fork('desert');
  const sand = (depth: number) =>
    mix(
      mix('#e8b06a', palette.sky[3], 0.5 - depth * 0.35),
      palette.near,
      palette.night ? 0.62 : 0.06 + depth * 0.12,
    );
  const dunes = [0.1, 0.34, 0.62, 0.9].map((depth, index) =>
    dune(
      stage,
      horizon + (height - horizon) * (index * 0.2 - 0.01),
      height * (0.07 + index * 0.035),
      sand(depth),
      depth,
    ),
  );
  return [
    sky(stage),
    own.chance(0.6)
      ? mountains(stage, {
          base: horizon + 14,
          high: height * 0.14,
          peaks: Math.round(width / 210),
          depth: 0.14,
          snow: false,
        })
      : '',
    mist(stage, horizon, 0.5),
    dunes[0],
    dunes[1],
    motifs(stage, { far: { x: width * 0.6, y: horizon + height * 0.13, size: height * 0.2 } }),
    dunes[2],
    cactus(stage, width * own.between(0.12, 0.24), height * 0.83, height * 0.3),
    cactus(stage, width * own.between(0.78, 0.9), height * 0.74, height * 0.15),
    dunes[3],
    motifs(stage, { near: { x: width * own.between(0.46, 0.62), y: height * 0.9, size: height * 0.3 } }),
  ].join('');
}

function dune(stage: Stage, base: number, high: number, color: string, depth: number): string {
  const random = stage.random.fork(`dune${depth}`);
  const { width, height, palette, light } = stage;
  const wave = fractal(random, 2, 0.3);
  const crest = (x: number) => base - high * (0.5 + 0.9 * wave((x / width) * 2 + 10));
  const points = steps(40).map(
    (share): Point => [-20 + share * (width + 40), crest(-20 + share * (width + 40))],
  );
  const lit = mix(color, palette.glow, palette.night ? 0.08 : 0.3);
  const body = path(
    `${curve(points)}L${n(width + 20)} ${n(height + 20)}L-20 ${n(height + 20)}Z`,
    vertical(stage, [
      [0, lit],
      [0.5, color],
      [1, shade(color, -0.08)],
    ]),
  );
  // A ridge winds down from a crest towards the eye; behind it, away from the light, lies shade.
  const away = light.x < width / 2 ? 1 : -1;
  const dark = mix(color, palette.near, 0.5);
  const shadows = [0.3, 0.78].map((share) => {
    const top = width * (away > 0 ? share : 1 - share) + random.between(-70, 70);
    const reach = width * random.between(0.34, 0.46) * away;
    const spine = steps(14).map(
      (t): Point => [
        top + reach * (0.16 * Math.sin(t * 5.2) + 0.5 * t ** 1.4),
        crest(top) + t ** 1.15 * (high * 2.1 + 40),
      ],
    );
    const end = (spine.at(-1) as Point)[1];
    const outline = steps(14).map((t): Point => [top + reach * t * 1.25, crest(top + reach * t * 1.25)]);
    const fill = horizontal(
      stage,
      away > 0
        ? [
            [0, dark, 0.62],
            [0.45, dark, 0.3],
            [1, dark, 0],
          ]
        : [
            [0, dark, 0],
            [0.55, dark, 0.3],
            [1, dark, 0.62],
          ],
    );
    return path(
      `${curve(outline)}L${n(top + reach * 1.25)} ${n(end)}${curve([...spine].reverse()).replace('M', 'L')}Z`,
      fill,
    );
  });
  const furrows = steps(7).map((share) =>
    stroke(
      curve(points.map(([x, y]): Point => [x, y + 18 + share * high * 1.2 + wave(x / 60 + share * 9) * 6])),
      shade(color, -0.05),
      1.2,
      'opacity="0.3"',
    ),
  );
  return body + shadows.join('') + (depth > 0.5 ? furrows.join('') : '');
}

function cactus(stage: Stage, x: number, base: number, high: number): string {
  const { palette, light } = stage;
  const green = mix(mix('#4f7a4a', palette.near, palette.night ? 0.6 : 0.22), palette.sky[2], 0.08);
  const side = light.x < x ? -1 : 1;
  const body = (d: string, width: number) =>
    stroke(d, green, width) +
    stroke(
      d,
      mix(green, palette.glow, 0.35),
      width * 0.22,
      `transform="translate(${n(side * width * 0.24)} 0)" opacity="0.7"`,
    );
  const w = high * 0.15;
  return [
    path(
      `M${n(x - w)} ${n(base + 4)}h${n(w * 6 * -side)}l${n(w * 2 * side)} 9h${n(w * 5 * side)}Z`,
      palette.near,
      'opacity="0.22"',
    ),
    body(`M${n(x)} ${n(base)}V${n(base - high)}`, w),
    body(`M${n(x)} ${n(base - high * 0.38)}H${n(x - high * 0.22)}V${n(base - high * 0.68)}`, w * 0.72),
    body(`M${n(x)} ${n(base - high * 0.5)}H${n(x + high * 0.2)}V${n(base - high * 0.84)}`, w * 0.72),
  ].join('');
}
