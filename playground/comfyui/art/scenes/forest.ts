/** Between trees: layers of trunks and crowns in a haze of light. */
import { mix, shade } from '../colour.ts';
import { motifs } from '../figures/motifs.ts';
import { broadTree, conifer, grass, hillCurve, hills, treeLine } from '../land.ts';
import { landAt } from '../palette.ts';
import { beams, mist, sky } from '../sky.ts';
import { circle, ellipse, n, path, type Stage, times, vertical } from '../stage.ts';

export function forest(stage: Stage): string {
  const { width, height, horizon, palette, random, subject } = stage;
  const own = random.fork('forest');
  const winter = subject.season === 'winter';
  const broad =
    subject.season === 'autumn' ||
    subject.season === 'spring' ||
    (subject.season === 'summer' && own.chance(0.35));
  const depths = [0.12, 0.3, 0.5];
  const backdrop = depths.map((depth, index) => {
    const hill = {
      base: horizon + height * (0.02 + index * 0.055),
      high: height * 0.07,
      bumps: 2 + index,
      depth,
    };
    return [
      hills(stage, hill),
      treeLine(stage, hillCurve(stage, hill), { size: height * (0.12 + index * 0.045), depth, gaps: 0 }),
      mist(stage, hill.base, 0.5 - index * 0.1),
    ].join('');
  });
  const floor = {
    base: height * 0.86,
    high: height * 0.1,
    bumps: 1.5,
    depth: 0.8,
    color: winter
      ? mix('#edf3f7', palette.near, palette.night ? 0.6 : 0.14)
      : mix(landAt(palette, 0.78), palette.leaves[1], 0.35),
  };
  const ground = hillCurve(stage, floor);
  const rows = [
    { y: 0.0, high: 0.46, count: 7, depth: 0.62 },
    { y: 0.03, high: 0.7, count: 5, depth: 0.82 },
  ];
  const trees = rows.map(({ y, high, count, depth }) => {
    const all = Math.round(count * Math.max(1, width / height));
    return times(all, (index) => {
      const share = (index + 0.5) / all;
      // A clearing is left in the middle.
      const x = width * (share < 0.5 ? share * 0.72 : 1 - (1 - share) * 0.72) + own.between(-30, 30);
      const size = Math.min(height, width * 1.2) * high * own.between(0.75, 1.1);
      const base = ground(x) + height * (y + 0.01);
      const leaf = mix(own.pick(palette.leaves), landAt(palette, depth), 0.12);
      const dark = mix(landAt(palette, depth), palette.leaves[0], 0.35);
      return broad ? broadTree(stage, x, base, size, leaf, own) : conifer(stage, x, base, size, dark, own);
    });
  });
  return [
    sky(stage),
    ...backdrop,
    path(
      `M${n(width * 0.5)} ${n(horizon)}L${n(width * 0.62)} ${n(height)}H${n(width * 0.38)}Z`,
      palette.glow,
      'opacity="0.08"',
    ),
    trees[0],
    hills(stage, floor),
    winter ? '' : trail(stage, ground(width * 0.5)),
    palette.night ? fireflies(stage) : beams(stage, 5, winter ? 0.1 : 0.2),
    trees[1],
    winter
      ? ''
      : grass(stage, (x) => ground(x) + height * 0.03, shade(floor.color, -0.05), 26) +
        undergrowth(stage, ground),
    motifs(stage, {
      far: { x: width * 0.5, y: ground(width * 0.5) + height * 0.015, size: height * 0.22 },
      near: {
        x: width * own.between(0.44, 0.56),
        y: height * 0.905,
        size: height * 0.36,
        flip: own.chance(0.5),
      },
    }),
  ].join('');
}

/** A path into the light. */
function trail(stage: Stage, top: number): string {
  const { width, height, palette } = stage;
  const color = mix(palette.sky[3], palette.near, palette.night ? 0.7 : 0.3);
  const fill = vertical(stage, [
    [0, color, 0.8],
    [1, mix(color, palette.near, 0.35), 0.9],
  ]);
  const [mx, y] = [width * 0.5, top + 8];
  return path(
    `M${n(mx - 10)} ${n(y)}C${n(mx - 60)} ${n(y + (height - y) * 0.35)} ${n(mx + 120)} ${n(y + (height - y) * 0.45)} ${n(mx - 150)} ${n(height + 10)}H${n(mx + 170)}C${n(mx + 210)} ${n(y + (height - y) * 0.5)} ${n(mx + 10)} ${n(y + (height - y) * 0.3)} ${n(mx + 14)} ${n(y)}Z`,
    fill,
    'opacity="0.65"',
  );
}

function fireflies(stage: Stage): string {
  const random = stage.random.fork('fireflies');
  return times(34, () => {
    const [x, y] = [random() * stage.width, stage.height * random.between(0.45, 0.95)];
    return (
      circle(x, y, 9, stage.palette.accent, 'opacity="0.14"') +
      circle(x, y, 2.4, stage.palette.accent, `opacity="${n(random.between(0.5, 1))}"`)
    );
  });
}

/** Mushrooms and ferns at one's feet. */
function undergrowth(stage: Stage, ground: (x: number) => number): string {
  const random = stage.random.fork('undergrowth');
  const { width, height, palette } = stage;
  const mushrooms = times(7, () => {
    const x = width * (random.chance(0.5) ? random.between(0.04, 0.3) : random.between(0.7, 0.96));
    const y = ground(x) + height * random.between(0.045, 0.1);
    const size = random.between(9, 20);
    const cap = mix(palette.brights[0], palette.near, palette.night ? 0.4 : 0.1);
    return [
      path(
        `M${n(x - size * 0.22)} ${n(y)}Q${n(x - size * 0.1)} ${n(y - size * 0.6)} ${n(x - size * 0.18)} ${n(y - size)}H${n(x + size * 0.18)}Q${n(x + size * 0.1)} ${n(y - size * 0.6)} ${n(x + size * 0.22)} ${n(y)}Z`,
        mix('#f7efe0', palette.near, palette.night ? 0.45 : 0.08),
      ),
      path(
        `M${n(x - size * 0.8)} ${n(y - size * 0.85)}Q${n(x - size * 0.6)} ${n(y - size * 1.7)} ${n(x)} ${n(y - size * 1.75)}Q${n(x + size * 0.6)} ${n(y - size * 1.7)} ${n(x + size * 0.8)} ${n(y - size * 0.85)}Q${n(x)} ${n(y - size * 0.65)} ${n(x - size * 0.8)} ${n(y - size * 0.85)}Z`,
        cap,
      ),
      ellipse(x - size * 0.25, y - size * 1.3, size * 0.15, size * 0.1, '#fff6e8', 'opacity="0.85"'),
      ellipse(x + size * 0.28, y - size * 1.2, size * 0.12, size * 0.09, '#fff6e8', 'opacity="0.85"'),
    ].join('');
  });
  return mushrooms;
}
