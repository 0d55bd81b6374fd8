/** Planets, nebulae, stars; solid ground only where somebody has to stand. */
import { mix, shade, turn } from '../colour.ts';
import { motifs } from '../figures/motifs.ts';
import { hillCurve, hills } from '../land.ts';
import { fractal } from '../noise.ts';
import { stars } from '../sky.ts';
import {
  circle,
  ellipse,
  group,
  line,
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

export function space(stage: Stage): string {
  const { width, height, palette, random, subject } = stage;
  const own = random.fork('space');
  const deep = mix(palette.sky[0], '#04040f', 0.72);
  const hues = [palette.sky[2], palette.accent, turn(palette.sky[2], own.between(60, 150), 1.4)];
  const vivid = [
    palette.accent,
    palette.brights[0],
    palette.brights[2],
    mix(palette.sky[1], palette.brights[2], 0.45),
  ];
  const big = {
    x: width * own.between(0.58, 0.72),
    y: height * own.between(0.36, 0.46),
    radius: Math.min(width, height) * own.between(0.2, 0.27),
  };
  const small = {
    x: width * own.between(0.14, 0.3),
    y: height * own.between(0.16, 0.3),
    radius: big.radius * own.between(0.16, 0.28),
  };
  const ground =
    subject.motifs.some((name) =>
      ['astronaut', 'robot', 'fox', 'cat', 'deer', 'house', 'castle', 'lighthouse'].includes(name),
    ) || own.chance(0.4);
  return [
    rect(
      0,
      0,
      width,
      height,
      vertical(stage, [
        [0, deep],
        [1, mix(deep, palette.sky[1], 0.34)],
      ]),
    ),
    nebula(stage, hues),
    stars(stage, height, 1.5),
    sparkles(stage),
    planet(stage, small, turn(own.pick(vivid), 40), false),
    planet(stage, big, own.pick(vivid), own.chance(0.75)),
    ground ? moonscape(stage) : '',
    motifs(stage, {
      near: { x: width * own.between(0.26, 0.4), y: height * 0.9, size: height * 0.36 },
      far: { x: width * 0.3, y: height * 0.8, size: height * 0.22 },
    }),
  ].join('');
}

function nebula(stage: Stage, hues: string[]): string {
  const random = stage.random.fork('nebula');
  const { width, height } = stage;
  const angle = random.between(-0.6, 0.6);
  return times(26, (at) => {
    const along = random.between(-0.6, 0.6) * width;
    const across = random.between(-1, 1) * random() * height * 0.28;
    const x = width / 2 + along * Math.cos(angle) - across * Math.sin(angle);
    const y = height / 2 + along * Math.sin(angle) + across * Math.cos(angle);
    const color = hues[at % hues.length] as string;
    const fill = radial(stage, [
      [0, color, 0.3],
      [0.5, color, 0.13],
      [1, color, 0],
    ]);
    return ellipse(
      x,
      y,
      width * random.between(0.12, 0.34),
      height * random.between(0.08, 0.24),
      fill,
      `transform="rotate(${n((angle * 180) / Math.PI)} ${n(x)} ${n(y)})"`,
    );
  });
}

function sparkles(stage: Stage): string {
  const random = stage.random.fork('sparkles');
  return times(9, () => {
    const [x, y, size] = [random() * stage.width, random() * stage.height * 0.8, random.between(7, 17)];
    const star = `M${n(x)} ${n(y - size)}Q${n(x + size * 0.08)} ${n(y - size * 0.08)} ${n(x + size)} ${n(y)}Q${n(x + size * 0.08)} ${n(y + size * 0.08)} ${n(x)} ${n(y + size)}Q${n(x - size * 0.08)} ${n(y + size * 0.08)} ${n(x - size)} ${n(y)}Q${n(x - size * 0.08)} ${n(y - size * 0.08)} ${n(x)} ${n(y - size)}Z`;
    return (
      circle(x, y, size * 0.9, stage.palette.light, 'opacity="0.08"') +
      path(star, stage.palette.light, `opacity="${n(random.between(0.55, 0.95))}"`)
    );
  });
}

function planet(
  stage: Stage,
  { x, y, radius }: { x: number; y: number; radius: number },
  color: string,
  ringed: boolean,
): string {
  const random = stage.random.fork(`planet${radius}`);
  const clip = stage.define(
    (id) => `<clipPath id="${id}"><circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"/></clipPath>`,
  );
  const noise = fractal(random, 3);
  const bands = times(11, (at) => {
    const top = y - radius + (at / 11) * radius * 2;
    const wave = steps(24).map(
      (share): Point => [x - radius + share * radius * 2, top + noise(share * 3 + at * 5) * radius * 0.06],
    );
    const tone =
      at % 2 === 0
        ? shade(color, random.between(0, 0.09))
        : shade(turn(color, random.between(-18, 18)), random.between(-0.11, 0));
    return path(`${line(wave)}L${n(x + radius)} ${n(y + radius)}H${n(x - radius)}Z`, tone);
  });
  const lightAt: [number, number] = [0.28, 0.26];
  const shadow = radial(
    stage,
    [
      [0, '#ffffff', 0.26],
      [0.5, '#000000', 0],
      [0.82, '#000010', 0.45],
      [1, '#000010', 0.82],
    ],
    lightAt,
  );
  const halo = radial(stage, [
    [0.78, color, 0.36],
    [1, color, 0],
  ]);
  const ring = (front: boolean) => {
    const rx = radius * 1.85;
    const sweep = front ? 1 : 0;
    const arc = (share: number) =>
      `M${n(x - rx * share)} ${n(y)}A${n(rx * share)} ${n(radius * 0.42 * share)} 0 0 ${sweep === 1 ? 0 : 1} ${n(x + rx * share)} ${n(y)}`;
    const tones: [number, number, number][] = [
      [1, 0.05, 0.75],
      [0.9, 0.12, 0.5],
      [0.79, 0.07, 0.85],
      [0.7, 0.035, 0.4],
    ];
    return group(
      tones
        .map(([share, width, opacity]) =>
          stroke(arc(share), mix(color, '#fff3df', 0.5), radius * width, `opacity="${opacity}"`),
        )
        .join(''),
      `transform="rotate(-17 ${n(x)} ${n(y)})"`,
    );
  };
  return [
    circle(x, y, radius * 1.28, halo),
    ringed ? ring(false) : '',
    group(circle(x, y, radius, color) + bands + circle(x, y, radius, shadow), `clip-path="${clip}"`),
    ringed ? ring(true) : '',
  ].join('');
}

function moonscape(stage: Stage): string {
  const random = stage.random.fork('moonscape');
  const { width, height, palette } = stage;
  const dust = mix(mix('#9a93a5', palette.accent, 0.18), palette.sky[0], 0.32);
  const back = {
    base: height * 0.83,
    high: height * 0.1,
    bumps: 3,
    depth: 0.4,
    color: mix(dust, palette.sky[0], 0.45),
  };
  const front = { base: height * 0.9, high: height * 0.07, bumps: 1.3, depth: 0.8, color: dust };
  const ground = hillCurve(stage, front);
  const craters = times(12, () => {
    const x = random() * width;
    const y = ground(x) + height * random.between(0.02, 0.12);
    const size = random.between(12, 60) * (0.4 + (y / height) * 0.6);
    return (
      ellipse(x, y, size, size * 0.24, shade(dust, -0.1)) +
      ellipse(x, y + size * 0.06, size * 0.9, size * 0.17, shade(dust, -0.04))
    );
  });
  return hills(stage, back) + hills(stage, front) + craters;
}
