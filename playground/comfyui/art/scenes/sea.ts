/** Water before the eye, land at its edges. */
import { mix, shade } from '../colour.ts';
import { motifs } from '../figures/motifs.ts';
import { grass, hills, mountains } from '../land.ts';
import { fractal } from '../noise.ts';
import { landAt } from '../palette.ts';
import { flock, mist, sky } from '../sky.ts';
import { n, type Point, path, polygon, type Stage, steps, times, vertical } from '../stage.ts';
import { water } from '../water.ts';

export function sea(stage: Stage): string {
  const { width, horizon, random, subject } = stage;
  const own = random.fork('sea');
  const winter = subject.season === 'winter';
  const range = {
    base: horizon,
    high: stage.height * own.between(0.1, 0.2),
    peaks: Math.max(3, Math.round(width / 300)),
    depth: 0.12,
    snow: winter,
  };
  const islands = own.chance(0.55)
    ? mountains(stage, range)
    : hills(stage, { base: horizon + 6, high: stage.height * 0.1, bumps: 2.2, depth: 0.16 });
  const wantsLand = subject.motifs.some((name) =>
    ['lighthouse', 'house', 'castle', 'windmill', 'fox', 'cat', 'deer', 'astronaut', 'robot'].includes(name),
  );
  return [
    sky(stage),
    subject.motifs.includes('birds') ? '' : flock(stage, own.int(4, 8)),
    islands,
    mist(stage, horizon - 4, 0.5),
    water(stage, horizon, islands),
    motifs(stage, {
      water: {
        x: width * (stage.light.x > width / 2 ? own.between(0.64, 0.76) : own.between(0.24, 0.36)),
        y: horizon + stage.height * 0.14,
        size: stage.height * 0.22,
      },
    }),
    wantsLand || own.chance(0.7) ? headland(stage) : '',
  ].join('');
}

/** A cliff that runs into the picture from the side away from the light. */
function headland(stage: Stage): string {
  const { width, height, horizon, palette, light, subject } = stage;
  const random = stage.random.fork('headland');
  const left = light.x > width / 2;
  /** From the side of the picture (0) inwards. */
  const at = (share: number) => (left ? share : 1 - share) * width;
  const winter = subject.season === 'winter';
  const rough = fractal(random, 4, 0.5);
  const reach = random.between(0.4, 0.52);
  const plateau = horizon - height * random.between(0.05, 0.1);
  const foot = horizon + height * random.between(0.13, 0.18);
  /** The meadow's edge: nearly level, then falling away. */
  const crest = (share: number) => {
    const along = share / reach;
    return (
      plateau +
      height * (0.02 * along + 0.07 * Math.max(0, along - 0.62) ** 2 * 6) +
      rough(share * 9) * height * 0.012
    );
  };
  // The first one lies outside, so that no gap shows at the side.
  const edges = steps(11).map((share) => {
    if (share === 0) return -0.03;
    return share === 1 ? reach : share * reach + random.between(-0.018, 0.018);
  });
  const shoreAt = (share: number) =>
    foot + rough(share * 14 + 50) * height * 0.02 - (share / reach) ** 3 * height * 0.045;
  const rock = mix(landAt(palette, 0.6), '#8a7766', palette.night ? 0.06 : 0.3);
  const columns = edges.slice(1).map((to, index) => {
    const from = edges[index] as number;
    const jag = (share: number): Point[] => {
      const [top, bottom] = [crest(share), shoreAt(share)];
      return steps(6).map((t) => [
        at(share + Math.sin(t * 9 + share * 40) * 0.007 * t),
        top + (bottom - top) * t,
      ]);
    };
    const turned = (index % 2 === 0 ? 0.045 : -0.045) * random.between(0.5, 1.2);
    const tone = shade(mix(rock, palette.glow, left === index > 5 ? 0.1 : 0.02), turned);
    const fill = vertical(stage, [
      [0, shade(tone, 0.04)],
      [0.7, tone],
      [1, mix(tone, palette.near, 0.55)],
    ]);
    return path(polygon([...jag(from), ...jag(Math.min(reach, to + 0.002)).reverse()]), fill);
  });
  const tip = path(
    polygon([
      [at(reach), crest(reach) - 2],
      [at(reach + 0.022), crest(reach) + height * 0.05],
      [at(reach + 0.03), shoreAt(reach) - height * 0.02],
      [at(reach + 0.05), shoreAt(reach)],
      [at(reach - 0.02), shoreAt(reach)],
    ]),
    shade(rock, -0.05),
  );
  const boulders = times(7, () => {
    const share = reach * random.between(0.15, 1.16);
    const size = random.between(10, 30) * (share > reach ? 0.8 : 1);
    const y = foot + random.between(-6, 16);
    return path(
      `M${n(at(share) - size)} ${n(y)}L${n(at(share) - size * 0.5)} ${n(y - size * 0.8)}L${n(at(share) + size * 0.3)} ${n(y - size)}L${n(at(share) + size)} ${n(y)}Z`,
      shade(rock, random.between(-0.1, 0.02)),
    );
  });
  const foam = times(16, () => {
    const share = reach * random.between(0, 1.18);
    const half = random.between(20, 70);
    const y = foot + random.between(0, 18);
    return path(
      `M${n(at(share) - half)} ${n(y)}Q${n(at(share))} ${n(y - 5)} ${n(at(share) + half)} ${n(y)}Q${n(at(share))} ${n(y + 4)} ${n(at(share) - half)} ${n(y)}Z`,
      mix(palette.light, palette.sky[3], 0.4),
      `opacity="${n(random.between(0.25, 0.6))}"`,
    );
  });
  const green = winter
    ? mix('#ffffff', palette.sky[2], palette.night ? 0.5 : 0.12)
    : mix(palette.leaves[1], landAt(palette, 0.5), 0.3);
  const ridge = steps(40).map((share): Point => [at(share * reach), crest(share * reach)]);
  const hem = [...ridge]
    .reverse()
    .map(
      ([x, y], index): Point => [
        x,
        y + 12 + 20 * Math.abs(rough(index * 0.8 + 7)) + 10 * (index / ridge.length),
      ],
    );
  const lawn = (x: number) =>
    Math.abs((left ? x : width - x) / width) < reach * 0.96
      ? crest(left ? x / width : 1 - x / width) + 5
      : height + 90;
  return [
    reflectionOf(stage, at, reach, foot),
    motifs(stage, { far: { x: at(reach * 0.5), y: crest(reach * 0.5) + 8, size: height * 0.36 } }),
    columns.join(''),
    tip,
    boulders,
    foam,
    path(
      polygon([...ridge, ...hem]),
      vertical(stage, [
        [0, mix(green, palette.glow, 0.16)],
        [1, shade(green, -0.04)],
      ]),
    ),
    winter ? '' : grass(stage, lawn, shade(green, -0.02), 15),
    motifs(stage, {
      near: { x: at(reach * 0.72), y: crest(reach * 0.72) + 16, size: height * 0.2, flip: !left },
    }),
  ].join('');
}

/** The dark the cliff throws on the water. */
function reflectionOf(stage: Stage, at: (share: number) => number, reach: number, foot: number): string {
  const { height, palette } = stage;
  const dark = mix(palette.near, palette.sky[0], 0.3);
  const fill = vertical(stage, [
    [0, dark, 0.55],
    [1, dark, 0],
  ]);
  return path(
    polygon([
      [at(-0.02), foot - 10],
      [at(reach + 0.04), foot - 6],
      [at(reach - 0.05), foot + height * 0.12],
      [at(-0.02), foot + height * 0.2],
    ]),
    fill,
  );
}
