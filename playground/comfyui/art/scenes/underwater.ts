/** Below the surface: light from above, corals, fish. */
import { mix, shade, turn } from '../colour.ts';
import { motifs } from '../figures/motifs.ts';
import { hillCurve, hills } from '../land.ts';
import type { Random } from '../random.ts';
import { beams } from '../sky.ts';
import {
  circle,
  curve,
  ellipse,
  group,
  n,
  type Point,
  path,
  rect,
  type Stage,
  steps,
  stroke,
  times,
  vertical,
} from '../stage.ts';

export function underwater(stage: Stage, prompt: string): string {
  const { width, height, palette, random } = stage;
  const own = random.fork('underwater');
  const surface = mix('#7fe0e0', palette.sky[3], 0.2);
  const blue = mix('#1583b5', palette.sky[1], 0.25);
  const deep = mix('#06264d', palette.sky[0], 0.3);
  const sand = (depth: number) => mix(mix('#d9c39a', deep, 0.5), deep, 1 - depth);
  const floor = { base: height * 0.9, high: height * 0.08, bumps: 1.7, depth: 0.7, color: sand(0.75) };
  const ground = hillCurve(stage, floor);
  const back = {
    base: height * 0.82,
    high: height * 0.2,
    bumps: 3,
    depth: 0.3,
    color: mix(blue, deep, 0.55),
  };
  const jelly = /jelly/.test(prompt.toLowerCase()) || own.chance(0.35);
  return [
    rect(
      0,
      0,
      width,
      height,
      vertical(stage, [
        [0, surface],
        [0.22, mix(surface, blue, 0.65)],
        [0.6, mix(blue, deep, 0.35)],
        [1, deep],
      ]),
    ),
    beams(stage, 9, 0.34),
    hills(stage, {
      base: height * 0.72,
      high: height * 0.26,
      bumps: 2.4,
      depth: 0.2,
      color: mix(blue, deep, 0.3),
      name: 'far',
    }),
    school(stage, {
      x: width * own.between(0.2, 0.4),
      y: height * own.between(0.24, 0.36),
      count: 26,
      size: 13,
      color: mix(surface, deep, 0.4),
    }),
    hills(stage, back),
    kelp(stage, hillCurve(stage, back), mix(mix('#2f7d68', palette.leaves[0], 0.4), deep, 0.4), 10, 0.34),
    jelly
      ? times(3, (at) =>
          jellyfish(
            stage,
            width * (0.2 + at * 0.3) + own.between(-40, 40),
            height * own.between(0.2, 0.5),
            60 + 40 * own(),
            own,
          ),
        )
      : '',
    school(stage, {
      x: width * own.between(0.55, 0.78),
      y: height * own.between(0.34, 0.55),
      count: 9,
      size: 34,
      color: palette.accent,
    }),
    motifs(stage, { far: { x: width * 0.68, y: height * 0.84, size: height * 0.2 } }),
    hills(stage, floor),
    corals(stage, ground, deep),
    kelp(stage, ground, mix(mix('#3f9a72', palette.leaves[1], 0.4), deep, 0.22), 7, 0.5),
    motifs(stage, { near: { x: width * 0.4, y: ground(width * 0.4) + 30, size: height * 0.3 } }),
    bubbles(stage),
  ].join('');
}

function fish(x: number, y: number, size: number, color: string, flip: boolean, dark: string): string {
  const pale = mix(color, '#ffffff', 0.45);
  return group(
    path(
      `M${n(-size * 0.7)} 0L${n(-size * 1.35)} ${n(-size * 0.42)}Q${n(-size * 1.1)} 0 ${n(-size * 1.35)} ${n(size * 0.42)}Z`,
      shade(color, -0.06),
    ) +
      path(
        `M${n(-size * 0.1)} ${n(-size * 0.4)}Q${n(size * 0.1)} ${n(-size * 0.8)} ${n(size * 0.42)} ${n(-size * 0.36)}Z`,
        shade(color, -0.06),
      ) +
      path(
        `M${n(-size * 0.8)} 0Q${n(-size * 0.1)} ${n(-size * 0.72)} ${n(size)} 0Q${n(-size * 0.1)} ${n(size * 0.72)} ${n(-size * 0.8)} 0Z`,
        color,
      ) +
      path(
        `M${n(-size * 0.8)} 0Q${n(-size * 0.1)} ${n(size * 0.72)} ${n(size)} 0Q${n(size * 0.1)} ${n(size * 0.28)} ${n(-size * 0.8)} 0Z`,
        pale,
        'opacity="0.55"',
      ) +
      (size > 20
        ? path(
            `M${n(size * 0.26)} ${n(-size * 0.4)}Q${n(size * 0.14)} 0 ${n(size * 0.26)} ${n(size * 0.4)}L${n(size * 0.08)} ${n(size * 0.44)}Q${n(-size * 0.06)} 0 ${n(size * 0.08)} ${n(-size * 0.46)}Z`,
            pale,
            'opacity="0.85"',
          )
        : '') +
      circle(size * 0.6, -size * 0.1, size * 0.1, '#ffffff') +
      circle(size * 0.63, -size * 0.1, size * 0.055, dark),
    `transform="translate(${n(x)} ${n(y)}) scale(${flip ? -1 : 1} 1)"`,
  );
}

function school(
  stage: Stage,
  { x, y, count, size, color }: { x: number; y: number; count: number; size: number; color: string },
): string {
  const random = stage.random.fork(`school${size}`);
  const flip = random.chance(0.5);
  return times(count, () => {
    const angle = random.between(0, Math.PI * 2);
    const away = Math.sqrt(random()) * size * (count > 12 ? 9 : 6.5);
    return fish(
      x + Math.cos(angle) * away * 1.5,
      y + Math.sin(angle) * away * 0.55,
      size * random.between(0.75, 1.2),
      turn(color, random.between(-14, 14)),
      flip,
      '#10202c',
    );
  });
}

function kelp(
  stage: Stage,
  ground: (x: number) => number,
  color: string,
  count: number,
  high: number,
): string {
  const random = stage.random.fork(`kelp${count}`);
  const { width, height } = stage;
  return times(count, () => {
    const x = random.chance(0.5) ? random.between(0, 0.24) * width : random.between(0.76, 1) * width;
    const tall = height * high * random.between(0.5, 1.1);
    const sway = random.between(10, 26);
    const phase = random.between(0, 6);
    const at = (share: number): Point => [
      x + Math.sin(share * 5 + phase) * sway * share,
      ground(x) + 10 - share * tall,
    ];
    const stem = stroke(curve(steps(12).map(at)), color, 4.5);
    const leaves = steps(13)
      .slice(1)
      .map((share, index) => {
        const [lx, ly] = at(share);
        const side = index % 2 === 0 ? 1 : -1;
        const size = 26 * (1.1 - share * 0.7);
        return path(
          `M${n(lx)} ${n(ly)}q${n(side * size * 0.6)} ${n(-size * 0.9)} ${n(side * size * 1.3)} ${n(-size * 0.7)}q${n(-side * size * 0.4)} ${n(size * 0.7)} ${n(-side * size * 1.3)} ${n(size * 0.7)}Z`,
          shade(color, index % 2 === 0 ? 0.03 : -0.02),
        );
      });
    return stem + leaves.join('');
  });
}

function corals(stage: Stage, ground: (x: number) => number, deep: string): string {
  const random = stage.random.fork('corals');
  const { width, height, palette } = stage;
  const colors = [...palette.brights.slice(0, 3), palette.accent, '#c77dff'].map((color) =>
    mix(color, deep, 0.2),
  );
  return times(11, (at) => {
    const x = width * ((at + random.between(0.15, 0.85)) / 11);
    const y = ground(x) + height * random.between(0.01, 0.06);
    const color = random.pick(colors);
    const size = height * random.between(0.06, 0.14);
    const kind = random.int(0, 2);
    if (kind === 0) return branch(x, y, -90, size * 0.5, 4, color, random);
    if (kind === 1) {
      return times(6, (tube) => {
        const tx = x + (tube - 2.5) * size * 0.17;
        const tall = size * random.between(0.4, 0.95);
        return (
          rect(
            tx - size * 0.075,
            y - tall,
            size * 0.15,
            tall,
            shade(color, -0.03 * (tube % 2)),
            `rx="${n(size * 0.07)}"`,
          ) + ellipse(tx, y - tall + size * 0.02, size * 0.075, size * 0.035, shade(color, -0.16))
        );
      });
    }
    return (
      path(
        `M${n(x)} ${n(y)}C${n(x - size)} ${n(y - size * 0.2)} ${n(x - size * 0.8)} ${n(y - size)} ${n(x)} ${n(y - size)}C${n(x + size * 0.8)} ${n(y - size)} ${n(x + size)} ${n(y - size * 0.2)} ${n(x)} ${n(y)}Z`,
        color,
      ) +
      times(5, (vein) =>
        stroke(
          `M${n(x)} ${n(y)}Q${n(x + (vein - 2) * size * 0.14)} ${n(y - size * 0.5)} ${n(x + (vein - 2) * size * 0.28)} ${n(y - size * 0.9 + Math.abs(vein - 2) * size * 0.09)}`,
          mix(color, '#ffffff', 0.35),
          1.6,
          'opacity="0.6"',
        ),
      )
    );
  });
}

function branch(
  x: number,
  y: number,
  angle: number,
  length: number,
  depth: number,
  color: string,
  random: Random,
): string {
  if (depth === 0) return circle(x, y, length * 0.32, mix(color, '#ffffff', 0.35));
  const radians = (angle * Math.PI) / 180;
  const [toX, toY] = [x + Math.cos(radians) * length, y + Math.sin(radians) * length];
  return (
    stroke(`M${n(x)} ${n(y)}L${n(toX)} ${n(toY)}`, color, depth * 2.6) +
    branch(toX, toY, angle - random.between(16, 36), length * 0.72, depth - 1, color, random) +
    branch(toX, toY, angle + random.between(16, 36), length * 0.72, depth - 1, color, random)
  );
}

function jellyfish(stage: Stage, x: number, y: number, size: number, random: Random): string {
  const color = mix(stage.palette.brights[0], '#d7b8ff', 0.5);
  const arms = times(9, (at) => {
    const from = x + (at - 4) * size * 0.19;
    const points = steps(9).map(
      (share): Point => [
        from + Math.sin(share * 6 + at) * size * 0.13 * share,
        y + share * size * random.between(1.3, 2.2),
      ],
    );
    return stroke(curve(points), color, at % 2 === 0 ? 2.6 : 1.2, 'opacity="0.5"');
  });
  const bell = `M${n(x - size)} ${n(y + size * 0.1)}C${n(x - size)} ${n(y - size * 1.15)} ${n(x + size)} ${n(y - size * 1.15)} ${n(x + size)} ${n(y + size * 0.1)}Q${n(x + size * 0.75)} ${n(y - size * 0.06)} ${n(x + size * 0.5)} ${n(y + size * 0.12)}Q${n(x + size * 0.25)} ${n(y - size * 0.06)} ${n(x)} ${n(y + size * 0.12)}Q${n(x - size * 0.25)} ${n(y - size * 0.06)} ${n(x - size * 0.5)} ${n(y + size * 0.12)}Q${n(x - size * 0.75)} ${n(y - size * 0.06)} ${n(x - size)} ${n(y + size * 0.1)}Z`;
  return (
    arms +
    path(
      bell,
      vertical(stage, [
        [0, mix(color, '#ffffff', 0.4), 0.95],
        [1, color, 0.45],
      ]),
    ) +
    ellipse(x - size * 0.3, y - size * 0.45, size * 0.2, size * 0.12, '#ffffff', 'opacity="0.5"')
  );
}

function bubbles(stage: Stage): string {
  const random = stage.random.fork('bubbles');
  return times(38, () => {
    const [x, y, size] = [random() * stage.width, random() * stage.height, 2 + 9 * random() ** 3];
    return (
      circle(x, y, size, '#ffffff', 'opacity="0.1"') +
      `<circle cx="${n(x)}" cy="${n(y)}" r="${n(size)}" fill="none" stroke="#ffffff" stroke-width="1" opacity="0.45"/>` +
      circle(x - size * 0.35, y - size * 0.35, size * 0.18, '#ffffff', 'opacity="0.8"')
    );
  });
}
