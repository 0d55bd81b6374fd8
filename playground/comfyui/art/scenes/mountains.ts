/** Ranges behind ranges, a valley or a lake before them. */

import { mix, shade } from '../colour.ts';
import { motifs } from '../figures/motifs.ts';
import { conifer, grass, hillCurve, hills, mountains as ranges, treeLine } from '../land.ts';
import { landAt } from '../palette.ts';
import { flock, mist, sky } from '../sky.ts';
import { circle, type Point, path, polygon, type Stage, times } from '../stage.ts';
import { water } from '../water.ts';

export function mountains(stage: Stage): string {
  const { width, height, horizon, palette, random, subject } = stage;
  const own = random.fork('mountains');
  const winter = subject.season === 'winter';
  const wide = Math.max(1, width / 1000);
  const far = ranges(stage, {
    base: horizon + 10,
    high: height * 0.34,
    peaks: Math.round(5 * wide),
    depth: 0.1,
    snow: true,
  });
  const middle = ranges(stage, {
    base: horizon + height * 0.06,
    high: height * 0.27,
    peaks: Math.round(4 * wide),
    depth: 0.38,
    snow: winter,
  });
  const shore = { base: horizon + height * 0.1, high: height * 0.07, bumps: 3, depth: 0.55 };
  const back =
    hills(stage, shore) + treeLine(stage, hillCurve(stage, shore), { size: height * 0.055, depth: 0.55 });
  const lake = own.chance(0.5) || subject.lake;
  const shoreLine = horizon + height * 0.115;
  const front = {
    base: height * 0.9,
    high: height * 0.12,
    bumps: 1.6,
    depth: 0.86,
    ...(winter ? { color: mix('#eef4f8', palette.near, palette.night ? 0.62 : 0.16) } : {}),
  };
  const ground = hillCurve(stage, front);
  const sideX = stage.light.x < width / 2 ? 0.78 : 0.22;
  const trees = Array.from({ length: 9 }, (_, index) => {
    const x =
      width * (sideX < 0.5 ? 0 : 1) +
      (sideX < 0.5 ? 1 : -1) * width * (index * 0.042 + own.between(-0.02, 0.02));
    return { x, high: height * own.between(0.2, 0.46) * (1 - index * 0.06) };
  }).sort((a, b) => a.high - b.high);
  const dark = landAt(palette, 0.93);
  const meadow = hills(stage, {
    base: horizon + height * 0.2,
    high: height * 0.08,
    bumps: 2,
    depth: 0.68,
    name: 'b',
  });
  const dwelling = motifs(stage, {
    far: lake
      ? { x: width * own.between(0.38, 0.62), y: shoreLine + 1, size: height * 0.17 }
      : { x: width * own.between(0.36, 0.6), y: horizon + height * 0.17, size: height * 0.23 },
  });
  return [
    sky(stage),
    own.chance(0.5) ? flock(stage, own.int(3, 7)) : '',
    far,
    mist(stage, horizon - height * 0.01, 0.6),
    middle,
    mist(stage, horizon + height * 0.06, 0.45),
    back,
    lake ? water(stage, shoreLine, far + middle + back + dwelling) + dwelling : meadow + dwelling,
    motifs(stage, { water: { x: width * 0.5, y: horizon + height * 0.22, size: height * 0.14 } }),
    hills(stage, front),
    winter ? '' : grass(stage, (x) => ground(x) + 3, shade(landAt(palette, 0.9), -0.02), 22),
    foreground(stage, ground),
    trees
      .map(({ x, high }) => conifer(stage, x, ground(x) + 14, high, mix(dark, palette.leaves[0], 0.3), own))
      .join(''),
    motifs(stage, {
      near: {
        x: width * (sideX < 0.5 ? 0.58 : 0.42),
        y: ground(width * 0.5) + height * 0.03,
        size: height * 0.22,
        flip: sideX > 0.5,
      },
    }),
  ].join('');
}

/** Boulders and small flowers on the slope at one's feet. */
function foreground(stage: Stage, ground: (x: number) => number): string {
  const random = stage.random.fork('foreground');
  const { width, height, palette, light, subject } = stage;
  const winter = subject.season === 'winter';
  const stone = mix(landAt(palette, 0.7), '#8d8880', palette.night ? 0.08 : 0.3);
  const boulders = times(6, () => {
    const [x, size] = [random() * width, random.between(14, 46)];
    const y = ground(x) + height * random.between(0.02, 0.12);
    const side = light.x < x ? -1 : 1;
    const outline: Point[] = [
      [-1, 0],
      [-0.82, -0.5],
      [-0.3, -0.82],
      [0.36, -0.74],
      [0.86, -0.36],
      [1, 0],
    ];
    const placed = outline.map(([px, py]): Point => [x + px * size, y + py * size * 0.72]);
    const lit: Point[] = [
      [side * 0.95, -0.05],
      [side * 0.82, -0.42],
      [side * 0.3, -0.78],
      [side * 0.08, -0.3],
    ];
    const cap: Point[] = [
      [-0.8, -0.5],
      [-0.3, -0.84],
      [0.36, -0.76],
      [0.84, -0.38],
      [0.3, -0.5],
      [-0.2, -0.42],
    ];
    const at = (points: Point[]) =>
      polygon(points.map(([px, py]): Point => [x + px * size, y + py * size * 0.72]));
    return (
      path(polygon(placed), stone) +
      path(at(lit), mix(stone, palette.glow, 0.3), 'opacity="0.7"') +
      (winter ? path(at(cap), mix('#ffffff', palette.sky[2], palette.night ? 0.45 : 0.1)) : '')
    );
  });
  if (winter) return boulders;
  const flowers = times(Math.round(width / 12), () => {
    const x = random() * width;
    const near = random();
    const y = ground(x) + 6 + near * height * 0.13;
    const color = mix(random.pick(palette.brights), palette.near, palette.night ? 0.5 : 0.2);
    return circle(x, y, 1.6 + 3.2 * near, color, 'opacity="0.9"');
  });
  return boulders + flowers;
}
